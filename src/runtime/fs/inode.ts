import { S_IFCHR, S_IFDIR, S_IFIFO, S_IFLNK, S_IFMT, S_IFREG } from './flags.ts';

/** What every inode has. */
interface InodeBase {
  readonly ino: number;
  /** Type and permission bits. */
  mode: number;
  uid: number;
  gid: number;
  nlink: number;
  atime: number;
  mtime: number;
  ctime: number;
  readonly birthtime: number;
  /** Numbers under which other processes know it: they made the same file at the same time. */
  readonly aliases: number[];
}

/** Bytes that are fetched when they are first read: entry `index` of the pack with that name. */
export interface LazySource {
  readonly pack: string;
  readonly index: number;
}

export interface FileInode extends InodeBase {
  readonly kind: 'file';
  size: number;
  /** May be longer than `size` (room to grow, zeroed) or shorter (a hole at the end). */
  data: Uint8Array;
  /** Whether `data` belongs to this inode alone and may be written to. */
  owned: boolean;
  lazy: LazySource | undefined;
  /** How many descriptors are open: the bytes outlive the last name as long as one is. */
  openCount: number;
}

export interface DirectoryInode extends InodeBase {
  readonly kind: 'directory';
  readonly entries: Map<string, Inode>;
  /** The root is its own parent; a removed directory has none. */
  parent: DirectoryInode | undefined;
  name: string;
}

export interface SymlinkInode extends InodeBase {
  readonly kind: 'symlink';
  readonly target: string;
}

export type DeviceName = 'null' | 'zero' | 'full' | 'random' | 'stdin' | 'stdout' | 'stderr';

export interface DeviceInode extends InodeBase {
  readonly kind: 'device';
  readonly device: DeviceName;
}

export type Inode = FileInode | DirectoryInode | SymlinkInode | DeviceInode;

/** An inode without its contents, as it travels between processes. */
export interface InodeRecord {
  readonly ino: number;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly atime: number;
  readonly mtime: number;
  readonly ctime: number;
  readonly birthtime: number;
  readonly aliases?: readonly number[];
  readonly target?: string;
  readonly device?: DeviceName;
  readonly size?: number;
  readonly bytes?: Uint8Array;
  readonly lazy?: LazySource;
}

const NO_BYTES = new Uint8Array(0);

export function inodeFromRecord(record: InodeRecord): Inode {
  const { ino, mode, uid, gid, atime, mtime, ctime, birthtime } = record;
  const aliases = [...(record.aliases ?? [])];
  const base = { ino, mode, uid, gid, nlink: 0, atime, mtime, ctime, birthtime, aliases };
  switch (mode & S_IFMT) {
    case S_IFDIR:
      return { kind: 'directory', ...base, nlink: 2, entries: new Map(), parent: undefined, name: '' };
    case S_IFLNK:
      return { kind: 'symlink', ...base, target: record.target ?? '' };
    case S_IFREG: {
      const data = record.bytes ?? NO_BYTES;
      const size = record.size ?? data.length;
      return { kind: 'file', ...base, size, data, owned: false, lazy: record.lazy, openCount: 0 };
    }
    default:
      return { kind: 'device', ...base, device: record.device ?? 'null' };
  }
}

export function recordFromInode(inode: Inode): InodeRecord {
  const { ino, mode, uid, gid, atime, mtime, ctime, birthtime, aliases } = inode;
  const base = { ino, mode, uid, gid, atime, mtime, ctime, birthtime, aliases: [...aliases] };
  switch (inode.kind) {
    case 'directory':
      return base;
    case 'symlink':
      return { ...base, target: inode.target };
    case 'device':
      return { ...base, device: inode.device };
    case 'file':
      return inode.lazy
        ? { ...base, size: inode.size, lazy: inode.lazy }
        : { ...base, size: inode.size, bytes: compactBytes(inode) };
  }
}

/**
 * The bytes of a file in an array with no spare room behind it, because a clone of a view carries the whole buffer.
 * They do not change any more: the inode copies them before its next write.
 */
export function compactBytes(inode: FileInode): Uint8Array {
  const used = Math.min(inode.size, inode.data.length);
  if (used !== inode.data.buffer.byteLength) return inode.data.slice(0, used);
  inode.owned = false;
  return inode.data;
}

export function inodeSize(inode: Inode): number {
  switch (inode.kind) {
    case 'file':
      return inode.size;
    case 'directory':
      return 4096;
    case 'symlink':
      return new TextEncoder().encode(inode.target).length;
    case 'device':
      return 0;
  }
}

/** Type and permissions of a device: standard streams are pipes, the others character devices. */
export function deviceMode(device: DeviceName): number {
  return device.startsWith('std') ? S_IFIFO | 0o600 : S_IFCHR | 0o666;
}
