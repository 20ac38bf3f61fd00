import type { ErrorCode } from './errno.ts';
import type { StandardStreams } from './file-system.ts';
import type { DeviceName } from './inode.ts';

const CRYPTO_LIMIT = 65536;

/** Reads from a device: a byte count or the code of an error. */
export function readDevice(
  device: DeviceName,
  into: Uint8Array,
  streams?: StandardStreams,
): number | ErrorCode {
  switch (device) {
    case 'zero':
    case 'full':
      into.fill(0);
      return into.length;
    case 'random':
      for (let at = 0; at < into.length; at += CRYPTO_LIMIT) {
        const chunk = new Uint8Array(Math.min(CRYPTO_LIMIT, into.length - at));
        into.set(crypto.getRandomValues(chunk), at);
      }
      return into.length;
    case 'stdin':
      return streams?.read ? (streams.read(into) ?? 'EAGAIN') : 0;
    case 'stdout':
    case 'stderr':
      return 'EBADF';
    case 'null':
      return 0;
  }
}

/** Writes to a device: a byte count or the code of an error. `/dev/full` has no room, ever. */
export function writeDevice(
  device: DeviceName,
  bytes: Uint8Array,
  streams?: StandardStreams,
): number | ErrorCode {
  switch (device) {
    case 'full':
      return 'ENOSPC';
    case 'stdin':
      return 'EBADF';
    case 'stdout':
    case 'stderr':
      streams?.write(device === 'stdout' ? 1 : 2, bytes);
      return bytes.length;
    default:
      return bytes.length;
  }
}
