import { FileSystemError } from '../../fs/errno.ts';
import type { FileSystem } from '../../fs/file-system.ts';
import { S_IFDIR, S_IFMT } from '../../fs/flags.ts';
import { codedError } from './native-error.ts';

/** `fs.rmSync`: what is not there is not a failure, as the library has asked about that before. */
export function removeTree(files: FileSystem, path: string, recursive: boolean): void {
  if (!isThere(files, path)) return;
  const isDirectory = (files.lstat(path).mode & S_IFMT) === S_IFDIR;
  if (isDirectory && !recursive) throw codedError('ERR_FS_EISDIR', `Path is a directory: ${path}`);
  try {
    if (isDirectory) removeDirectory(files, path);
    else files.unlink(path);
  } catch (error) {
    throw error instanceof FileSystemError ? new FileSystemError(error.code, 'rm', error.path) : error;
  }
}

function isThere(files: FileSystem, path: string): boolean {
  try {
    return files.lstatIfExists(path) !== undefined;
  } catch (error) {
    if (error instanceof FileSystemError && error.code === 'ENOTDIR') return false;
    throw error;
  }
}

function removeDirectory(files: FileSystem, path: string): void {
  for (const { name } of files.readdir(path)) {
    const child = `${path}/${name}`;
    if ((files.lstat(child).mode & S_IFMT) === S_IFDIR) removeDirectory(files, child);
    else files.unlink(child);
  }
  files.rmdir(path);
}
