import type { Digest } from './digests.ts';

/** The part of a hash in progress that is used. */
interface HashInProgress {
  update(bytes: Uint8Array): unknown;
  digest(): Uint8Array;
  clone(): HashInProgress;
  xof(length: number): Uint8Array;
}

/** A digest in progress, of the length that was asked for. */
export class DigestStream {
  readonly digest: Digest;
  readonly #length: number;
  readonly #hash: HashInProgress;
  #result: Uint8Array<ArrayBuffer> | undefined;

  constructor(digest: Digest, length: number = digest.hash.outputLen, from?: DigestStream) {
    this.digest = digest;
    this.#length = length;
    this.#hash =
      from === undefined ? (digest.hash.create() as unknown as HashInProgress) : from.#hash.clone();
  }

  update(bytes: Uint8Array): void {
    this.#hash.update(bytes);
  }

  /** A second call gives the same bytes. */
  finish(): Uint8Array<ArrayBuffer> {
    if (this.#length === 0) return new Uint8Array();
    this.#result ??= (
      this.digest.extendable ? this.#hash.xof(this.#length) : this.#hash.digest()
    ) as Uint8Array<ArrayBuffer>;
    return this.#result;
  }
}
