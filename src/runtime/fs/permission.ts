import { R_OK, W_OK, X_OK } from './flags.ts';
import type { Inode } from './inode.ts';

/** Who asks. User 0 may do everything, except run what nobody may run. */
export interface Credentials {
  readonly uid: number;
  readonly gid: number;
}

/** Whether the permission bits of an inode grant `wanted` (`R_OK | W_OK | X_OK`). */
export function isAllowed({ uid, gid }: Credentials, inode: Inode, wanted: number): boolean {
  if (uid === 0) return !(wanted & X_OK) || inode.kind === 'directory' || (inode.mode & 0o111) !== 0;
  const shift = uid === inode.uid ? 6 : gid === inode.gid ? 3 : 0;
  return (((inode.mode >> shift) & wanted & (R_OK | W_OK | X_OK)) | 0) === wanted;
}

/** Whether only its owner may change the attributes, and this is not the owner. */
export function isForeign({ uid }: Credentials, inode: Inode): boolean {
  return uid !== 0 && uid !== inode.uid;
}

/** Whether a name may be taken out of a directory, as the sticky bit of `/tmp` has it. */
export function mayRemove(who: Credentials, parent: Inode, inode: Inode): boolean {
  if (!isAllowed(who, parent, W_OK | X_OK)) return false;
  return !(parent.mode & 0o1000) || !isForeign(who, inode) || !isForeign(who, parent);
}
