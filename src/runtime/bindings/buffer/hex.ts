import { latin1Slice } from './single-byte.ts';

const digits = '0123456789abcdef';
const pairs: readonly string[] = Array.from(
  { length: 256 },
  (_, byte) => digits[byte >> 4]! + digits[byte & 15]!,
);

/** Value of each character code, -1 where it is no hex digit. */
const values = new Int8Array(256).fill(-1);
for (let value = 0; value < 16; value++) {
  values[digits.charCodeAt(value)] = value;
  values[digits.toUpperCase().charCodeAt(value)] = value;
}

export function hexSlice(bytes: Uint8Array, start: number, end: number): string {
  if (end - start <= 64) {
    let text = '';
    for (let i = start; i < end; i++) text += pairs[bytes[i]!]!;
    return text;
  }
  const codes = new Uint8Array((end - start) * 2);
  for (let i = start, at = 0; i < end; i++) {
    const byte = bytes[i]!;
    codes[at++] = digits.charCodeAt(byte >> 4);
    codes[at++] = digits.charCodeAt(byte & 15);
  }
  return latin1Slice(codes, 0, codes.length);
}

/**
 * Writes up to the first pair that is not two hex digits and returns the bytes written. Of characters above U+00FF
 * only the low byte counts.
 */
export function hexWrite(bytes: Uint8Array, text: string, offset: number, length: number): number {
  const count = Math.min(length, text.length >> 1);
  for (let i = 0; i < count; i++) {
    const high = values[text.charCodeAt(i * 2) & 0xff]!;
    const low = values[text.charCodeAt(i * 2 + 1) & 0xff]!;
    if (high < 0 || low < 0) return i;
    bytes[offset + i] = (high << 4) | low;
  }
  return count;
}
