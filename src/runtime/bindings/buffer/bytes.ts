/** The bytes of a view, an `ArrayBuffer` or a `SharedArrayBuffer`, in place. */
export function bytesOf(source: ArrayBufferView | ArrayBufferLike): Uint8Array {
  if (source instanceof Uint8Array) return source;
  if (ArrayBuffer.isView(source)) return new Uint8Array(source.buffer, source.byteOffset, source.byteLength);
  return new Uint8Array(source);
}

/** A copy of the bytes. `slice` of a `Buffer` would be no copy but a view. */
export function copyOf(source: ArrayBufferView | ArrayBufferLike): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytesOf(source));
}

/**
 * Part of the bytes, in place. `subarray` of a `Buffer` would make a `Buffer`, which costs more and may be overridden.
 */
export function slice(bytes: Uint8Array, start: number, end: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes.buffer as ArrayBuffer, bytes.byteOffset + start, end - start);
}

/**
 * An error as Node's C++ makes them: the code is a property, not part of the name. The engine’s frames above the caller of
 * `caller` would take places of the program’s in its stack.
 */
export function nativeError<T extends Error>(
  Kind: new (message: string) => T,
  code: string,
  message: string,
  caller?: (...args: never[]) => unknown,
): T {
  const error = Object.assign(new Kind(message), { code });
  if (caller) captureStackTrace?.(error, caller);
  return error;
}

const { captureStackTrace } = Error as {
  captureStackTrace?: (error: object, below: (...args: never[]) => unknown) => void;
};

export function compareBytes(a: Uint8Array, b: Uint8Array): -1 | 0 | 1 {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const difference = a[i]! - b[i]!;
    if (difference !== 0) return difference < 0 ? -1 : 1;
  }
  return a.length === b.length ? 0 : a.length < b.length ? -1 : 1;
}

/** Reverses each group of `size` bytes, in place. */
export function swapGroups(bytes: Uint8Array, size: 2 | 4 | 8): void {
  for (let start = 0; start + size <= bytes.length; start += size) {
    for (let i = start, j = start + size - 1; i < j; i++, j--) {
      const byte = bytes[i]!;
      bytes[i] = bytes[j]!;
      bytes[j] = byte;
    }
  }
}
