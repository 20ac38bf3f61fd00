import type { FileStats, FileSystemStats } from '../../fs/file-system.ts';
import { timeParts } from '../../fs/time.ts';

/** Numbers in one `Stats`. The shared arrays hold two, for `fs.watchFile`. */
export const STATS_FIELDS = 18;

export type StatsArray = Float64Array | BigInt64Array;

/** Writes stats in the order that `getStatsFromBinding` reads; `undefined` is a file that does not exist. */
export function fillStats(array: StatsArray, stats: FileStats | undefined, offset = 0): StatsArray {
  const fields = stats ? statsFields(stats) : new Array<number>(STATS_FIELDS).fill(0);
  fields.forEach((field, i) => {
    array[offset + i] = array instanceof BigInt64Array ? BigInt(field) : field;
  });
  return array;
}

export function newStats(stats: FileStats, bigint: boolean): StatsArray {
  return fillStats(bigint ? new BigInt64Array(STATS_FIELDS) : new Float64Array(STATS_FIELDS), stats);
}

function statsFields(stats: FileStats): number[] {
  const { dev, mode, nlink, uid, gid, rdev, blksize, ino, size, blocks } = stats;
  const times = [stats.atime, stats.mtime, stats.ctime, stats.birthtime].flatMap(timeParts);
  return [dev, mode, nlink, uid, gid, rdev, blksize, ino, size, blocks, ...times];
}

/** Writes file system stats in the order that `getStatFsFromBinding` reads. */
export function fillFileSystemStats(array: StatsArray, stats: FileSystemStats): StatsArray {
  const { type, bsize, blocks, bfree, bavail, files, ffree } = stats;
  [type, bsize, bsize, blocks, bfree, bavail, files, ffree].forEach((field, i) => {
    array[i] = array instanceof BigInt64Array ? BigInt(field) : field;
  });
  return array;
}
