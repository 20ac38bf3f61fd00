/** The parts of `fs.cpSync` that Node has in C++. */

import { FileSystemError } from '../../fs/errno.ts';
import type { FileStats, FileSystem } from '../../fs/file-system.ts';
import { S_IFDIR, S_IFIFO, S_IFLNK, S_IFMT, S_IFSOCK } from '../../fs/flags.ts';
import { codedError } from './native-error.ts';

export interface CopyOptions {
  readonly force: boolean;
  readonly dereference: boolean;
  readonly errorOnExist: boolean;
  readonly verbatimSymlinks: boolean;
  readonly preserveTimestamps: boolean;
}

const isDirectory = (stats: FileStats) => (stats.mode & S_IFMT) === S_IFDIR;

/** Refuses a copy that makes no sense, and makes the directory that the copy goes into. */
export function checkCopyPaths(
  files: FileSystem,
  from: string,
  to: string,
  dereference: boolean,
  recursive: boolean,
): void {
  const source = files.statIfExists(from);
  if (!source && !(dereference && files.lstatIfExists(from))) {
    throw new FileSystemError('ENOENT', dereference ? 'stat' : 'lstat', from);
  }
  const target = files.statIfExists(to);
  if (source) checkPair(from, source, to, target, recursive);
  if (source && isDirectory(source) && isBelow(absolute(files, to), absolute(files, from))) {
    const message = `Cannot copy ${from}/ to a subdirectory of self ${to}`;
    throw codedError('ERR_FS_CP_EINVAL', message);
  }
  const type = source ? source.mode & S_IFMT : S_IFLNK;
  if (type === S_IFSOCK) throw codedError('ERR_FS_CP_SOCKET', `Cannot copy a socket file: ${to}`);
  if (type === S_IFIFO) throw codedError('ERR_FS_CP_FIFO_PIPE', `Cannot copy a FIFO pipe: ${to}`);
  if (target) return;
  // A file in the way is told of here.
  files.lstatIfExists(to);
  files.mkdirRecursive(parentOf(to), 0o777);
}

function checkPair(
  from: string,
  source: FileStats,
  to: string,
  target: FileStats | undefined,
  recursive: boolean,
): void {
  if (target) {
    if (target.ino === source.ino)
      throw codedError('ERR_FS_CP_EINVAL', `src and dest cannot be the same ${to}`);
    if (isDirectory(source) && !isDirectory(target)) {
      const message = `Cannot overwrite non-directory ${to} with directory ${from}`;
      throw codedError('ERR_FS_CP_DIR_TO_NON_DIR', message);
    }
    if (!isDirectory(source) && isDirectory(target)) {
      const message = `Cannot overwrite directory ${to} with non-directory ${from}`;
      throw codedError('ERR_FS_CP_NON_DIR_TO_DIR', message);
    }
  }
  if (isDirectory(source) && !recursive) {
    throw codedError('ERR_FS_EISDIR', `Recursive option not enabled, cannot copy a directory: ${from}/`);
  }
}

/** Copies a file over one that is there. */
export function overrideFile(
  files: FileSystem,
  from: string,
  to: string,
  mode: number,
  keepTimes: boolean,
): void {
  files.unlink(to);
  files.copyFile(from, to, mode);
  if (keepTimes) copyTimes(files, from, to);
}

export function copyDirectory(files: FileSystem, from: string, to: string, options: CopyOptions): void {
  files.mkdirRecursive(to, 0o777);
  for (const { name } of files.readdir(from)) {
    const source = `${from}/${name}`;
    const target = `${to}/${name}`;
    const stats = options.dereference ? files.stat(source) : files.lstat(source);
    if (isDirectory(stats)) copyDirectory(files, source, target, options);
    else if ((stats.mode & S_IFMT) === S_IFLNK) copyLink(files, source, target, options);
    else copyFile(files, source, target, options);
  }
}

function copyFile(files: FileSystem, from: string, to: string, options: CopyOptions): void {
  const target = files.lstatIfExists(to);
  if (target && !options.force) {
    if (!options.errorOnExist) return;
    const message = `[ERR_FS_CP_EEXIST]: Target already exists: cp returned EEXIST (${to} already exists)`;
    throw codedError('ERR_FS_CP_EEXIST', message);
  }
  if (target && isDirectory(target)) throw new FileSystemError('EINVAL', 'cp', to);
  files.copyFile(from, to, 0);
  if (options.preserveTimestamps) copyTimes(files, from, to);
}

function copyLink(files: FileSystem, from: string, to: string, options: CopyOptions): void {
  const written = files.readlink(from);
  const isRelative = !written.startsWith('/');
  const target =
    isRelative && !options.verbatimSymlinks ? absolute(files, `${parentOf(from)}/${written}`) : written;
  const there = files.lstatIfExists(to);
  if (there && isDirectory(there)) throw new FileSystemError('EINVAL', 'cp', to);
  if (there) files.unlink(to);
  files.symlink(target, to);
}

function copyTimes(files: FileSystem, from: string, to: string): void {
  const { atime, mtime } = files.stat(from);
  files.utimes(to, atime / 1000, mtime / 1000);
}

/** The path without `.`, `..` and doubled slashes, from the root. */
function absolute(files: FileSystem, path: string): string {
  const segments: string[] = [];
  for (const segment of (path.startsWith('/') ? path : `${files.cwd()}/${path}`).split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(segment);
  }
  return `/${segments.join('/')}`;
}

function isBelow(path: string, directory: string): boolean {
  return path.startsWith(directory === '/' ? '/' : `${directory}/`);
}

function parentOf(path: string): string {
  const slash = path.replace(/\/+$/, '').lastIndexOf('/');
  return slash === -1 ? '.' : path.slice(0, slash) || '/';
}
