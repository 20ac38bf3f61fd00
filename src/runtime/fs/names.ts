/** The calls that make, move and remove names. */
import { isWithin } from './apply-change.ts';
import { errnoOf } from './errno.ts';
import { type Fail, failureOf } from './failure.ts';
import { S_IFDIR, S_IFLNK } from './flags.ts';
import type { ExistingPlace, Volume } from './volume.ts';

const MKDTEMP_LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** 0 for a file, 1 for a directory, a negative errno otherwise. */
export function kindOf(volume: Volume, path: string): number {
  const place = volume.lookup(path, true);
  if (typeof place === 'string') return errnoOf(place);
  return place.inode.kind === 'directory' ? 1 : 0;
}

export function mkdir(volume: Volume, path: string, mode: number): void {
  const { parent, name } = volume.free(path, failureOf('mkdir', path), true);
  volume.tree.create(parent, name, volume.newInode(S_IFDIR, mode & 0o1777));
}

export function mkdirRecursive(volume: Volume, path: string, mode: number): string | undefined {
  const fail: Fail = failureOf('mkdir', path);
  if (path === '') fail('ENOENT');
  const trimmed = path.replace(/\/+$/, '');
  let first: string | undefined;
  for (let end = 0; end < trimmed.length; ) {
    while (trimmed[end] === '/') end++;
    const slash = trimmed.indexOf('/', end);
    end = slash === -1 ? trimmed.length : slash;
    const prefix = trimmed.slice(0, end);
    const kind = kindOf(volume, prefix);
    if (kind === 1) continue;
    if (kind === 0) fail(end < trimmed.length ? 'ENOTDIR' : 'EEXIST');
    const place = volume.walk(prefix, false, fail);
    // A link that leads nowhere: the answer is what `stat` says of it.
    if (place.inode) fail(kind === errnoOf('ELOOP') ? 'ELOOP' : 'ENOENT');
    volume.demandWritable(place.parent, fail);
    volume.tree.create(place.parent, place.name, volume.newInode(S_IFDIR, mode & 0o1777));
    first ??= prefix;
  }
  return first;
}

/** Makes a directory with six random letters behind the prefix. */
export function mkdtemp(volume: Volume, prefix: string): string {
  const fail: Fail = failureOf('mkdtemp', `${prefix}XXXXXX`);
  for (;;) {
    const random = crypto.getRandomValues(new Uint8Array(6));
    const path =
      prefix + Array.from(random, (byte) => MKDTEMP_LETTERS[byte % MKDTEMP_LETTERS.length]).join('');
    const place = volume.walk(path, false, fail);
    if (place.inode) continue;
    volume.demandWritable(place.parent, fail);
    volume.tree.create(place.parent, place.name, { mode: S_IFDIR | 0o700, ...volume.who });
    return path;
  }
}

export function rmdir(volume: Volume, path: string): void {
  const fail: Fail = failureOf('rmdir', path);
  const place = volume.walk(path, false, fail);
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
  const place = volume.walk(path, false, fail);
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
  const old = volume.walk(from, false, fail);
  const target = volume.walk(to, false, fail);
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
  volume.tree.move(old.parent, old.name, target.parent, target.name);
}

function demandReplaceable(old: ExistingPlace, target: ExistingPlace, fail: Fail): void {
  if (old.inode.kind !== 'directory') {
    if (target.inode.kind === 'directory') fail('EISDIR');
  } else if (target.inode.kind !== 'directory') fail('ENOTDIR');
  else if (target.inode.entries.size > 0) fail('ENOTEMPTY');
}

export function link(volume: Volume, existing: string, path: string): void {
  const fail: Fail = failureOf('link', existing, path);
  const { inode } = volume.existing(existing, false, fail);
  const { parent, name } = volume.free(path, fail, false);
  if (inode.kind === 'directory') fail('EPERM');
  volume.tree.link(parent, name, inode);
}

export function symlink(volume: Volume, target: string, path: string): void {
  const fail: Fail = failureOf('symlink', target, path);
  if (target === '') fail('ENOENT');
  const { parent, name } = volume.free(path, fail, false);
  volume.tree.create(parent, name, { mode: S_IFLNK | 0o777, ...volume.who, target });
}
