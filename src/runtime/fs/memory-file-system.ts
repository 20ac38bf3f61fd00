import { applyChange } from './apply-change.ts';
import { changeMode, changeOwner, changeTimes } from './attributes.ts';
import type { FileChange, FileSystemSnapshot, SharedChange } from './change.ts';
import { createFileClock } from './clock.ts';
import { type Fail, failureOf } from './failure.ts';
import type {
  DirectoryEntry,
  FileStats,
  FileSystem,
  FileSystemStats,
  StandardStreams,
} from './file-system.ts';
import { direntType, O_CREAT, O_TRUNC, O_WRONLY, R_OK, X_OK } from './flags.ts';
import { deviceMode, type Inode, type LazySource } from './inode.ts';
import { type FilePack, InodeTree } from './inode-tree.ts';
import { type LazyFile, mountLazyFiles } from './mount-lazy.ts';
import * as names from './names.ts';
import { OpenFiles } from './open-files.ts';
import { bytesOfFile, copyFile, openFile } from './opening.ts';
import { pathOfDirectory } from './path-walk.ts';
import { isAllowed } from './permission.ts';
import { installStandardLayout } from './standard-layout.ts';
import { fileStats } from './stats.ts';
import { Volume } from './volume.ts';
import type { WatchListener } from './watch-registry.ts';

export interface MemoryFileSystemOptions {
  /** A whole number that no other process of the engine has; 0 is the kernel's. */
  readonly origin?: number;
  /** The state to start from; without one, an empty tree with `/tmp`, `/dev` and `/home/learner`. */
  readonly snapshot?: FileSystemSnapshot | undefined;
  /** Where the lazily mounted files of the snapshot have their bytes. */
  readonly packs?: ReadonlyMap<string, FilePack>;
  /** Made where it is missing. */
  readonly cwd?: string;
  readonly uid?: number;
  readonly gid?: number;
  readonly umask?: number;
  /** Bytes that all files together may hold; beyond that, writes fail with ENOSPC. */
  readonly capacity?: number;
  readonly maxDescriptors?: number;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

const DEFAULT_CAPACITY = 256 * 2 ** 20;
const DEFAULT_INODES = 2 ** 20;
const DEFAULT_DESCRIPTORS = 4096;
const TMPFS_MAGIC = 0x01021994;

/**
 * A POSIX file system in memory: links of both kinds, permissions, descriptors that outlive names, watches.
 *
 * Copies in several processes stay in step by passing what `onChange` gives to `applyChange` of the others; `FileHub`
 * does that, and settles what two processes did at once.
 */
export class MemoryFileSystem implements FileSystem {
  protected readonly tree: InodeTree;
  /** The number of the last change of the hub that this copy holds. */
  protected seen: number;
  readonly #volume: Volume;
  readonly #untold: FileChange[] = [];
  readonly #capacity: number;

