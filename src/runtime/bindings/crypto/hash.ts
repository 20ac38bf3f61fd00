/** `crypto.createHash`, `crypto.hash`, `crypto.createHmac` and the digests of `subtle`. */
import { hmac } from '@noble/hashes/hmac.js';
import type { Any, Binding, Host } from '../../host.ts';
import { bytesOf, copyOf, nativeError } from '../buffer/bytes.ts';
import { type Encoding, encoding, parseEncoding } from '../buffer/encodings.ts';
import { decodeText, encodeText } from '../buffer/string-bytes.ts';
import { DigestStream } from './digest-stream.ts';
import { type Digest, findDigest, requireDigest } from './digests.ts';
import { createJobClass } from './job.ts';
import { type SecretInput, secretBytes } from './key-handle.ts';
import { createNodeBuffer } from './node-buffer.ts';

type Data = string | ArrayBufferView | ArrayBuffer;

const signMode = { sign: 0, verify: 1 } as const;

function dataBytes(data: Data, name?: unknown): Uint8Array {
  return typeof data === 'string' ? encodeText(data, parseEncoding(name)) : bytesOf(data);
}

/** OpenSSL's error for a length that the digest cannot have. */
function invalidLength(): Error {
  const reason = 'not XOF or invalid length';
  return Object.assign(new Error(`error:030000B2:digital envelope routines::${reason}`), {
    library: 'digital envelope routines',
    reason,
    code: 'ERR_OSSL_EVP_NOT_XOF_OR_INVALID_LENGTH',
  });
}

function accepts(digest: Digest, length: number | undefined): boolean {
  return length === undefined || digest.extendable || length === digest.hash.outputLen;
}

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let i = 0; i < a.length; i++) difference |= a[i]! ^ b[i]!;
  return difference === 0;
}

export function createHashBindings(host: Host): Binding {
  /** A `Buffer`, or text in the encoding. */
  const present = (bytes: Uint8Array<ArrayBuffer>, name: unknown): unknown => {
    const to = name === undefined ? encoding.buffer : parseEncoding(name, encoding.buffer);
    return to === encoding.buffer ? createNodeBuffer(host, bytes.slice()) : decodeText(bytes, to);
  };

  class Hash {
    readonly #stream: DigestStream;

    constructor(algorithm: string | Hash, length: number | undefined) {
      const digest = typeof algorithm === 'string' ? findDigest(algorithm) : algorithm.#stream.digest;
      if (digest === undefined) throw new Error('Digest method not supported');
      if (!accepts(digest, length)) throw invalidLength();
      this.#stream = new DigestStream(
        digest,
        length,
        typeof algorithm === 'string' ? undefined : algorithm.#stream,
      );
    }

    update(data: Data, name?: unknown): boolean {
      this.#stream.update(dataBytes(data, name));
      return true;
    }

    digest(name?: unknown): unknown {
      return present(this.#stream.finish(), name);
    }
  }

  class Hmac {
    #mac: ReturnType<typeof hmac.create> | undefined;

    init(algorithm: string, key: SecretInput): void {
      this.#mac = hmac.create(requireDigest(algorithm).hash, secretBytes(key));
    }

    update(data: Data, name?: unknown): boolean {
      this.#mac!.update(dataBytes(data, name));
      return true;
    }

    digest(name?: unknown): unknown {
      return present(this.#mac!.digest() as Uint8Array<ArrayBuffer>, name);
    }
  }

  return {
    Hash,
    Hmac,
    oneShotDigest(
      algorithm: string,
      _id: number,
      _cache: Any,
      input: Data,
      name: string,
      _encodingNumber: Encoding | undefined,
      length: number | undefined,
    ) {
      const digest = findDigest(algorithm);
      if (digest === undefined) throw new Error(`Digest method ${algorithm} is not supported`);
      if (!accepts(digest, length)) {
        throw new Error(`Output length ${length} is invalid for ${algorithm}, which does not support XOF`);
      }
      const stream = new DigestStream(digest, length);
      stream.update(dataBytes(input));
      return present(stream.finish(), name);
    },
    HashJob: createJobClass(host, 'HASHREQUEST', (_mode, algorithm: string, data: Data, bits?: number) => {
      const digest = requireDigest(algorithm);
      const bytes = copyOf(dataBytes(data));
      return () => {
        const stream = new DigestStream(digest, bits === undefined ? undefined : bits / 8);
        stream.update(bytes);
        return stream.finish().slice().buffer;
      };
    }),
    HmacJob: createJobClass(
      host,
      'SIGNREQUEST',
      (_mode, way: number, algorithm: string, key: SecretInput, data: Data, signature?: Data) => {
        const { hash } = requireDigest(algorithm);
        const [secret, bytes] = [secretBytes(key), copyOf(dataBytes(data))];
        const expected = signature === undefined ? undefined : copyOf(dataBytes(signature));
        return () => {
          const made = hmac(hash, secret, bytes) as Uint8Array<ArrayBuffer>;
          return way === signMode.verify ? equalBytes(made, expected!) : made.slice().buffer;
        };
      },
    ),
    timingSafeEqual(a: unknown, b: unknown) {
      const [first, second] = [a, b].map((value, index) => {
        if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return bytesOf(value);
        throw nativeError(
          TypeError,
          'ERR_INVALID_ARG_TYPE',
          `The "buf${index + 1}" argument must be an instance of ArrayBuffer, Buffer, TypedArray, or DataView.`,
        );
      });
      if (first!.length !== second!.length) {
        throw nativeError(
          RangeError,
          'ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH',
          'Input buffers must have the same byte length',
        );
      }
      return equalBytes(first!, second!);
    },
  };
}
