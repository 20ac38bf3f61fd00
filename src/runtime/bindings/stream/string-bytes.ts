/** Strings as the bytes that go out on a stream, each in a buffer of its own. */
import type { Any, Host } from '../../host.ts';
import { copyBytes, ownBytes } from '../../net/bytes.ts';

const encoder = new TextEncoder();

export function utf8Bytes(text: string): Uint8Array {
  return ownBytes(encoder.encode(text));
}

/** The low byte of each character; also what ASCII means here. */
export function latin1Bytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

export function ucs2Bytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 2);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    bytes[2 * i] = code;
    bytes[2 * i + 1] = code >> 8;
  }
  return bytes;
}

/** A chunk of `writev`: bytes, or a string with the name of its encoding. */
export function chunkBytes(host: Host, chunk: Any, encoding: string): Uint8Array {
  if (typeof chunk !== 'string') return copyBytes(chunk);
  switch (encoding) {
    case 'utf8':
    case 'utf-8':
      return utf8Bytes(chunk);
    case 'latin1':
    case 'binary':
    case 'ascii':
      return latin1Bytes(chunk);
    default:
      return copyBytes(host.builtin('buffer').Buffer.from(chunk, encoding));
  }
}
