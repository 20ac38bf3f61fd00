import type { FileStats } from './file-system.ts';
import { type Inode, inodeSize } from './inode.ts';

const BLOCK = 4096;
const SECTORS_PER_BLOCK = 8;

export function fileStats(inode: Inode): FileStats {
  const { ino, mode, nlink, uid, gid, atime, mtime, ctime, birthtime } = inode;
  const size = inodeSize(inode);
  const blocks = inode.kind === 'file' ? Math.ceil(size / BLOCK) * SECTORS_PER_BLOCK : 0;
  const common = { dev: 1, mode, nlink, uid, gid, rdev: 0, blksize: BLOCK, ino, size, blocks };
  return { ...common, atime, mtime, ctime, birthtime };
}
