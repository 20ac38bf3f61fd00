/**
 * `internalBinding('crypto')`: digests, HMAC, derivation of keys, random values, secret keys and AES, in JavaScript;
 * everything else says that it is not available when it is used.
 */
import type { Binding, Host } from '../host.ts';
import { readTable } from './constants.ts';
import { createCipherBindings } from './crypto/cipher.ts';
import { bindingConstants } from './crypto/constants.ts';
import { createDerivationBindings } from './crypto/derivation.ts';
import { digestNames } from './crypto/digests.ts';
import { createHashBindings } from './crypto/hash.ts';
import { createKeyBindings } from './crypto/key-handle.ts';
import { createRandomBindings } from './crypto/random.ts';
import { SecureContext } from './crypto/secure-context.ts';
import { createMissingBindings, notAvailable } from './crypto/unavailable.ts';
import { createWebCrypto } from './crypto/web-crypto.ts';

export function createCryptoBinding(host: Host): Binding {
  const { createKey, ...keys } = createKeyBindings(host);
  return {
    ...readTable(bindingConstants),
    ...createMissingBindings(),
    ...createHashBindings(host),
    ...createDerivationBindings(host),
    ...createRandomBindings(host, createKey),
    ...createCipherBindings(host),
    ...keys,
    getHashes: () => [...digestNames],
    /** Digests are found by name each time; there are no numbers of them to keep. */
    getCachedAliases: () => Object.create(null),
    getCurves: () => [],
    getFipsCrypto: () => 0,
    setFipsCrypto(on: unknown) {
      if (on) throw notAvailable('crypto.setFips', 'this engine has no FIPS provider');
    },
    testFipsCrypto: () => false,
    SecureContext,
    getOpenSSLSecLevelCrypto: () => 2,
    // There is no TLS, so there is nothing that a certificate could vouch for.
    getSSLCiphers: () => [],
    getBundledRootCertificates: () => [],
    getSystemCACertificates: () => [],
    getExtraCACertificates: () => [],
    getUserRootCertificates: () => [],
    resetRootCertStore() {},
    startLoadingCertificatesOffThread() {},
    getCertificateCompressionAlgorithms: () => [],
    /** The exports of `internal/crypto/webcrypto` by the browser, or `undefined`. */
    webCrypto: createWebCrypto(host),
  };
}
