/**
 * The browser's own globals, taken before Node's library and the program can replace them. The packer makes every free
 * use of these names in the runtime's code refer to this module (esbuild's `inject`).
 */
const realm = globalThis;

const bufferOf = (input: AllowSharedBufferSource) => (ArrayBuffer.isView(input) ? input.buffer : input);
const bytesOf = (input: AllowSharedBufferSource) =>
  ArrayBuffer.isView(input)
    ? new Uint8Array(input.buffer, input.byteOffset, input.byteLength)
    : new Uint8Array(input);

function isShared(input: AllowSharedBufferSource | undefined): input is AllowSharedBufferSource {
  return input !== undefined && !(bufferOf(input) instanceof ArrayBuffer);
}

export const AbortController = realm.AbortController;
export const AbortSignal = realm.AbortSignal;
export const Blob = realm.Blob;
export const MessageChannel = realm.MessageChannel;
/** Without the bookkeeping that the program's own `Proxy` gets: what the engine wraps is no proxy to the program. */
// biome-ignore lint/suspicious/noShadowRestrictedNames: standing in for globals is what this module is for
export const Proxy = realm.Proxy;
/** Browsers refuse to read from shared memory, and to write into it: Node does both. */
export const TextDecoder = class extends realm.TextDecoder {
  override decode(input?: AllowSharedBufferSource, options?: TextDecodeOptions): string {
    return super.decode(isShared(input) ? new Uint8Array(bytesOf(input)) : input, options);
  }
};
export const TextEncoder = class extends realm.TextEncoder {
  override encodeInto(source: string, target: Uint8Array<ArrayBuffer>): TextEncoderEncodeIntoResult {
    if (!isShared(target)) return super.encodeInto(source, target);
    const copy = new Uint8Array(target.length);
    const result = super.encodeInto(source, copy);
    target.set(copy.subarray(0, result.written));
    return result;
  }
};
export const URL = realm.URL;
export const URLSearchParams = realm.URLSearchParams;
export const atob = realm.atob;
export const btoa = realm.btoa;
export const clearTimeout = realm.clearTimeout;
export const crossOriginIsolated = realm.crossOriginIsolated;
export const crypto = realm.crypto;
export const navigator = realm.navigator;
export const performance = realm.performance;
export const queueMicrotask = realm.queueMicrotask;
export const setTimeout = realm.setTimeout;
export const structuredClone = realm.structuredClone;
