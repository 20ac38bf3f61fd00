/** `indexOf` and `lastIndexOf` of buffers. */
import { bytesOf, slice } from './bytes.ts';
import { type Encoding, encoding } from './encodings.ts';
import { encodeText } from './string-bytes.ts';

/**
 * Where a search starts; negative where it cannot match.
 *
 * A negative offset counts from the end. Forwards, one before the start means the whole of it; backwards, one behind
 * the end does.
 */
function startOffset(length: number, offset: number, needleLength: number, forward: boolean): number {
  if (offset < 0) {
    if (offset + length >= 0) return length + offset;
    return forward || needleLength === 0 ? 0 : -1;
  }
  if (offset + needleLength <= length) return offset;
  if (needleLength === 0) return length;
  return forward ? -1 : length - 1;
}

/** First (or last) place at or after (before) `start` where the needle is, in steps of `step` bytes; -1 without one. */
function findBytes(
  haystack: Uint8Array,
  needle: Uint8Array,
  start: number,
  forward: boolean,
  step: 1 | 2,
): number {
  const last = haystack.length - needle.length;
  const first = needle[0]!;
  const matches = (at: number) => {
    for (let i = 1; i < needle.length; i++) if (haystack[at + i] !== needle[i]) return false;
    return true;
  };
  if (!forward) {
    for (let at = Math.min(start, last - (last % step)); at >= 0; at -= step) {
      if (haystack[at] === first && matches(at)) return at;
    }
    return -1;
  }
  if (step === 2) {
    for (let at = start; at <= last; at += 2) if (haystack[at] === first && matches(at)) return at;
    return -1;
  }
  for (
    let at = haystack.indexOf(first, start);
    at !== -1 && at <= last;
    at = haystack.indexOf(first, at + 1)
  ) {
    if (matches(at)) return at;
  }
  return -1;
}

/** @param length bytes of the view that count for offsets; of these, those before `end` are searched */
function find(
  view: ArrayBufferView,
  needle: Uint8Array,
  byteOffset: number,
  encodingNumber: Encoding,
  forward: boolean,
  end: number,
  length = view.byteLength,
): number {
  const step = encodingNumber === encoding.ucs2 ? 2 : 1;
  const whole = (count: number) => count - (count % step);
  const offset = startOffset(length, Math.trunc(byteOffset), needle.length, forward);
  const searched = whole(Math.min(Math.max(0, end), length));
  if (needle.length === 0) return Math.min(offset, searched);
  if (offset < 0 || needle.length > searched || (forward && needle.length + offset > searched)) return -1;
  if (needle.length < step) return -1;
  const haystack = slice(bytesOf(view), 0, searched);
  return findBytes(haystack, slice(needle, 0, whole(needle.length)), whole(offset), forward, step);
}

export function indexOfString(
  view: ArrayBufferView,
  text: string,
  byteOffset: number,
  encodingNumber: Encoding,
  forward: boolean,
  end = view.byteLength,
): number {
  // Half a UTF-16 unit at the end is not searched, and does not count for offsets.
  const length = encodingNumber === encoding.ucs2 ? view.byteLength & ~1 : view.byteLength;
  return find(view, encodeText(text, encodingNumber), byteOffset, encodingNumber, forward, end, length);
}

export function indexOfBuffer(
  view: ArrayBufferView,
  needle: ArrayBufferView,
  byteOffset: number,
  encodingNumber: Encoding,
  forward: boolean,
  end = view.byteLength,
): number {
  return find(view, bytesOf(needle), byteOffset, encodingNumber, forward, end);
}

/** Searches for the low byte of a number. */
export function indexOfNumber(
  view: ArrayBufferView,
  needle: number,
  byteOffset: number,
  forward: boolean,
  end = view.byteLength,
): number {
  return find(view, Uint8Array.of(needle), byteOffset, encoding.latin1, forward, end);
}
