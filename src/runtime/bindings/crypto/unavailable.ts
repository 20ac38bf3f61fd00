/** What of `node:crypto` this engine does not have: it can be named and passed around, and throws when it is used. */
import type { Any, Binding } from '../../host.ts';

export function notAvailable(name: string, reason: string): Error {
  return Object.assign(new Error(`\`${name}\` is not available: ${reason}.`), {
    code: 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM',
  });
}

const asymmetric = 'this engine has no public-key algorithms; `crypto.subtle` of the browser may have them';
const rare = 'this engine does not have the algorithm';

/** Classes and functions by the reason why they are missing. */
const missing: readonly (readonly [reason: string, names: string])[] = [
  [
    asymmetric,
    `Sign Verify SignJob DiffieHellman DiffieHellmanGroup ECDH DhKeyPairGenJob DHKeyExportJob DHBitsJob
     DsaKeyPairGenJob ECDHConvertKey EcKeyPairGenJob ECKeyExportJob NidKeyPairGenJob RsaKeyPairGenJob RSAKeyExportJob
     RSACipherJob publicEncrypt privateDecrypt privateEncrypt publicDecrypt KEMEncapsulateJob KEMDecapsulateJob
     certVerifySpkac certExportPublicKey certExportChallenge parseX509`,
  ],
  [
    rare,
    'AESCipherJob ChaCha20Poly1305CipherJob CShakeJob TurboShakeJob KangarooTwelveJob CheckPrimeJob RandomPrimeJob',
  ],
];

export function createMissingBindings(): Binding {
  const binding: Binding = {};
  for (const [reason, names] of missing) {
    for (const name of names.trim().split(/\s+/)) {
      // Works with and without `new`.
      binding[name] = function unavailable(): Any {
        throw notAvailable(`crypto.${name}`, reason);
      };
    }
  }
  return binding;
}
