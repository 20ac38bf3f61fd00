/** Strings of one byte a character: `latin1` and `ascii`. */
import { slice } from './bytes.ts';

const { fromCharCode } = String;

/** Up to here joining characters one by one is faster than any call of the browser. */
const short = 24;

/** Widened to two bytes each, any byte is a character that no decoder replaces. */
const utf16 = new TextDecoder('utf-16le', { ignoreBOM: true });

export function latin1Slice(bytes: Uint8Array, start: number, end: number): string {
  if (end - start > short) return utf16.decode(new Uint16Array(slice(bytes, start, end)));
  let text = '';
  for (let i = start; i < end; i++) text += fromCharCode(bytes[i]!);
  return text;
}

/** The high bit of each byte is ignored. */
export function asciiSlice(bytes: Uint8Array, start: number, end: number): string {
  if (end - start <= short) {
    let text = '';
    for (let i = start; i < end; i++) text += fromCharCode(bytes[i]! & 0x7f);
    return text;
  }
  const units = new Uint16Array(end - start);
  for (let i = start; i < end; i++) units[i - start] = bytes[i]! & 0x7f;
  return utf16.decode(units);
}

/** Writes the low byte of each UTF-16 unit, for both encodings, and returns how many were written. */
export function latin1Write(bytes: Uint8Array, text: string, offset: number, length: number): number {
  const count = Math.min(length, text.length);
  for (let i = 0; i < count; i++) bytes[offset + i] = text.charCodeAt(i);
  return count;
}

export function isAscii(bytes: Uint8Array): boolean {
  for (let i = 0; i < bytes.length; i++) if (bytes[i]! > 0x7f) return false;
  return true;
}
