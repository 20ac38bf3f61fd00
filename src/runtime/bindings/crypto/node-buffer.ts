import type { Host } from '../../host.ts';

/** The bytes as a `Buffer` of the library, in place. */
export function createNodeBuffer(host: Host, bytes: Uint8Array<ArrayBuffer>): Uint8Array {
  return host.builtin('buffer').Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}
