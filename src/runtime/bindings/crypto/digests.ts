/** Message digests by the names that OpenSSL knows them by. */
import { blake2b, blake2s } from '@noble/hashes/blake2.js';
import { md5, ripemd160, sha1 } from '@noble/hashes/legacy.js';
import { sha224, sha256, sha384, sha512, sha512_224, sha512_256 } from '@noble/hashes/sha2.js';
import { sha3_224, sha3_256, sha3_384, sha3_512, shake128, shake256 } from '@noble/hashes/sha3.js';
import type { CHash } from '@noble/hashes/utils.js';
import { nativeError } from '../buffer/bytes.ts';

export interface Digest {
  readonly name: string;
  readonly hash: CHash;
  /** Whether the output may have any length. */
  readonly extendable: boolean;
}

/** Names as `crypto.getHashes` lists them, then those that it does not list. */
const table: readonly (readonly [hash: unknown, listed: string, others?: string])[] = [
  [md5, 'md5 RSA-MD5 md5WithRSAEncryption ssl3-md5', '1.2.840.113549.2.5'],
  [sha1, 'sha1 RSA-SHA1 RSA-SHA1-2 sha1WithRSAEncryption ssl3-sha1', 'SHA-1 1.3.14.3.2.26'],
  [sha224, 'sha224 RSA-SHA224 sha224WithRSAEncryption', 'SHA-224 SHA2-224 2.16.840.1.101.3.4.2.4'],
  [sha256, 'sha256 RSA-SHA256 sha256WithRSAEncryption', 'SHA-256 SHA2-256 2.16.840.1.101.3.4.2.1'],
  [sha384, 'sha384 RSA-SHA384 sha384WithRSAEncryption', 'SHA-384 SHA2-384 2.16.840.1.101.3.4.2.2'],
  [sha512, 'sha512 RSA-SHA512 sha512WithRSAEncryption', 'SHA-512 SHA2-512 2.16.840.1.101.3.4.2.3'],
  [
    sha512_224,
    'sha512-224 RSA-SHA512/224 sha512-224WithRSAEncryption',
    'SHA-512/224 SHA2-512/224 2.16.840.1.101.3.4.2.5',
  ],
  [
    sha512_256,
    'sha512-256 RSA-SHA512/256 sha512-256WithRSAEncryption',
    'SHA-512/256 SHA2-512/256 2.16.840.1.101.3.4.2.6',
  ],
  [sha3_224, 'sha3-224 RSA-SHA3-224 id-rsassa-pkcs1-v1_5-with-sha3-224', '2.16.840.1.101.3.4.2.7'],
  [sha3_256, 'sha3-256 RSA-SHA3-256 id-rsassa-pkcs1-v1_5-with-sha3-256', '2.16.840.1.101.3.4.2.8'],
  [sha3_384, 'sha3-384 RSA-SHA3-384 id-rsassa-pkcs1-v1_5-with-sha3-384', '2.16.840.1.101.3.4.2.9'],
  [sha3_512, 'sha3-512 RSA-SHA3-512 id-rsassa-pkcs1-v1_5-with-sha3-512', '2.16.840.1.101.3.4.2.10'],
  [shake128, 'shake128', 'SHAKE-128 2.16.840.1.101.3.4.2.11'],
  [shake256, 'shake256', 'SHAKE-256 2.16.840.1.101.3.4.2.12'],
  [ripemd160, 'ripemd160 RSA-RIPEMD160 ripemd ripemd160WithRSA rmd160', 'RIPEMD-160 1.3.36.3.2.1'],
  [blake2b, 'blake2b512', 'BLAKE2B-512 1.3.6.1.4.1.1722.12.2.1.16'],
  [blake2s, 'blake2s256', 'BLAKE2S-256 1.3.6.1.4.1.1722.12.2.2.8'],
];

const byName = new Map<string, Digest>();
const listedNames: string[] = [];
for (const [hash, listed, others = ''] of table) {
  const names = listed.split(' ');
  listedNames.push(...names);
  const digest: Digest = {
    name: names[0]!,
    hash: hash as CHash,
    extendable: hash === shake128 || hash === shake256,
  };
  for (const name of [...names, ...others.split(' ')]) byName.set(name.toLowerCase(), digest);
}

/** Names in code unit order, as `crypto.getHashes` gives them. */
export const digestNames: readonly string[] = listedNames.sort();

/** `undefined` where there is no such digest; the case of letters does not count. */
export function findDigest(name: string): Digest | undefined {
  return byName.get(name.toLowerCase());
}

/** @throws a `TypeError` with code `ERR_CRYPTO_INVALID_DIGEST` */
export function requireDigest(name: string): Digest {
  const digest = findDigest(name);
  if (digest === undefined)
    throw nativeError(TypeError, 'ERR_CRYPTO_INVALID_DIGEST', `Invalid digest: ${name}`);
  return digest;
}
