/** Opening and copying files. */
import { changeMode } from './attributes.ts';
import { FileSystemError } from './errno.ts';
import { type Fail, failureOf } from './failure.ts';
import {
  COPYFILE_EXCL,
  COPYFILE_FICLONE_FORCE,
  O_ACCMODE,
  O_CREAT,
  O_DIRECTORY,
  O_EXCL,
  O_NOFOLLOW,
  O_TRUNC,
  O_WRONLY,
  R_OK,
  S_IFREG,
  W_OK,
} from './flags.ts';
import type { FileInode, Inode } from './inode.ts';
import type { Follow, Place } from './path-walk.ts';
import { isAllowed } from './permission.ts';
import type { Volume } from './volume.ts';

export function openFile(volume: Volume, path: string, flags: number, mode: number, fail: Fail): number {
  const creates = (flags & O_CREAT) !== 0;
  const exclusive = creates && (flags & O_EXCL) !== 0;
  const place = volume.walk(path, followFor(path, flags), fail);
  if (place.inode) demandOpenable(volume, place.inode, place, flags, exclusive, fail);
  const inode = place.inode ?? (creates ? createFile(volume, place, mode, fail) : fail('ENOENT'));
  const fd = volume.files.add(inode, flags, fail);
  if (place.inode?.kind === 'file' && flags & O_TRUNC) volume.tree.resize(place.inode, 0);
  return fd;
}

function followFor(path: string, flags: number): Follow {
  const creates = (flags & O_CREAT) !== 0;
  if (creates && path.endsWith('/')) return 'create';
  if (flags & O_NOFOLLOW || (creates && flags & O_EXCL)) return 'slash';
  return creates ? 'create' : 'always';
}

function createFile(volume: Volume, place: Place, mode: number, fail: Fail): Inode {
  volume.demandWritable(place.parent, fail);
  volume.demandRoom(fail);
  return volume.tree.create(place.parent, place.name, volume.newInode(S_IFREG, mode & 0o7777));
}

function demandOpenable(
  volume: Volume,
  inode: Inode,
  place: Place,
  flags: number,
  exclusive: boolean,
  fail: Fail,
): void {
  if (exclusive) fail('EEXIST');
  if (inode.kind === 'symlink') fail(flags & O_DIRECTORY ? 'ENOTDIR' : 'ELOOP');
  const access = flags & O_ACCMODE;
  const writes = access !== 0 || (flags & O_TRUNC) !== 0;
  if (inode.kind === 'directory') {
    if (writes || flags & O_CREAT) fail('EISDIR');
  } else if (place.wantsDirectory || flags & O_DIRECTORY) fail('ENOTDIR');
  const wanted = (access === O_WRONLY ? 0 : R_OK) | (writes ? W_OK : 0);
  if (!isAllowed(volume.who, inode, wanted)) fail('EACCES');
}

/** All bytes of a file; they do not change later, for the inode copies them before its next write. */
export function bytesOfFile(volume: Volume, inode: FileInode): Uint8Array {
  volume.tree.load(inode);
  const used = Math.min(inode.data.length, inode.size);
  if (used === inode.size) {
    inode.owned = false;
    return inode.data.subarray(0, used);
  }
  const bytes = new Uint8Array(inode.size);
  bytes.set(inode.data.subarray(0, used));
  return bytes;
}

/** As libuv does it, which opens both files first and removes the copy when something goes wrong after that. */
export function copyFile(volume: Volume, from: string, to: string, mode: number): void {
  const fail: Fail = failureOf('copyfile', from, to);
  const source = volume.existing(from, 'always', fail).inode;
  if (!isAllowed(volume.who, source, R_OK)) fail('EACCES');
  const flags = O_WRONLY | O_CREAT | (mode & COPYFILE_EXCL ? O_EXCL : 0);
  const fd = openFile(volume, to, flags, source.mode & 0o7777, fail);
  let failed = true;
  try {
    const target = volume.files.get(fd, 'copyfile').inode;
    if (target !== source) copyContents(volume, source, target, fd, mode, fail);
    failed = false;
  } catch (error) {
    throw error instanceof FileSystemError ? new FileSystemError(error.code, 'copyfile', from, to) : error;
  } finally {
    volume.files.close(fd);
    if (failed) removeCopy(volume, to, fail);
  }
}

function copyContents(
  volume: Volume,
  source: Inode,
  target: Inode,
  fd: number,
  mode: number,
  fail: Fail,
): void {
  if (mode & COPYFILE_FICLONE_FORCE) fail('ENOTSUP');
  if (target.kind === 'file') {
    if (target.size > 0) volume.tree.resize(target, 0);
    changeMode(volume, target, source.mode, fail);
  }
  if (source.kind === 'directory') fail('EISDIR');
  if (source.kind === 'file') volume.files.write(fd, bytesOfFile(volume, source), null);
}

function removeCopy(volume: Volume, path: string, fail: Fail): void {
  const { parent, name } = volume.walk(path, 'never', fail);
  volume.tree.remove(parent, name);
}
