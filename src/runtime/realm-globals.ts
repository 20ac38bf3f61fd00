/**
 * The browser's own globals, taken before Node's library and the program can replace them. The packer makes every free
 * use of these names in the runtime's code refer to this module (esbuild's `inject`).
 */
const realm = globalThis;

export const AbortController = realm.AbortController;
export const AbortSignal = realm.AbortSignal;
export const Blob = realm.Blob;
export const MessageChannel = realm.MessageChannel;
/** Without the bookkeeping that the program's own `Proxy` gets: what the engine wraps is no proxy to the program. */
// biome-ignore lint/suspicious/noShadowRestrictedNames: standing in for globals is what this module is for
export const Proxy = realm.Proxy;
export const TextDecoder = realm.TextDecoder;
export const TextEncoder = realm.TextEncoder;
export const URL = realm.URL;
export const URLSearchParams = realm.URLSearchParams;
export const atob = realm.atob;
export const btoa = realm.btoa;
export const clearTimeout = realm.clearTimeout;
export const crypto = realm.crypto;
export const navigator = realm.navigator;
export const performance = realm.performance;
export const queueMicrotask = realm.queueMicrotask;
export const setTimeout = realm.setTimeout;
export const structuredClone = realm.structuredClone;
