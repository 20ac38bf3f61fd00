/** A copy in a buffer of its own, also of a Node `Buffer`, whose own `slice` is a view. */
export function copyBytes(data: ArrayBufferView, start = 0, end = data.byteLength): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset + start, end - start).slice();
}

/** The same bytes where they fill their buffer, a copy otherwise. */
export function ownBytes(bytes: Uint8Array): Uint8Array {
  return bytes.byteLength === bytes.buffer.byteLength ? bytes : copyBytes(bytes);
}

export function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0]!;
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
