/** Reading and changing the bytes of a file inode. */
import type { FileInode } from './inode.ts';

/** Copies bytes at `position` into `into`; 0 at the end of the file. A hole reads as zeros. */
export function readContents(inode: FileInode, position: number, into: Uint8Array): number {
  const length = Math.min(into.length, inode.size - position);
  if (length <= 0) return 0;
  const stored = inode.data.subarray(position, Math.min(position + length, inode.data.length));
  into.set(stored);
  if (stored.length < length) into.fill(0, stored.length, length);
  return length;
}

/** How many more bytes a write would make the file take up. */
export function growthOfWrite(inode: FileInode, position: number, length: number): number {
  return Math.max(0, position + length - Math.min(inode.data.length, inode.size));
}

export function writeContents(inode: FileInode, position: number, bytes: Uint8Array): void {
  const end = position + bytes.length;
  reserve(inode, end);
  inode.data.set(bytes, position);
  if (end > inode.size) inode.size = end;
}

export function resizeContents(inode: FileInode, size: number): void {
  if (size === 0) {
    inode.data = new Uint8Array(0);
    inode.owned = true;
  } else if (size < inode.data.length) {
    if (inode.owned) inode.data.fill(0, size);
    else inode.data = inode.data.subarray(0, size);
  }
  inode.size = size;
}

export function replaceContents(inode: FileInode, bytes: Uint8Array): void {
  inode.data = bytes;
  inode.owned = false;
  inode.size = bytes.length;
}

function reserve(inode: FileInode, end: number): void {
  if (inode.owned && end <= inode.data.length) return;
  const used = Math.min(inode.size, inode.data.length);
  const room = used > 0 && end > inode.data.length ? Math.max(end, used * 2, 1024) : Math.max(end, used);
  const grown = new Uint8Array(room);
  grown.set(inode.data.subarray(0, used));
  inode.data = grown;
  inode.owned = true;
}
