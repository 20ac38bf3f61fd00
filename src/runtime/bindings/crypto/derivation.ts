/** Keys from passwords and from other keys. */
import { hkdf } from '@noble/hashes/hkdf.js';
import { pbkdf2 } from '@noble/hashes/pbkdf2.js';
import { scrypt } from '@noble/hashes/scrypt.js';
import type { Binding, Host } from '../../host.ts';
import { copyOf, nativeError } from '../buffer/bytes.ts';
import { requireDigest } from './digests.ts';
import { createJobClass } from './job.ts';
import { type SecretInput, secretBytes } from './key-handle.ts';

type Bytes = ArrayBufferView | ArrayBuffer;

/** OpenSSL derives no empty key. */
function positive(length: number): number {
  if (length === 0) throw new Error('Deriving bits failed');
  return length;
}

/** OpenSSL's limits (https://docs.openssl.org/3.5/man7/EVP_KDF-SCRYPT/). */
function checkScrypt(cost: number, blockSize: number, parallelization: number, maxMemory: number): void {
  const invalid = (suffix = '') =>
    nativeError(RangeError, 'ERR_CRYPTO_INVALID_SCRYPT_PARAMS', `Invalid scrypt params${suffix}`);
  const powerOfTwo = cost >= 2 && Number.isInteger(Math.log2(cost));
  const products = 2 ** 30 - 1;
  if (!powerOfTwo || blockSize < 1 || parallelization < 1 || parallelization > products / blockSize)
    throw invalid();
  if (16 * blockSize <= 63 && cost >= 2 ** (16 * blockSize)) throw invalid();
  const memory = 128 * blockSize * (parallelization + cost + 2);
  if (memory > maxMemory) {
    throw invalid(': error:030000AC:digital envelope routines::memory limit exceeded');
  }
}

export function createDerivationBindings(host: Host): Binding {
  return {
    PBKDF2Job: createJobClass(
      host,
      'PBKDF2REQUEST',
      (_mode, password: SecretInput, salt: Bytes, iterations: number, length: number, algorithm: string) => {
        const { hash } = requireDigest(algorithm);
        const [secret, grain] = [secretBytes(password), copyOf(salt)];
        return () => pbkdf2(hash, secret, grain, { c: iterations, dkLen: positive(length) }).slice().buffer;
      },
    ),
    ScryptJob: createJobClass(
      host,
      'SCRYPTREQUEST',
      (
        _mode,
        password: SecretInput,
        salt: Bytes,
        cost: number,
        blockSize: number,
        parallelization: number,
        maxMemory: number,
        length: number,
      ) => {
        checkScrypt(cost, blockSize, parallelization, maxMemory);
        const [secret, grain] = [secretBytes(password), copyOf(salt)];
        return () => {
          if (length === 0) return new ArrayBuffer(0);
          const options = {
            N: cost,
            r: blockSize,
            p: parallelization,
            dkLen: length,
            maxmem: maxMemory + 1024,
          };
          return scrypt(secret, grain, options).slice().buffer;
        };
      },
    ),
    HKDFJob: createJobClass(
      host,
      'HKDFREQUEST',
      (_mode, algorithm: string, key: SecretInput, salt: Bytes, info: Bytes, length: number) => {
        const { hash } = requireDigest(algorithm);
        if (length > 255 * hash.outputLen) {
          throw nativeError(RangeError, 'ERR_CRYPTO_INVALID_KEYLEN', 'Invalid key length');
        }
        const [secret, grain, context] = [secretBytes(key), copyOf(salt), copyOf(info)];
        return () => hkdf(hash, secret, grain, context, positive(length)).slice().buffer;
      },
    ),
  };
}
