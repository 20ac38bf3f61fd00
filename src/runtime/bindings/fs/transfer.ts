/** Reads and writes of several buffers, and of whole files. */
import type { FileSystem } from '../../fs/file-system.ts';
import { S_IFMT, S_IFREG } from '../../fs/flags.ts';
import { bytesArgument } from './arguments.ts';

const CHUNK = 65536;

/** Fills buffers one after the other; ends at the first that does not get full. */
export function readAll(
  files: FileSystem,
  fd: number,
  views: readonly ArrayBufferView[],
  position: number | null,
): number {
  let total = 0;
  for (const view of views) {
    const bytes = bytesArgument(view);
    const count = files.read(fd, bytes, position === null ? null : position + total);
    total += count;
    if (count < bytes.length) break;
  }
  return total;
}

/** Writes buffers one after the other; a later failure leaves what was written, as a short write. */
export function writeAll(
  files: FileSystem,
  fd: number,
  views: readonly ArrayBufferView[],
  position: number | null,
): number {
  let total = 0;
  for (const view of views) {
    try {
      total += files.write(fd, bytesArgument(view), position === null ? null : position + total);
    } catch (error) {
      if (total === 0) throw error;
      break;
    }
  }
  return total;
}

/** What is left to read from a descriptor. */
export function readToEnd(files: FileSystem, fd: number): Uint8Array {
  const { mode, size } = files.fstat(fd);
  // One byte more than the size: a full read then says that the file ends there.
  let bytes = new Uint8Array((mode & S_IFMT) === S_IFREG ? size + 1 : CHUNK);
  let total = 0;
  for (;;) {
    const count = files.read(fd, bytes.subarray(total), null);
    total += count;
    if (count === 0) return bytes.subarray(0, total);
    if (total < bytes.length) continue;
    const larger = new Uint8Array(bytes.length * 2);
    larger.set(bytes);
    bytes = larger;
  }
}
