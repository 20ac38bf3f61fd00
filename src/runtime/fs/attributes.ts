/** The calls that change permissions, owners and times. */
import type { Fail } from './failure.ts';
import { S_IFMT } from './flags.ts';
import type { Inode } from './inode.ts';
import { isForeign } from './permission.ts';
import { timeFromSeconds } from './time.ts';
import type { Volume } from './volume.ts';

const UNCHANGED = 2 ** 32 - 1;

export function changeMode(volume: Volume, inode: Inode, mode: number, fail: Fail): void {
  if (isForeign(volume.who, inode)) fail('EPERM');
  volume.tree.setAttributes(inode, { mode: (inode.mode & S_IFMT) | (mode & 0o7777) });
}

/** -1, in either of its forms, leaves an id as it is. */
export function changeOwner(volume: Volume, inode: Inode, uid: number, gid: number, fail: Fail): void {
  const { who } = volume;
  const nextUid = uid < 0 || uid === UNCHANGED ? inode.uid : uid;
  const nextGid = gid < 0 || gid === UNCHANGED ? inode.gid : gid;
  const givesAway = nextUid !== inode.uid || (nextGid !== inode.gid && nextGid !== who.gid);
  if (isForeign(who, inode) || (who.uid !== 0 && givesAway)) fail('EPERM');
  volume.tree.setAttributes(inode, { uid: nextUid, gid: nextGid });
}

/** Times are seconds. */
export function changeTimes(volume: Volume, inode: Inode, atime: number, mtime: number, fail: Fail): void {
  if (isForeign(volume.who, inode)) fail('EPERM');
  volume.tree.setAttributes(inode, { atime: timeFromSeconds(atime), mtime: timeFromSeconds(mtime) });
}
