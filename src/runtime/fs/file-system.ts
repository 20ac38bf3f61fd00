/**
 * The file system of one process: the calls of POSIX, answered synchronously from memory; see `memory-file-system.ts`.
 *
 * Paths are slash-separated, absolute or relative to the working directory. Every call that fails throws a
 * `FileSystemError` that names the call and the paths as they were given. Times are milliseconds since the epoch with a
 * fraction in whole microseconds.
 */
import type { LazySource } from './inode.ts';
import type { WatchListener } from './watch-registry.ts';

export interface FileStats {
  readonly dev: number;
  readonly mode: number;
  readonly nlink: number;
  readonly uid: number;
  readonly gid: number;
  readonly rdev: number;
  readonly blksize: number;
  readonly ino: number;
  readonly size: number;
  readonly blocks: number;
  readonly atime: number;
  readonly mtime: number;
  readonly ctime: number;
  readonly birthtime: number;
}

export interface FileSystemStats {
  readonly type: number;
  readonly bsize: number;
  readonly blocks: number;
  readonly bfree: number;
  readonly bavail: number;
  readonly files: number;
  readonly ffree: number;
}

export interface DirectoryEntry {
  readonly name: string;
  /** `UV_DIRENT_*`. */
  readonly type: number;
}

/** Where descriptors 0, 1 and 2 lead. */
export interface StandardStreams {
  write(fd: 1 | 2, bytes: Uint8Array): void;
  /** Fills `into` with input: a byte count, 0 at the end, or `undefined` when nothing has come yet. */
  read?(into: Uint8Array): number | undefined;
}

export interface FileSystem {
  /** The mask of permission bits that new files do not get. */
  umask: number;
  /** Gives descriptors 0, 1 and 2 a place to lead to; until then output is dropped and input is at its end. */
  connectStandardStreams(streams: StandardStreams): void;

  cwd(): string;
  chdir(path: string): void;

  open(path: string, flags: number, mode: number): number;
  close(fd: number): void;
  /** Bytes read into `into`: at `position`, or where the descriptor stands for `null`. */
  read(fd: number, into: Uint8Array, position: number | null): number;
  write(fd: number, bytes: Uint8Array, position: number | null): number;
  fsync(fd: number): void;
  fdatasync(fd: number): void;
  ftruncate(fd: number, length: number): void;
  fstat(fd: number): FileStats;
  fchmod(fd: number, mode: number): void;
  fchown(fd: number, uid: number, gid: number): void;
  /** Times are seconds, as in `fs.utimes`. */
  futimes(fd: number, atime: number, mtime: number): void;

  stat(path: string): FileStats;
  lstat(path: string): FileStats;
  /** As {@link stat}, with `undefined` for ENOENT and ENOTDIR. */
  statIfExists(path: string): FileStats | undefined;
  /** As {@link lstat}, with `undefined` for ENOENT, but not for ENOTDIR: so does Node. */
  lstatIfExists(path: string): FileStats | undefined;
  statfs(path: string): FileSystemStats;
  exists(path: string): boolean;
  /** 0 for a file, 1 for a directory, a negative errno otherwise; never throws. */
  kindOf(path: string): number;
  access(path: string, mode: number): void;
  realpath(path: string): string;
  readlink(path: string): string;
  /** Entries in the order in which they were made. */
  readdir(path: string): DirectoryEntry[];

  mkdir(path: string, mode: number): void;
  /** Makes the missing directories of a path; the first one that it made, or `undefined`. */
  mkdirRecursive(path: string, mode: number): string | undefined;
  mkdtemp(prefix: string, namesTried?: boolean): string;
  rmdir(path: string): void;
  unlink(path: string): void;
  rename(from: string, to: string): void;
  link(existing: string, path: string): void;
  symlink(target: string, path: string): void;
  copyFile(from: string, to: string, mode: number): void;
  chmod(path: string, mode: number): void;
  chown(path: string, uid: number, gid: number): void;
  lchown(path: string, uid: number, gid: number): void;
  utimes(path: string, atime: number, mtime: number): void;
  lutimes(path: string, atime: number, mtime: number): void;

  /** All bytes of a file; they must not be changed. */
  readFile(path: string): Uint8Array;
  /** Where an unchanged file of a pack lies in it; `undefined` for any other path. */
  packed(path: string): LazySource | undefined;
  /** Replaces or makes a file. */
  writeFile(path: string, contents: Uint8Array | string, mode?: number): void;

  /** Calls `listener` for what happens to a file or in a directory, until the result is called. */
  watch(path: string, listener: WatchListener): () => void;
}
