/** UTF-16 little endian. Lone surrogates stay as they are, which no `TextDecoder` would allow. */
import { slice } from './bytes.ts';

/** Few enough arguments for one call in every browser. */
const chunk = 8192;

/** An odd byte at the end is left out. */
export function ucs2Slice(bytes: Uint8Array, start: number, end: number): string {
  const count = (end - start) >> 1;
  if (count === 0) return '';
  const aligned = (bytes.byteOffset + start) % 2 === 0;
  const units = aligned
    ? new Uint16Array(bytes.buffer, bytes.byteOffset + start, count)
    : new Uint16Array(slice(bytes, start, start + count * 2).slice().buffer);
  let text = '';
  for (let from = 0; from < count; from += chunk) {
    const part = count <= chunk ? units : units.subarray(from, from + chunk);
    text += String.fromCharCode.apply(null, part as unknown as number[]);
  }
  return text;
}

/** Writes whole units only and returns the bytes written. */
export function ucs2Write(bytes: Uint8Array, text: string, offset: number, length: number): number {
  const count = Math.min(length >> 1, text.length);
  for (let i = 0, at = offset; i < count; i++, at += 2) {
    const unit = text.charCodeAt(i);
    bytes[at] = unit;
    bytes[at + 1] = unit >> 8;
  }
  return count * 2;
}
