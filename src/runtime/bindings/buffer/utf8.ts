/** UTF-8, with U+FFFD for what is malformed on either side. */
import { slice } from './bytes.ts';
import { joinCodes, shortSlice, shortWrite } from './single-byte.ts';

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const strictDecoder = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true });
const encoder = new TextEncoder();

export function utf8Slice(bytes: Uint8Array, start: number, end: number): string {
  if (end - start <= shortSlice) {
    let high = 0;
    for (let i = start; i < end; i++) high |= bytes[i]!;
    if (high < 0x80) return joinCodes(bytes, start, end);
  }
  return decoder.decode(slice(bytes, start, end));
}

/** From so many code units on, the browser’s own encoder counts faster. */
const longText = 2048;
const measuredUnits = 8192;

/** Bytes that the text takes; a lone surrogate takes three. */
export function utf8Length(text: string): number {
  if (text.length >= longText) return longUtf8Length(text);
  const units = text.length;
  let length = units;
  for (let i = 0; i < units; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) continue;
    if (unit < 0x800) {
      length += 1;
      continue;
    }
    length += 2;
    if ((unit & 0xfc00) === 0xd800 && i + 1 < units && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) i++;
  }
  return length;
}

function longUtf8Length(text: string): number {
  const scratch = new Uint8Array(3 * measuredUnits);
  let length = 0;
  for (let start = 0; start < text.length; ) {
    let end = Math.min(start + measuredUnits, text.length);
    // A pair of surrogates stays together.
    if (end < text.length && (text.charCodeAt(end - 1) & 0xfc00) === 0xd800) end--;
    length += encoder.encodeInto(text.slice(start, end), scratch).written;
    start = end;
  }
  return length;
}

/** Writes whole characters only and returns the bytes written. */
export function utf8Write(bytes: Uint8Array, text: string, offset: number, length: number): number {
  if (text.length <= shortWrite && text.length <= length) {
    let i = 0;
    for (; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      if (unit > 0x7f) break;
      bytes[offset + i] = unit;
    }
    if (i === text.length) return i;
  }
  return encoder.encodeInto(text, slice(bytes, offset, offset + length)).written;
}

export function encodeUtf8(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(text);
}

/** Units read and bytes written; whole characters only. */
export function encodeUtf8Into(text: string, bytes: Uint8Array): { read: number; written: number } {
  return encoder.encodeInto(text, slice(bytes, 0, bytes.length));
}

export function isUtf8(bytes: Uint8Array): boolean {
  try {
    strictDecoder.decode(slice(bytes, 0, bytes.length));
    return true;
  } catch {
    return false;
  }
}
