/** Base64 with Node's lenient decoder, and the strict one of `atob`. */
import { latin1Slice } from './single-byte.ts';

const common = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

function codesOf(alphabet: string): Uint8Array {
  return Uint8Array.from(alphabet, (character) => character.charCodeAt(0));
}

const standard = codesOf(`${common}+/`);
const urlSafe = codesOf(`${common}-_`);
const pad = 0x3d;

/** Value of each character code in either alphabet; 255 where it is in none. */
const values = new Uint8Array(256).fill(255);
for (const alphabet of [standard, urlSafe])
  alphabet.forEach((code, value) => {
    values[code] = value;
  });

function encode(
  bytes: Uint8Array,
  start: number,
  end: number,
  alphabet: Uint8Array,
  padded: boolean,
): string {
  const rest = (end - start) % 3;
  const full = end - rest;
  const codes = new Uint8Array(((end - start - rest) / 3) * 4 + (rest === 0 ? 0 : padded ? 4 : rest + 1));
  let at = 0;
  for (let i = start; i < full; i += 3) {
    const group = (bytes[i]! << 16) | (bytes[i + 1]! << 8) | bytes[i + 2]!;
    codes[at++] = alphabet[group >> 18]!;
    codes[at++] = alphabet[(group >> 12) & 63]!;
    codes[at++] = alphabet[(group >> 6) & 63]!;
    codes[at++] = alphabet[group & 63]!;
  }
  if (rest > 0) {
    const group = (bytes[full]! << 16) | (rest === 2 ? bytes[full + 1]! << 8 : 0);
    codes[at++] = alphabet[group >> 18]!;
    codes[at++] = alphabet[(group >> 12) & 63]!;
    if (rest === 2) codes[at++] = alphabet[(group >> 6) & 63]!;
    while (at < codes.length) codes[at++] = pad;
  }
  return latin1Slice(codes, 0, codes.length);
}

export function base64Slice(bytes: Uint8Array, start: number, end: number): string {
  return encode(bytes, start, end, standard, true);
}

export function base64urlSlice(bytes: Uint8Array, start: number, end: number): string {
  return encode(bytes, start, end, urlSafe, false);
}

/**
 * Decodes both alphabets, skips characters of none, stops at the first `=`, and returns the bytes written. Of
 * characters above U+00FF only the low byte counts.
 */
export function base64Write(bytes: Uint8Array, text: string, offset: number, length: number): number {
  const end = offset + length;
  let at = offset;
  let bits = 0;
  let held = 0;
  for (let i = 0; i < text.length && at < end; i++) {
    const code = text.charCodeAt(i) & 0xff;
    if (code === pad) break;
    const value = values[code]!;
    if (value === 255) continue;
    held = (held << 6) | value;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[at++] = held >> bits;
      held &= (1 << bits) - 1;
    }
  }
  return at - offset;
}

/** The text as base64, or -1 where a character is above U+00FF. */
export function btoa(text: string): string | -1 {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 0xff) return -1;
    bytes[i] = code;
  }
  return base64Slice(bytes, 0, bytes.length);
}

/**
 * Decodes as https://infra.spec.whatwg.org/#forgiving-base64-decode.
 * @returns the text, -1 where one character is left over, -2 where a character or the padding is invalid
 */
export function atob(text: string): string | -1 | -2 {
  const compact = text.replace(/[\t\n\f\r ]/g, '');
  const data = compact.replace(/={1,2}$/, '');
  if (/[^A-Za-z0-9+/]/.test(data)) return -2;
  if (data.length % 4 === 1) return -1;
  if (data.length < compact.length && compact.length % 4 !== 0) return -2;
  const bytes = new Uint8Array((data.length * 3) >> 2);
  base64Write(bytes, data, 0, bytes.length);
  return latin1Slice(bytes, 0, bytes.length);
}
