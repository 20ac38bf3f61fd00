/** `internalBinding('buffer')`: bytes of `Buffer`, and text in its encodings. */
import type { Any, Binding, Host } from '../host.ts';
import { atob, base64Slice, base64urlSlice, base64Write, btoa } from './buffer/base64.ts';
import { bytesOf, compareBytes, nativeError, slice, swapGroups } from './buffer/bytes.ts';
import { encoding, parseEncoding } from './buffer/encodings.ts';
import { hexSlice, hexWrite } from './buffer/hex.ts';
import { indexOfBuffer, indexOfNumber, indexOfString } from './buffer/search.ts';
import { asciiSlice, isAscii, latin1Slice, latin1Write } from './buffer/single-byte.ts';
import { encodeText, type Slice, type Write, writeText } from './buffer/string-bytes.ts';
import { ucs2Slice, ucs2Write } from './buffer/ucs2.ts';
import { isUtf8, utf8Length, utf8Slice, utf8Write } from './buffer/utf8.ts';

/** Results of `fill` that the library turns into errors. */
const outOfBounds = -2;
const nothingWritten = -1;

function outOfRange(): RangeError {
  return nativeError(RangeError, 'ERR_OUT_OF_RANGE', 'Index out of range');
}

/** An index as C++ reads it: a whole number, `fallback` when it is undefined. */
function readIndex(value: unknown, fallback: number): number {
  if (value === undefined) return fallback;
  const index = Math.trunc(Number(value)) || 0;
  if (index < 0) throw outOfRange();
  return index;
}

function requireBytes(view: unknown): Uint8Array {
  if (!ArrayBuffer.isView(view)) {
    throw nativeError(TypeError, 'ERR_INVALID_ARG_TYPE', 'argument must be a buffer');
  }
  return bytesOf(view);
}

/** Wraps a decoder with the checks of `buffer.utf8Slice(start, end)` and its siblings. */
function slicing(decode: Slice) {
  return (view: unknown, start?: unknown, end?: unknown): string => {
    const bytes = view instanceof Uint8Array ? view : requireBytes(view);
    const { length } = bytes;
    if (length === 0) return '';
    const from = readIndex(start, 0);
    const to = readIndex(end, length);
    if (from >= to) return '';
    if (to > length) throw outOfRange();
    return decode(bytes, from, to);
  };
}

/** Wraps an encoder with the checks of `buffer.hexWrite(text, offset, length)` and its siblings. */
function writing(encode: Write) {
  return (view: unknown, text: unknown, offset?: unknown, length?: unknown): number => {
    const bytes = view instanceof Uint8Array ? view : requireBytes(view);
    if (typeof text !== 'string') {
      throw nativeError(TypeError, 'ERR_INVALID_ARG_TYPE', 'argument must be a string');
    }
    const at = readIndex(offset, 0);
    if (at > bytes.length) {
      throw nativeError(RangeError, 'ERR_BUFFER_OUT_OF_BOUNDS', '"offset" is outside of buffer bounds');
    }
    const room = bytes.length - at;
    const most = Math.min(room, readIndex(length, room));
    return most === 0 ? 0 : encode(bytes, text, at, most);
  };
}

/** Repeats `value` from `start` to `end`; a character may be cut at the end of the range. */
function fill(
  view: ArrayBufferView,
  value: unknown,
  start: number,
  end: number,
  name: unknown,
): number | undefined {
  const bytes = bytesOf(view);
  const from = readIndex(start, 0);
  const to = readIndex(end, bytes.length);
  if (from > to || to > bytes.length) return outOfBounds;
  const length = to - from;
  if (length === 0) return undefined;
  if (typeof value !== 'string' && !ArrayBuffer.isView(value)) {
    bytes.fill(Number(value) & 255, from, to);
    return undefined;
  }
  let pattern: Uint8Array;
  if (typeof value === 'string') {
    const to = parseEncoding(name);
    if (to === encoding.utf8 || to === encoding.ucs2) pattern = encodeText(value, to);
    else {
      const whole = new Uint8Array(length);
      pattern = slice(whole, 0, writeText(whole, value, 0, length, to));
    }
  } else {
    pattern = bytesOf(value);
  }
  if (pattern.length === 0) return nothingWritten;
  const first = Math.min(pattern.length, length);
  bytes.set(slice(pattern, 0, first), from);
  for (let filled = first; filled < length; ) {
    const count = Math.min(filled, length - filled);
    bytes.copyWithin(from + filled, from, from + count);
    filled += count;
  }
  return undefined;
}