  constructor(options: MemoryFileSystemOptions = {}) {
    const { origin = 0, snapshot, packs = new Map(), uid = 1000, gid = 1000, umask = 0o022 } = options;
    this.seen = snapshot?.seq ?? 0;
    this.#capacity = options.capacity ?? DEFAULT_CAPACITY;
    this.tree = new InodeTree({ clock: createFileClock(options.now), origin, packs, snapshot });
    const descriptors = options.maxDescriptors ?? DEFAULT_DESCRIPTORS;
    const files = new OpenFiles(this.tree, { capacity: this.#capacity, descriptors });
    this.#volume = new Volume(this.tree, files, { uid, gid }, umask, snapshot?.mostInodes ?? DEFAULT_INODES);
    if (!snapshot) installStandardLayout(this.tree, { uid, gid });
    this.#openStandardStreams();
    if (options.cwd !== undefined) {
      this.tree.onChange = (change) => this.#untold.push(change);
      this.mkdirRecursive(options.cwd, 0o755);
      this.chdir(options.cwd);
      this.tree.onChange = undefined;
    }
  }

  get umask(): number {
    return this.#volume.umask;
  }

  set umask(mask: number) {
    this.#volume.umask = mask & 0o777;
  }

  /** Hears every change made through this object, for the other copies; the making of the working directory as well. */
  set onChange(listener: ((change: SharedChange) => void) | undefined) {
    this.tree.onChange = listener && ((change) => listener({ ...change, seen: this.seen }));
    if (this.tree.onChange) for (const change of this.#untold.splice(0)) this.tree.onChange(change);
  }

  /** Takes over a change that another copy made; false where it has no place here. */
  applyChange(change: SharedChange): boolean {
    if (change.seq !== undefined) this.seen = change.seq;
    return applyChange(this.tree, change);
  }

  snapshot(): FileSystemSnapshot {
    return this.tree.snapshot(this.seen);
  }

  /**
   * Puts files below a directory without their bytes: `pack` gives those when they are first read. Copies made from a
   * snapshot need the same pack under the same name.
   */
  mountLazy(path: string, files: readonly LazyFile[], packName: string, pack: FilePack): void {
    this.mkdirRecursive(path, 0o755);
    const fail: Fail = failureOf('mount', path);
    const { inode } = this.#volume.existing(path, 'always', fail);
    if (inode.kind !== 'directory') fail('ENOTDIR');
    this.tree.packs.set(packName, pack);
    mountLazyFiles(this.tree, inode, files, packName, this.#volume.who);
  }

  connectStandardStreams(streams: StandardStreams): void {
    this.#volume.files.streams = streams;
  }

  cwd(): string {
    return pathOfDirectory(this.#volume.cwd) ?? failureOf('uv_cwd')('ENOENT');
  }

  chdir(path: string): void {
    const fail: Fail = failureOf('chdir', pathOfDirectory(this.#volume.cwd) ?? '', path);
    const { inode } = this.#volume.existing(path, 'always', fail);
    if (inode.kind !== 'directory') fail('ENOTDIR');
    if (!isAllowed(this.#volume.who, inode, X_OK)) fail('EACCES');
    this.#volume.cwd = inode;
  }

  open(path: string, flags: number, mode: number): number {
    return openFile(this.#volume, path, flags, mode, failureOf('open', path));
  }

  close(fd: number): void {
    this.#volume.files.close(fd);
  }

  read(fd: number, into: Uint8Array, position: number | null): number {
    return this.#volume.files.read(fd, into, position);
  }

  write(fd: number, bytes: Uint8Array, position: number | null): number {
    return this.#volume.files.write(fd, bytes, position);
  }

  fsync(fd: number): void {
    this.#sync(fd, 'fsync');
  }

  fdatasync(fd: number): void {
    this.#sync(fd, 'fdatasync');
  }

  ftruncate(fd: number, length: number): void {
    this.#volume.files.truncate(fd, length);
  }

  fstat(fd: number): FileStats {
    return fileStats(this.#inodeOf(fd, 'fstat'));
  }

  fchmod(fd: number, mode: number): void {
    changeMode(this.#volume, this.#inodeOf(fd, 'fchmod'), mode, failureOf('fchmod'));
  }

  fchown(fd: number, uid: number, gid: number): void {
    changeOwner(this.#volume, this.#inodeOf(fd, 'fchown'), uid, gid, failureOf('fchown'));
  }

  futimes(fd: number, atime: number, mtime: number): void {
    changeTimes(this.#volume, this.#inodeOf(fd, 'futime'), atime, mtime, failureOf('futime'));
  }

  stat(path: string): FileStats {
    return fileStats(this.#volume.existing(path, 'always', failureOf('stat', path)).inode);
  }

  lstat(path: string): FileStats {
    return fileStats(this.#volume.existing(path, 'slash', failureOf('lstat', path)).inode);
  }

  statIfExists(path: string): FileStats | undefined {
    const place = this.#volume.lookup(path, 'always');
    if (typeof place !== 'string') return fileStats(place.inode);
    return place === 'ENOENT' || place === 'ENOTDIR' ? undefined : failureOf('stat', path)(place);
  }

  lstatIfExists(path: string): FileStats | undefined {
    const place = this.#volume.lookup(path, 'slash');
    if (typeof place !== 'string') return fileStats(place.inode);
    return place === 'ENOENT' ? undefined : failureOf('lstat', path)(place);
  }

  statfs(path: string): FileSystemStats {
    this.#volume.existing(path, 'always', failureOf('statfs', path));
    const bsize = 4096;
    const blocks = Math.floor(this.#capacity / bsize);
    const bfree = Math.max(0, Math.floor((this.#capacity - this.tree.storedBytes) / bsize));
    const files = this.#volume.mostInodes;
    const ffree = files - this.tree.inodeCount;
    return { type: TMPFS_MAGIC, bsize, blocks, bfree, bavail: bfree, files, ffree };
  }

  exists(path: string): boolean {
    return this.kindOf(path) >= 0;
  }

  kindOf(path: string): number {
    return names.kindOf(this.#volume, path);
  }

  access(path: string, mode: number): void {
    const fail: Fail = failureOf('access', path);
    const { inode } = this.#volume.existing(path, 'always', fail);
    if (mode !== 0 && !isAllowed(this.#volume.who, inode, mode)) fail('EACCES');
  }

  realpath(path: string): string {
    const fail: Fail = failureOf('realpath', path);
    const { parent, name, inode } = this.#volume.existing(path, 'always', fail);
    if (inode.kind === 'directory') return pathOfDirectory(inode) ?? fail('ENOENT');
    const base = pathOfDirectory(parent) ?? fail('ENOENT');
    return base === '/' ? `/${name}` : `${base}/${name}`;
  }

  readlink(path: string): string {
    const fail: Fail = failureOf('readlink', path);
    const { inode } = this.#volume.existing(path, 'slash', fail);
    return inode.kind === 'symlink' ? inode.target : fail('EINVAL');
  }

  readdir(path: string): DirectoryEntry[] {
    const fail: Fail = failureOf('scandir', path);
    const { inode } = this.#volume.existing(path, 'always', fail);
    if (inode.kind !== 'directory') return fail('ENOTDIR');
    if (!isAllowed(this.#volume.who, inode, R_OK)) fail('EACCES');
    return [...inode.entries].map(([name, entry]) => ({ name, type: direntType(entry.mode) }));
  }

  mkdir(path: string, mode: number): void {
    names.mkdir(this.#volume, path, mode);
  }

  mkdirRecursive(path: string, mode: number): string | undefined {
    return names.mkdirRecursive(this.#volume, path, mode);
  }

  mkdtemp(prefix: string, namesTried = false): string {
    return names.mkdtemp(this.#volume, prefix, namesTried);
  }

  rmdir(path: string): void {
    names.rmdir(this.#volume, path);
  }

  unlink(path: string): void {
    names.unlink(this.#volume, path);
  }

  rename(from: string, to: string): void {
    names.rename(this.#volume, from, to);
  }

  link(existing: string, path: string): void {
    names.link(this.#volume, existing, path);
  }

  symlink(target: string, path: string): void {
    names.symlink(this.#volume, target, path);
  }

  copyFile(from: string, to: string, mode: number): void {
    copyFile(this.#volume, from, to, mode);
  }

  chmod(path: string, mode: number): void {
    const fail: Fail = failureOf('chmod', path);
    changeMode(this.#volume, this.#volume.existing(path, 'always', fail).inode, mode, fail);
  }

  chown(path: string, uid: number, gid: number): void {
    const fail: Fail = failureOf('chown', path);
    changeOwner(this.#volume, this.#volume.existing(path, 'always', fail).inode, uid, gid, fail);
  }

  lchown(path: string, uid: number, gid: number): void {
    const fail: Fail = failureOf('lchown', path);
    changeOwner(this.#volume, this.#volume.existing(path, 'slash', fail).inode, uid, gid, fail);
  }

  utimes(path: string, atime: number, mtime: number): void {
    const fail: Fail = failureOf('utime', path);
    changeTimes(this.#volume, this.#volume.existing(path, 'always', fail).inode, atime, mtime, fail);
  }

  lutimes(path: string, atime: number, mtime: number): void {
    const fail: Fail = failureOf('lutime', path);
    changeTimes(this.#volume, this.#volume.existing(path, 'slash', fail).inode, atime, mtime, fail);
  }

  readFile(path: string): Uint8Array {
    const fail: Fail = failureOf('open', path);
    const { inode } = this.#volume.existing(path, 'always', fail);
    if (!isAllowed(this.#volume.who, inode, R_OK)) fail('EACCES');
    if (inode.kind === 'directory') return failureOf('read')('EISDIR');
    return inode.kind === 'file' ? bytesOfFile(this.#volume, inode) : new Uint8Array(0);
  }

  packed(path: string): LazySource | undefined {
    const place = this.#volume.lookup(path, 'always');
    return typeof place !== 'string' && place.inode.kind === 'file' ? place.inode.lazy : undefined;
  }

  writeFile(path: string, contents: Uint8Array | string, mode = 0o666): void {
    const fd = this.open(path, O_WRONLY | O_CREAT | O_TRUNC, mode);
    try {
      this.write(fd, typeof contents === 'string' ? new TextEncoder().encode(contents) : contents, null);
    } finally {
      this.close(fd);
    }
  }

  watch(path: string, listener: WatchListener): () => void {
    const fail: Fail = failureOf('watch', path);
    const { inode } = this.#volume.existing(path, 'always', fail);
    if (!isAllowed(this.#volume.who, inode, R_OK)) fail('EACCES');
    return this.tree.watches.add(inode.ino, listener);
  }

  #inodeOf(fd: number, syscall: string): Inode {
    return this.#volume.files.get(fd, syscall).inode;
  }

  #sync(fd: number, syscall: string): void {
    if (this.#inodeOf(fd, syscall).kind === 'device') failureOf(syscall)('EINVAL');
  }

  /** Descriptors 0, 1 and 2, which are in no directory. */
  #openStandardStreams(): void {
    const time = this.tree.clock();
    const times = { atime: time, mtime: time, ctime: time, birthtime: time };
    for (const device of ['stdin', 'stdout', 'stderr'] as const) {
      const mode = deviceMode(device);
      const inode: Inode = {
        kind: 'device',
        device,
        ino: 0,
        aliases: [],
        nlink: 1,
        mode,
        ...this.#volume.who,
        ...times,
      };
      this.#volume.files.add(inode, device === 'stdin' ? 0 : O_WRONLY, failureOf('open'));
    }
  }
}
