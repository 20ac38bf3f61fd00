/** Text to bytes and back in any of Node's encodings. */
import { base64Slice, base64urlSlice, base64Write } from './base64.ts';
import { type Encoding, encoding } from './encodings.ts';
import { hexSlice, hexWrite } from './hex.ts';
import { asciiSlice, latin1Slice, latin1Write } from './single-byte.ts';
import { ucs2Slice, ucs2Write } from './ucs2.ts';
import { encodeUtf8, utf8Slice, utf8Write } from './utf8.ts';

export type Slice = (bytes: Uint8Array, start: number, end: number) => string;
export type Write = (bytes: Uint8Array, text: string, offset: number, length: number) => number;

const slices: Readonly<Record<Encoding, Slice>> = {
  [encoding.ascii]: asciiSlice,
  [encoding.utf8]: utf8Slice,
  [encoding.base64]: base64Slice,
  [encoding.ucs2]: ucs2Slice,
  [encoding.latin1]: latin1Slice,
  [encoding.hex]: hexSlice,
  [encoding.buffer]: utf8Slice,
  [encoding.base64url]: base64urlSlice,
};

const writes: Readonly<Record<Encoding, Write>> = {
  [encoding.ascii]: latin1Write,
  [encoding.utf8]: utf8Write,
  [encoding.base64]: base64Write,
  [encoding.ucs2]: ucs2Write,
  [encoding.latin1]: latin1Write,
  [encoding.hex]: hexWrite,
  [encoding.buffer]: utf8Write,
  [encoding.base64url]: base64Write,
};

export function decodeText(bytes: Uint8Array, from: Encoding, start = 0, end = bytes.length): string {
  return slices[from](bytes, start, end);
}

/** Writes at most `length` bytes, no part of a character, and returns how many. */
export function writeText(
  bytes: Uint8Array,
  text: string,
  offset: number,
  length: number,
  to: Encoding,
): number {
  return writes[to](bytes, text, offset, length);
}

/** Bytes that the text may take at most. */
function capacity(text: string, to: Encoding): number {
  if (to === encoding.ucs2) return text.length * 2;
  if (to === encoding.hex) return text.length >> 1;
  return text.length;
}

export function encodeText(text: string, to: Encoding): Uint8Array<ArrayBuffer> {
  if (to === encoding.utf8 || to === encoding.buffer) return encodeUtf8(text);
  const bytes = new Uint8Array(capacity(text, to));
  const length = writeText(bytes, text, 0, bytes.length, to);
  return length === bytes.length ? bytes : bytes.slice(0, length);
}
