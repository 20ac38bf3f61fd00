/** Keys of the crypto binding: secret ones. Public and private keys need algorithms that this engine does not have. */
import type { Any, Binding, Host } from '../../host.ts';
import { base64urlSlice, base64Write } from '../buffer/base64.ts';
import { compareBytes, copyOf } from '../buffer/bytes.ts';
import { createNodeBuffer } from './node-buffer.ts';
import { notAvailable } from './unavailable.ts';

const keyType = { secret: 0 } as const;
const jwkFormat = 2;

export type SecretInput = KeyHandle | ArrayBufferView | ArrayBuffer;

const asymmetric = 'there are no public or private keys in this engine; use `crypto.createSecretKey`';

export class KeyHandle {
  /** The key itself; a copy, which nobody else holds. */
  #secret: Uint8Array<ArrayBuffer> = new Uint8Array();
  readonly #host: Host;

  constructor(host: Host) {
    this.#host = host;
  }

  static bytes(handle: KeyHandle): Uint8Array<ArrayBuffer> {
    return handle.#secret;
  }

  init(type: number, data: Any, format?: number): string | undefined {
    if (format === jwkFormat || (type === keyType.secret && typeof data?.k === 'string')) {
      if (data.kty !== 'oct' || typeof data.k !== 'string') throw notAvailable('KeyObject', asymmetric);
      const bytes = new Uint8Array((data.k.length * 3) >> 2);
      this.#secret = bytes.slice(0, base64Write(bytes, data.k, 0, bytes.length));
      return undefined;
    }
    if (type !== keyType.secret) throw notAvailable('KeyObject', asymmetric);
    this.#secret = copyOf(data);
    return undefined;
  }

  getKeyType(): number {
    return keyType.secret;
  }

  getSymmetricKeySize(): number {
    return this.#secret.length;
  }

  export(): Uint8Array {
    return createNodeBuffer(this.#host, this.#secret.slice());
  }

  exportJwk(target: Record<string, unknown>): Record<string, unknown> {
    return Object.assign(target, { kty: 'oct', k: base64urlSlice(this.#secret, 0, this.#secret.length) });
  }

  equals(other: KeyHandle): boolean {
    return compareBytes(this.#secret, other.#secret) === 0;
  }
}

export function secretBytes(input: SecretInput): Uint8Array {
  return input instanceof KeyHandle ? KeyHandle.bytes(input) : copyOf(input);
}

export function createKeyBindings(host: Host): Binding & { createKey(bytes: Uint8Array): KeyHandle } {
  class KeyObjectHandle extends KeyHandle {
    constructor() {
      super(host);
    }
  }

  class NativeKeyObject {
    static handle(key: NativeKeyObject): KeyHandle {
      return key.#handle;
    }

    readonly #handle: KeyHandle;

    constructor(handle: KeyHandle) {
      this.#handle = handle;
    }
  }

  class NativeCryptoKey {
    static slots(key: NativeCryptoKey): unknown[] {
      return [keyType.secret, key.#extractable, key.#algorithm, key.#usages, key.#handle];
    }

    readonly #handle: KeyHandle;
    readonly #algorithm: unknown;
    readonly #usages: number;
    readonly #extractable: boolean;

    constructor(handle: KeyHandle, algorithm: unknown, usages: number, extractable: boolean) {
      this.#handle = handle;
      this.#algorithm = algorithm;
      this.#usages = usages;
      this.#extractable = extractable;
    }
  }

  return {
    KeyObjectHandle,
    createKey(bytes: Uint8Array) {
      const handle = new KeyObjectHandle();
      handle.init(keyType.secret, bytes);
      return handle;
    },
    createNativeKeyObjectClass: (extend: (base: typeof NativeKeyObject) => unknown) =>
      extend(NativeKeyObject),
    /** Type and handle; throws for what is no key. */
    getKeyObjectSlots: (key: NativeKeyObject) => [keyType.secret, NativeKeyObject.handle(key)],
    createCryptoKeyClass: (extend: (base: typeof NativeCryptoKey) => unknown) => extend(NativeCryptoKey),
    getCryptoKeySlots: (key: NativeCryptoKey) => NativeCryptoKey.slots(key),
  };
}
