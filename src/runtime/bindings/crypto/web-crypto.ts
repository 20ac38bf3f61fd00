/**
 * The browser's Web Crypto, for `crypto.webcrypto` and `globalThis.crypto`: it has the public-key algorithms that this
 * engine lacks.
 */
import type { Any, Host } from '../../host.ts';
import { promiseMakerOf } from '../../transform/promise-makers.ts';

const methods = `encrypt decrypt sign verify digest generateKey deriveKey deriveBits importKey exportKey wrapKey
  unwrapKey`;

const native: Crypto | undefined = crypto;

/**
 * What replaces the exports of the library's `internal/crypto/webcrypto`; `undefined` where the browser offers no
 * `subtle` (a page that is no secure context).
 *
 * Each operation holds the process up until it ends, and ends in a task of the process's loop.
 */
export function createWebCrypto(host: Host): Any {
  const subtle = native?.subtle as (SubtleCrypto & Record<string, Any>) | undefined;
  if (native === undefined || subtle === undefined) return undefined;
  const SubtleCryptoClass = subtle.constructor as { prototype: object };
  const operations: Record<string, Any> = {};
  for (const name of methods.split(/\s+/)) {
    const run = subtle[name];
    if (typeof run !== 'function') continue;
    operations[name] = {
      [name](...parameters: unknown[]): Promise<unknown> {
        const { promise, resolve, reject } = promiseMakerOf(host.global).withResolvers();
        const end = (settle: () => void) =>
          host.loop.post(() => {
            host.loop.unref();
            settle();
          });
        host.loop.ref();
        (Reflect.apply(run, subtle, parameters) as Promise<unknown>).then(
          (value) => end(() => resolve(value)),
          (error) => end(() => reject(error)),
        );
        return promise;
      },
    }[name];
  }
  const ownSubtle = Object.create(SubtleCryptoClass.prototype, Object.getOwnPropertyDescriptors(operations));
  for (const name of Object.keys(operations)) Object.defineProperty(ownSubtle, name, { enumerable: false });

  const CryptoClass = native.constructor as { prototype: object };
  const own = Object.create(CryptoClass.prototype, {
    subtle: { get: () => ownSubtle, enumerable: false, configurable: true },
    getRandomValues: { value: native.getRandomValues.bind(native), writable: true, configurable: true },
    randomUUID: { value: native.randomUUID.bind(native), writable: true, configurable: true },
  });
  return {
    Crypto: CryptoClass,
    CryptoKey: (host.global as Any).CryptoKey ?? class CryptoKey {},
    SubtleCrypto: SubtleCryptoClass,
    crypto: own,
  };
}
