/** Strings of one byte a character: `latin1` and `ascii`. */
import { slice } from './bytes.ts';

const { fromCharCode } = String;

/** Up to here joining characters is faster than a call of the browser's decoder, in Chromium and in Firefox. */
export const shortSlice = 48;
/** The same for its encoder. */
export const shortWrite = 128;

/** Differs from Latin-1 in the range from 0x80 to 0x9f only, where most of its characters are above U+00FF. */
const windows1252 = new TextDecoder('windows-1252');
/** Widened to two bytes each, any byte is a character that this decoder leaves alone. */
const utf16 = new TextDecoder('utf-16le', { ignoreBOM: true });
const encoder = new TextEncoder();

const aboveLatin1 = /[^\0-\xff]/;
const aboveAscii = /[^\0-\x7f]/;

/** Bytes as the characters of their numbers; for few of them. */
export function joinCodes(bytes: Uint8Array, start: number, end: number): string {
  let text = '';
  let i = start;
  // Eight at a time: one call and one concatenation instead of eight.
  for (; i + 8 <= end; i += 8) {
    text += fromCharCode(
      bytes[i]!,
      bytes[i + 1]!,
      bytes[i + 2]!,
      bytes[i + 3]!,
      bytes[i + 4]!,
      bytes[i + 5]!,
      bytes[i + 6]!,
      bytes[i + 7]!,
    );
  }
  for (; i < end; i++) text += fromCharCode(bytes[i]!);
  return text;
}

export function latin1Slice(bytes: Uint8Array, start: number, end: number): string {
  if (end - start <= shortSlice) return joinCodes(bytes, start, end);
  const part = slice(bytes, start, end);
  const text = windows1252.decode(part);
  return aboveLatin1.test(text) ? utf16.decode(new Uint16Array(part)) : text;
}

/** The high bit of each byte is ignored. */
export function asciiSlice(bytes: Uint8Array, start: number, end: number): string {
  const text = latin1Slice(bytes, start, end);
  if (!aboveAscii.test(text)) return text;
  const units = new Uint16Array(end - start);
  for (let i = start; i < end; i++) units[i - start] = bytes[i]! & 0x7f;
  return utf16.decode(units);
}

/** Writes the low byte of each UTF-16 unit, for both encodings, and returns how many were written. */
export function latin1Write(bytes: Uint8Array, text: string, offset: number, length: number): number {
  const count = Math.min(length, text.length);
  if (count > shortWrite) {
    // What UTF-8 writes in as many bytes as it read units is ASCII.
    const { read, written } = encoder.encodeInto(text, slice(bytes, offset, offset + count));
    if (read === count && written === count) return count;
  }
  for (let i = 0; i < count; i++) bytes[offset + i] = text.charCodeAt(i);
  return count;
}

export function isAscii(bytes: Uint8Array): boolean {
  for (let i = 0; i < bytes.length; i++) if (bytes[i]! > 0x7f) return false;
  return true;
}
