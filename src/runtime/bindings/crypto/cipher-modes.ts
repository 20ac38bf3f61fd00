/**
 * Modes of operation of AES, chunk by chunk (https://nvlpubs.nist.gov/nistpubs/Legacy/SP/nistspecialpublication800-38a.pdf,
 * GCM: 800-38d). Each takes data as it comes and gives what is ready.
 */
import { ghash } from '@noble/ciphers/_polyval.js';
import { unsafe as aes } from '@noble/ciphers/aes.js';
import { slice } from '../buffer/bytes.ts';

const blockSize = 16;

type Bytes = Uint8Array<ArrayBuffer>;
type BlockFunction = (block: Bytes) => void;

export interface CipherMode {
  update(data: Uint8Array): Bytes;
  /** What is left. @throws OpenSSL's error where the end is malformed */
  finish(): Bytes;
}

/** An error of OpenSSL's cipher providers, with the properties that Node gives it. */
function providerError(number: string, reason: string): Error {
  const message = `error:${number}:Provider routines::${reason}`;
  return Object.assign(new Error(message), {
    opensslErrorStack: [message],
    library: 'Provider routines',
    reason,
    code: `ERR_OSSL_${reason.toUpperCase().replaceAll(' ', '_')}`,
  });
}

function join(a: Uint8Array, b: Uint8Array): Bytes {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

function xorInto(target: Bytes, other: Uint8Array): void {
  for (let i = 0; i < target.length; i++) target[i]! ^= other[i]!;
}

export function blockEncryption(key: Uint8Array): BlockFunction {
  const schedule = aes.expandKeyLE(key);
  return (block) => {
    aes.encryptBlock(schedule, block);
  };
}

function blockDecryption(key: Uint8Array): BlockFunction {
  const schedule = aes.expandKeyDecLE(key);
  return (block) => {
    aes.decryptBlock(schedule, block);
  };
}

/** Whole blocks with PKCS#7 padding, which can be turned off: CBC with an initialization vector, ECB without. */
export class BlockMode implements CipherMode {
  padding = true;
  readonly #encrypts: boolean;
  readonly #transform: BlockFunction;
  #chain: Bytes | undefined;
  #held: Bytes = new Uint8Array();

  constructor(encrypts: boolean, key: Uint8Array, iv: Uint8Array | undefined) {
    this.#encrypts = encrypts;
    this.#transform = encrypts ? blockEncryption(key) : blockDecryption(key);
    this.#chain = iv && new Uint8Array(iv);
  }

  update(data: Uint8Array): Bytes {
    const all = join(this.#held, data);
    // The last block of padded data to decrypt has to wait: it may be the one with the padding.
    const keepsLast = !this.#encrypts && this.padding && all.length > 0 && all.length % blockSize === 0;
    const ready = all.length - (keepsLast ? blockSize : all.length % blockSize);
    this.#held = all.slice(ready);
    return this.#run(slice(all, 0, ready));
  }

  finish(): Bytes {
    const held = this.#held;
    if (!this.padding) {
      if (held.length > 0) throw providerError('1C80006B', 'wrong final block length');
      return held;
    }
    if (this.#encrypts) {
      const last = new Uint8Array(blockSize).fill(blockSize - held.length);
      last.set(held);
      return this.#run(last);
    }
    if (held.length !== blockSize) throw providerError('1C80006B', 'wrong final block length');
    const last = this.#run(held);
    const count = last[blockSize - 1]!;
    const valid =
      count >= 1 && count <= blockSize && last.subarray(blockSize - count).every((byte) => byte === count);
    if (!valid) throw providerError('1C800064', 'bad decrypt');
    return last.slice(0, blockSize - count);
  }

  #run(data: Bytes): Bytes {
    const output = data.slice();
    for (let at = 0; at < output.length; at += blockSize) {
      const block = slice(output, at, at + blockSize);
      if (this.#chain !== undefined && this.#encrypts) xorInto(block, this.#chain);
      const input = this.#encrypts ? undefined : block.slice();
      this.#transform(block);
      if (this.#chain === undefined) continue;
      if (input !== undefined) xorInto(block, this.#chain);
      this.#chain = (input ?? block).slice();
    }
    return output;
  }
}

/** A key stream that data is combined with, of any length, in both directions. */
export class CounterMode implements CipherMode {
  readonly #encrypt: BlockFunction;
  readonly #counter: Bytes;
  /** Bytes of the counter that count, at its end. */
  readonly #width: number;
  #stream: Bytes = new Uint8Array(blockSize);
  #used = blockSize;

  constructor(encrypt: BlockFunction, counter: Uint8Array, width = blockSize) {
    this.#encrypt = encrypt;
    this.#counter = new Uint8Array(counter);
    this.#width = width;
  }

  update(data: Uint8Array): Bytes {
    const output = new Uint8Array(data);
    for (let i = 0; i < output.length; i++) {
      if (this.#used === blockSize) this.#advance();
      output[i]! ^= this.#stream[this.#used++]!;
    }
    return output;
  }

  finish(): Bytes {
    return new Uint8Array();
  }

  #advance(): void {
    this.#stream = this.#counter.slice();
    this.#encrypt(this.#stream);
    this.#used = 0;
    const first = blockSize - this.#width;
    for (let i = blockSize - 1; i >= first; i--) {
      this.#counter[i] = (this.#counter[i]! + 1) & 0xff;
      if (this.#counter[i] !== 0) break;
    }
  }
}

type Authenticator = ReturnType<typeof ghash.create>;

/** GHASH over data that comes in pieces: noble's pads each piece, so pieces are cut at blocks. */
class PiecewiseHash {
  readonly #hash: Authenticator;
  #held: Bytes = new Uint8Array();
  length = 0;

  constructor(hash: Authenticator) {
    this.#hash = hash;
  }

  update(data: Uint8Array): void {
    this.length += data.length;
    const all = join(this.#held, data);
    const ready = all.length - (all.length % blockSize);
    if (ready > 0) this.#hash.update(slice(all, 0, ready));
    this.#held = all.slice(ready);
  }

  pad(): void {
    if (this.#held.length > 0) this.#hash.update(this.#held);
    this.#held = new Uint8Array();
  }
}

/** GCM: counter mode, and a tag over the additional data and the encrypted text. */
export class GaloisMode implements CipherMode {
  readonly #encrypts: boolean;
  readonly #counter: CounterMode;
  /** What the tag is combined with. */
  readonly #mask: Bytes;
  readonly #hash: Authenticator;
  readonly #additional: PiecewiseHash;
  readonly #text: PiecewiseHash;
  #tag: Bytes | undefined;

  constructor(encrypts: boolean, key: Uint8Array, iv: Uint8Array) {
    this.#encrypts = encrypts;
    const encrypt = blockEncryption(key);
    const hashKey = new Uint8Array(blockSize);
    encrypt(hashKey);
    let first: Bytes = new Uint8Array(blockSize);
    if (iv.length === 12) {
      first.set(iv);
      first[15] = 1;
    } else {
      const lengths = new Uint8Array(blockSize);
      new DataView(lengths.buffer).setBigUint64(8, BigInt(iv.length) * 8n);
      first = ghash.create(hashKey).update(new Uint8Array(iv)).update(lengths).digest() as Bytes;
    }
    this.#mask = first.slice();
    encrypt(this.#mask);
    this.#counter = new CounterMode(encrypt, first, 4);
    // The key stream's first block is the mask.
    this.#counter.update(new Uint8Array(blockSize));
    this.#hash = ghash.create(hashKey);
    this.#additional = new PiecewiseHash(this.#hash);
    this.#text = new PiecewiseHash(this.#hash);
  }

  authenticate(data: Uint8Array): void {
    this.#additional.update(data);
  }

  update(data: Uint8Array): Bytes {
    this.#additional.pad();
    const output = this.#counter.update(data);
    this.#text.update(this.#encrypts ? output : data);
    return output;
  }

  finish(): Bytes {
    this.#additional.pad();
    this.#text.pad();
    const lengths = new Uint8Array(blockSize);
    const view = new DataView(lengths.buffer);
    view.setBigUint64(0, BigInt(this.#additional.length) * 8n);
    view.setBigUint64(8, BigInt(this.#text.length) * 8n);
    this.#tag = this.#hash.update(lengths).digest() as Bytes;
    xorInto(this.#tag, this.#mask);
    return new Uint8Array();
  }

  /** The tag of what was finished. */
  get tag(): Bytes {
    return this.#tag!;
  }
}
