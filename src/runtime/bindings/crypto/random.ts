/** Random bytes, by the browser's generator. */
import type { Any, Binding, Host } from '../../host.ts';
import { bytesOf, slice } from '../buffer/bytes.ts';
import { createJobClass, jobMode } from './job.ts';
import type { KeyHandle } from './key-handle.ts';

/** The most that `crypto.getRandomValues` fills in one call. */
const quota = 65536;

export function fillRandom(bytes: Uint8Array<ArrayBuffer>): void {
  for (let start = 0; start < bytes.length; start += quota) {
    crypto.getRandomValues(slice(bytes, start, Math.min(bytes.length, start + quota)));
  }
}

export function createRandomBindings(host: Host, createKey: (bytes: Uint8Array) => KeyHandle): Binding {
  return {
    RandomBytesJob: createJobClass(
      host,
      'RANDOMBYTESREQUEST',
      (_mode, target: ArrayBufferView | ArrayBuffer, offset: number, size: number) => () =>
        fillRandom(slice(bytesOf(target), offset, offset + size)),
    ),
    SecretKeyGenJob: createJobClass(
      host,
      'KEYGENREQUEST',
      (mode, bits: number, algorithm?: Any, usages?: number, extractable?: boolean) => () => {
        const bytes = new Uint8Array(Math.floor(bits / 8));
        fillRandom(bytes);
        const handle = createKey(bytes);
        if (mode !== jobMode.webCrypto) return handle;
        const { InternalCryptoKey } = host.builtin('internal/crypto/keys');
        return new InternalCryptoKey(handle, algorithm, usages, extractable);
      },
    ),
    /** There is no memory that is kept out of reach; an ordinary buffer. */
    secureBuffer: (size: number) => new Uint8Array(size),
    secureHeapUsed: () => undefined,
  };
}
