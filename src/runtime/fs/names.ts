/** The calls that make, move and remove names. */
import { isWithin } from './apply-change.ts';
import { type ErrorCode, errnoOf, FileSystemError } from './errno.ts';
import { type Fail, failureOf } from './failure.ts';
import { S_IFDIR, S_IFLNK, W_OK } from './flags.ts';
import type { Inode } from './inode.ts';
import { isAllowed } from './permission.ts';
import type { ExistingPlace, Volume } from './volume.ts';

const MKDTEMP_LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** 0 for a file, 1 for a directory, a negative errno otherwise. */
export function kindOf(volume: Volume, path: string): number {
  const place = volume.lookup(path, 'always');
  if (typeof place === 'string') return errnoOf(place);
  return place.inode.kind === 'directory' ? 1 : 0;
}

export function mkdir(volume: Volume, path: string, mode: number): void {
  const fail: Fail = failureOf('mkdir', path);
  const { parent, name } = volume.free(path, fail, true);
  volume.demandRoom(fail);
  volume.demandDepth(parent, 1, fail);
  volume.tree.create(parent, name, volume.newInode(S_IFDIR, mode & 0o1777));
}

/** As Node does it: the whole path first, and where a part is missing, that part before it. */
export function mkdirRecursive(volume: Volume, path: string, mode: number): string | undefined {
  const fail: Fail = failureOf('mkdir', path);
  const waiting = [path];
  let first: string | undefined;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const code = tryMkdir(volume, next, mode);
    const parent = code === 'ENOENT' ? parentOf(next) : '';
    if (code === undefined) first ??= next;
    else if (parent !== '') waiting.push(next, parent);
    else if (code !== 'ENOENT' && code !== 'EEXIST') fail(code);
    else {
      // Something is there, if only a link that leads nowhere: the answer is what `stat` says of it.
      const place = volume.lookup(next, 'always');
      if (typeof place === 'string') fail(place);
      if (place.inode.kind !== 'directory') fail(waiting.length > 0 ? 'ENOTDIR' : 'EEXIST');
    }
  }
  return first;
}

function tryMkdir(volume: Volume, path: string, mode: number): ErrorCode | undefined {
  try {
    mkdir(volume, path, mode);
    return undefined;
  } catch (error) {
    if (error instanceof FileSystemError) return error.code;
    throw error;
  }
}

function parentOf(path: string): string {
  const slash = path.lastIndexOf('/');
  if (slash === -1) return '';
  return path.slice(0, slash).replace(/\/+$/, '') || (slash === 0 && path.length > 1 ? '/' : '');
}

/** Makes a directory with six random letters behind the prefix; a failure names them with `namesTried`. */
export function mkdtemp(volume: Volume, prefix: string, namesTried: boolean): string {
  for (;;) {
    const random = crypto.getRandomValues(new Uint8Array(6));
    const path =
      prefix + Array.from(random, (byte) => MKDTEMP_LETTERS[byte % MKDTEMP_LETTERS.length]).join('');
    const fail: Fail = failureOf('mkdtemp', namesTried ? path : `${prefix}XXXXXX`);
    const place = volume.walk(path, 'never', fail);
    if (place.inode) continue;
    volume.demandWritable(place.parent, fail);
    volume.demandRoom(fail);
    volume.demandDepth(place.parent, 1, fail);
    volume.tree.create(place.parent, place.name, { mode: S_IFDIR | 0o700, ...volume.who });
    return path;
  }
}

export function rmdir(volume: Volume, path: string): void {
  const fail: Fail = failureOf('rmdir', path);
  const place = volume.walk(path, 'never', fail);
  const { parent, name, inode, isPlain } = place;
  if (!isPlain) fail(name === '.' ? 'EINVAL' : name === '..' ? 'ENOTEMPTY' : 'EBUSY');
  if (!inode) fail('ENOENT');
  volume.demandRemovable(place as ExistingPlace, fail);
  if (inode.kind !== 'directory') fail('ENOTDIR');
  if (inode.entries.size > 0) fail('ENOTEMPTY');
  volume.tree.remove(parent, name);
}

export function unlink(volume: Volume, path: string): void {
  const fail: Fail = failureOf('unlink', path);
  const place = volume.walk(path, 'never', fail);
  const { parent, name, inode, isPlain, wantsDirectory } = place;
  if (!isPlain) fail('EISDIR');
  if (!inode) fail('ENOENT');
  if (wantsDirectory) fail(inode.kind === 'directory' ? 'EISDIR' : 'ENOTDIR');
  volume.demandRemovable(place as ExistingPlace, fail);
  if (inode.kind === 'directory') fail('EISDIR');
  volume.tree.remove(parent, name);
}

export function rename(volume: Volume, from: string, to: string): void {
  const fail: Fail = failureOf('rename', from, to);
  const old = volume.walk(from, 'never', fail);
  const target = volume.walk(to, 'never', fail);
  if (!old.isPlain || !target.isPlain) fail('EBUSY');
  const { inode } = old;
  if (!inode) fail('ENOENT');
  if (inode.kind !== 'directory' && (old.wantsDirectory || target.wantsDirectory)) fail('ENOTDIR');
  const replaced = target.inode;
  if (isWithin(target.parent, inode)) fail('EINVAL');
  if (replaced && isWithin(old.parent, replaced)) fail('ENOTEMPTY');
  if (replaced === inode) return;
  volume.demandRemovable(old as ExistingPlace, fail);
  if (replaced) volume.demandRemovable(target as ExistingPlace, fail);
  else volume.demandWritable(target.parent, fail);
  if (replaced) demandReplaceable(old as ExistingPlace, target as ExistingPlace, fail);
  // A directory that goes elsewhere gets another `..`.
  const turns = inode.kind === 'directory' && old.parent !== target.parent;
  if (turns && !isAllowed(volume.who, inode, W_OK)) fail('EACCES');
  if (turns) volume.demandDepth(target.parent, heightOf(inode), fail);
  volume.tree.move(old.parent, old.name, target.parent, target.name);
}

/** How many directories lie in a row from this one down; 0 for a file. */
function heightOf(inode: Inode): number {
  if (inode.kind !== 'directory') return 0;
  let height = 0;
  for (const entry of inode.entries.values()) height = Math.max(height, heightOf(entry));
  return height + 1;
}

function demandReplaceable(old: ExistingPlace, target: ExistingPlace, fail: Fail): void {
  if (old.inode.kind !== 'directory') {
    if (target.inode.kind === 'directory') fail('EISDIR');
  } else if (target.inode.kind !== 'directory') fail('ENOTDIR');
  else if (target.inode.entries.size > 0) fail('ENOTEMPTY');
}

export function link(volume: Volume, existing: string, path: string): void {
  const fail: Fail = failureOf('link', existing, path);
  const { inode } = volume.existing(existing, 'slash', fail);
  const { parent, name } = volume.free(path, fail, false);
  if (inode.kind === 'directory') fail('EPERM');
  volume.tree.link(parent, name, inode);
}

export function symlink(volume: Volume, target: string, path: string): void {
  const fail: Fail = failureOf('symlink', target, path);
  if (target === '') fail('ENOENT');
  const { parent, name } = volume.free(path, fail, false);
  volume.demandRoom(fail);
  volume.tree.create(parent, name, { mode: S_IFLNK | 0o777, ...volume.who, target });
}
