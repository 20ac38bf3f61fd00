/** Arguments as Node's library passes them, and names as it wants them back. */
import type { Any, Host } from '../../host.ts';
import { codedError } from './native-error.ts';

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** A path from a string or from bytes. Bytes that are not UTF-8 turn into replacement characters. */
export function pathArgument(path: string | Uint8Array): string {
  return typeof path === 'string' ? path : decoder.decode(path);
}

/** The part of any view that a read or write is about. */
export function bytesArgument(
  view: ArrayBufferView,
  offset = 0,
  length = view.byteLength - offset,
): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset + offset, length);
}

/** A place in the file; `null` where the descriptor stands, which callers write as -1, as anything else, or not at all. */
export function positionArgument(position: unknown): number | null {
  if ((typeof position !== 'number' && typeof position !== 'bigint') || position < 0) return null;
  return Number(position);
}

/** The bits of `fs.access` and `fs.copyFile`: 0 to 7. */
export function modeArgument(mode: unknown): number {
  if (mode === null || mode === undefined) return 0;
  if (typeof mode !== 'number' || (mode | 0) !== mode) {
    throw codedError(
      'ERR_INVALID_ARG_TYPE',
      'mode must be int32 or null/undefined',
      TypeError as ErrorConstructor,
    );
  }
  if (mode < 0 || mode > 7) {
    throw codedError(
      'ERR_OUT_OF_RANGE',
      'mode is out of range: >= 0 && <= 7',
      RangeError as ErrorConstructor,
    );
  }
  return mode;
}

/** A name in the encoding that the caller asked for: a string, or a `Buffer` for `buffer`. */
export function encodeName(host: Host, name: string, encoding: unknown): Any {
  if (encoding === undefined || encoding === null || encoding === 'utf8' || encoding === 'utf-8') return name;
  const { Buffer } = host.builtin('buffer');
  const bytes = Buffer.from(name);
  if (encoding === 'buffer') return bytes;
  return Buffer.isEncoding(encoding) ? bytes.toString(encoding) : name;
}