function swapping(size: 2 | 4 | 8) {
  return (view: ArrayBufferView) => {
    swapGroups(bytesOf(view), size);
  };
}

function requireAttached(input: ArrayBufferView | ArrayBufferLike): Uint8Array {
  const buffer = ArrayBuffer.isView(input) ? input.buffer : input;
  if ((buffer as { detached?: boolean }).detached) {
    throw nativeError(TypeError, 'ERR_INVALID_STATE', 'Cannot validate on a detached buffer');
  }
  return bytesOf(input);
}

export function createBufferBinding(_host: Host): Binding {
  return {
    kMaxLength: Number.MAX_SAFE_INTEGER,
    kStringMaxLength: 536870888,

    /** Prototype of the buffers that bindings make; see {@link createNodeBuffer}. */
    setBufferPrototype() {},
    setDetachKey() {},
    createUnsafeArrayBuffer: (size: number) => new ArrayBuffer(size),

    byteLengthUtf8: utf8Length,
    copy(
      source: ArrayBufferView,
      target: ArrayBufferView,
      targetStart: number,
      sourceStart: number,
      count: number,
    ) {
      bytesOf(target).set(slice(bytesOf(source), sourceStart, sourceStart + count), targetStart);
      return count;
    },
    copyArrayBuffer(
      target: ArrayBufferLike,
      targetOffset: number,
      source: ArrayBufferLike,
      sourceOffset: number,
      count: number,
    ) {
      new Uint8Array(target).set(new Uint8Array(source, sourceOffset, count), targetOffset);
    },
    compare: (a: ArrayBufferView, b: ArrayBufferView) => compareBytes(bytesOf(a), bytesOf(b)),
    compareOffset(
      source: ArrayBufferView,
      target: ArrayBufferView,
      targetStart: number,
      sourceStart: number,
      targetEnd: number,
      sourceEnd: number,
    ) {
      const ours = bytesOf(source);
      const theirs = bytesOf(target);
      const beyond =
        sourceStart > ours.length ? 'sourceStart' : targetStart > theirs.length ? 'targetStart' : undefined;
      if (beyond !== undefined) {
        throw nativeError(RangeError, 'ERR_OUT_OF_RANGE', `The value of "${beyond}" is out of range.`);
      }
      const count = Math.min(
        sourceEnd - sourceStart,
        targetEnd - targetStart,
        ours.length - sourceStart,
        theirs.length - targetStart,
      );
      return (
        compareBytes(
          slice(ours, sourceStart, sourceStart + count),
          slice(theirs, targetStart, targetStart + count),
        ) || Math.sign(sourceEnd - sourceStart - (targetEnd - targetStart))
      );
    },
    fill,
    indexOfBuffer,
    indexOfNumber,
    indexOfString,
    swap16: swapping(2),
    swap32: swapping(4),
    swap64: swapping(8),
    isUtf8: (input: Any) => isUtf8(requireAttached(input)),
    isAscii: (input: Any) => isAscii(requireAttached(input)),
    atob,
    btoa,

    asciiSlice: slicing(asciiSlice),
    base64Slice: slicing(base64Slice),
    base64urlSlice: slicing(base64urlSlice),
    hexSlice: slicing(hexSlice),
    latin1Slice: slicing(latin1Slice),
    ucs2Slice: slicing(ucs2Slice),
    utf8Slice: slicing(utf8Slice),

    asciiWriteStatic: writing(latin1Write),
    latin1WriteStatic: writing(latin1Write),
    utf8WriteStatic: writing(utf8Write),
    base64Write: writing(base64Write),
    base64urlWrite: writing(base64Write),
    hexWrite: writing(hexWrite),
    ucs2Write: writing(ucs2Write),
  };
}
