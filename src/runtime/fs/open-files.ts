import { readDevice, writeDevice } from './device.ts';
import { type ErrorCode, FileSystemError } from './errno.ts';
import { growthOfWrite } from './file-contents.ts';
import type { StandardStreams } from './file-system.ts';
import { O_ACCMODE, O_APPEND, O_RDWR, O_WRONLY } from './flags.ts';
import type { FileInode, Inode } from './inode.ts';
import type { InodeTree } from './inode-tree.ts';

/** What a descriptor stands for. */
export interface OpenFile {
  readonly inode: Inode;
  readonly flags: number;
  position: number;
}

export interface OpenFilesLimits {
  /** The most bytes that all files may hold; a write beyond fails with ENOSPC. */
  readonly capacity: number;
  /** The most descriptors at once; one more fails with EMFILE. */
  readonly descriptors: number;
}

/** The descriptor table of a process. */
export class OpenFiles {
  streams: StandardStreams | undefined;
  readonly #files: (OpenFile | undefined)[] = [];
  readonly #tree: InodeTree;
  readonly #limits: OpenFilesLimits;

  constructor(tree: InodeTree, limits: OpenFilesLimits) {
    this.#tree = tree;
    this.#limits = limits;
  }

  /** The lowest free number, as POSIX has it. */
  add(inode: Inode, flags: number, fail: (code: ErrorCode) => never): number {
    let fd = this.#files.indexOf(undefined);
    if (fd === -1) fd = this.#files.length;
    if (fd >= this.#limits.descriptors) fail('EMFILE');
    this.#files[fd] = { inode, flags, position: 0 };
    this.#tree.opened(inode);
    return fd;
  }

  get(fd: number, syscall: string): OpenFile {
    return this.#files[fd] ?? raise('EBADF', syscall);
  }

  close(fd: number): void {
    const file = this.get(fd, 'close');
    this.#files[fd] = undefined;
    this.#tree.closed(file.inode);
  }

  read(fd: number, into: Uint8Array, position: number | null): number {
    const file = this.get(fd, 'read');
    const { inode } = file;
    if ((file.flags & O_ACCMODE) === O_WRONLY) raise('EBADF', 'read');
    if (inode.kind === 'directory') raise('EISDIR', 'read');
    if (inode.kind === 'device') {
      const count = readDevice(inode.device, into, this.streams);
      return typeof count === 'number' ? count : raise(count, 'read');
    }
    if (inode.kind !== 'file') return raise('EINVAL', 'read');
    const count = this.#tree.read(inode, position ?? file.position, into);
    if (position === null) file.position += count;
    return count;
  }

  write(fd: number, bytes: Uint8Array, position: number | null): number {
    const file = this.get(fd, 'write');
    const { inode, flags } = file;
    if (!isWritable(flags)) raise('EBADF', 'write');
    if (inode.kind === 'device') {
      const count = writeDevice(inode.device, bytes, this.streams);
      return typeof count === 'number' ? count : raise(count, 'write');
    }
    if (inode.kind !== 'file') return raise('EINVAL', 'write');
    if (bytes.length === 0) return 0;
    const appends = (flags & O_APPEND) !== 0;
    const at = appends ? inode.size : (position ?? file.position);
    this.#demandRoom(inode, at, bytes.length);
    this.#tree.write(inode, appends ? undefined : at, bytes);
    if (position === null) file.position = at + bytes.length;
    return bytes.length;
  }

  truncate(fd: number, length: number): void {
    const { inode, flags } = this.get(fd, 'ftruncate');
    if (inode.kind !== 'file' || !isWritable(flags)) raise('EINVAL', 'ftruncate');
    if (length < 0) raise('EINVAL', 'ftruncate');
    if (length > Number.MAX_SAFE_INTEGER) raise('EFBIG', 'ftruncate');
    this.#tree.resize(inode, length);
  }

  #demandRoom(inode: FileInode, position: number, length: number): void {
    const growth = growthOfWrite(inode, position, length);
    if (this.#tree.storedBytes + growth > this.#limits.capacity) raise('ENOSPC', 'write');
  }
}

function isWritable(flags: number): boolean {
  return (flags & O_ACCMODE) === O_WRONLY || (flags & O_ACCMODE) === O_RDWR;
}

function raise(code: ErrorCode, syscall: string): never {
  throw new FileSystemError(code, syscall);
}
