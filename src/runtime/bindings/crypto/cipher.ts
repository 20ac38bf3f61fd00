/** `crypto.createCipheriv` and `createDecipheriv`: AES in the modes CBC, CTR, ECB and GCM. */
import type { Binding, Host } from '../../host.ts';
import { bytesOf, copyOf, nativeError } from '../buffer/bytes.ts';
import { parseEncoding } from '../buffer/encodings.ts';
import { encodeText } from '../buffer/string-bytes.ts';
import { BlockMode, blockEncryption, type CipherMode, CounterMode, GaloisMode } from './cipher-modes.ts';
import { equalBytes } from './hash.ts';
import { type SecretInput, secretBytes } from './key-handle.ts';
import { createNodeBuffer } from './node-buffer.ts';

interface CipherInfo {
  readonly mode: 'cbc' | 'ctr' | 'ecb' | 'gcm';
  /** OpenSSL's name and number. */
  readonly name: string;
  readonly nid: number;
  readonly blockSize: number;
  readonly ivLength: number;
  readonly keyLength: number;
}

const cipherNumbers: readonly (readonly [
  mode: CipherInfo['mode'],
  nids: readonly [number, number, number],
])[] = [
  ['ecb', [418, 422, 426]],
  ['cbc', [419, 423, 427]],
  ['gcm', [895, 898, 901]],
  ['ctr', [904, 905, 906]],
];

const ciphers = new Map<string | number, CipherInfo>();
const cipherNames: string[] = [];
for (const [mode, nids] of cipherNumbers) {
  nids.forEach((nid, index) => {
    const bits = 128 + index * 64;
    const common = `aes-${bits}-${mode}`;
    const info: CipherInfo = {
      mode,
      name: mode === 'gcm' ? `id-aes${bits}-gcm` : common,
      nid,
      blockSize: mode === 'ecb' || mode === 'cbc' ? 16 : 1,
      ivLength: mode === 'ecb' ? 0 : mode === 'gcm' ? 12 : 16,
      keyLength: bits / 8,
    };
    const others = mode === 'cbc' ? [`aes${bits}`] : mode === 'gcm' ? [`id-aes${bits}-GCM`] : [];
    cipherNames.push(common, ...others);
    for (const name of [common, ...others, nid])
      ciphers.set(typeof name === 'string' ? name.toLowerCase() : name, info);
  });
}
cipherNames.sort();

function findCipher(name: string | number): CipherInfo | undefined {
  return ciphers.get(typeof name === 'string' ? name.toLowerCase() : name);
}

const fullTag = 16;

/** Lengths that GCM's tags may have. */
function isTagLength(length: number): boolean {
  return length === 4 || length === 8 || (length >= 12 && length <= fullTag);
}

function invalidTag(length: number): TypeError {
  const message = `Invalid authentication tag length: ${length}`;
  return nativeError(TypeError, 'ERR_CRYPTO_INVALID_AUTH_TAG', message);
}

function createMode(info: CipherInfo, encrypts: boolean, key: Uint8Array, iv: Uint8Array): CipherMode {
  if (info.mode === 'gcm') return new GaloisMode(encrypts, key, iv);
  if (info.mode === 'ctr') return new CounterMode(blockEncryption(key), iv);
  return new BlockMode(encrypts, key, info.mode === 'cbc' ? iv : undefined);
}

export function createCipherBindings(host: Host): Binding {
  class CipherBase {
    readonly #encrypts: boolean;
    readonly #mode: CipherMode;
    readonly #requiredTagLength: number | undefined;
    #tag: Uint8Array<ArrayBuffer> | undefined;
    #started = false;
    #finished = false;

    constructor(
      encrypts: boolean,
      name: string,
      keyInput: SecretInput,
      ivInput: ArrayBufferView | null,
      tagLength: number,
    ) {
      const info = findCipher(name);
      if (info === undefined) throw nativeError(Error, 'ERR_CRYPTO_UNKNOWN_CIPHER', 'Unknown cipher');
      const iv = ivInput === null ? new Uint8Array() : bytesOf(ivInput);
      const validIv = info.mode === 'gcm' ? iv.length > 0 : iv.length === info.ivLength;
      if (!validIv) throw nativeError(TypeError, 'ERR_CRYPTO_INVALID_IV', 'Invalid initialization vector');
      const key = secretBytes(keyInput);
      if (key.length !== info.keyLength) {
        throw nativeError(RangeError, 'ERR_CRYPTO_INVALID_KEYLEN', 'Invalid key length');
      }
      if (info.mode === 'gcm' && tagLength !== -1 && !isTagLength(tagLength)) throw invalidTag(tagLength);
      this.#encrypts = encrypts;
      this.#requiredTagLength = tagLength === -1 ? undefined : tagLength;
      this.#mode = createMode(info, encrypts, key, iv);
    }

    update(data: string | ArrayBufferView, encodingName?: unknown): Uint8Array {
      if (this.#finished) throw new Error('Trying to add data in unsupported state');
      this.#started = true;
      const bytes = typeof data === 'string' ? encodeText(data, parseEncoding(encodingName)) : bytesOf(data);
      return createNodeBuffer(host, this.#mode.update(bytes));
    }

    final(): Uint8Array {
      if (this.#finished) throw nativeError(Error, 'ERR_CRYPTO_INVALID_STATE', 'Invalid state');
      this.#finished = true;
      const mode = this.#mode;
      const last = mode.finish();
      if (mode instanceof GaloisMode) {
        if (this.#encrypts) this.#tag = mode.tag.slice(0, this.#requiredTagLength ?? fullTag);
        else if (this.#tag === undefined || !equalBytes(mode.tag.slice(0, this.#tag.length), this.#tag)) {
          throw new Error('Unsupported state or unable to authenticate data');
        }
      }
      return createNodeBuffer(host, last);
    }

    setAutoPadding(padding: boolean): boolean {
      if (this.#finished) return false;
      if (this.#mode instanceof BlockMode) this.#mode.padding = padding;
      return true;
    }

    getAuthTag(): Uint8Array | undefined {
      return this.#encrypts && this.#finished && this.#tag !== undefined
        ? createNodeBuffer(host, this.#tag.slice())
        : undefined;
    }

    setAuthTag(input: ArrayBufferView): boolean {
      if (!(this.#mode instanceof GaloisMode) || this.#encrypts || this.#finished || this.#tag !== undefined)
        return false;
      const tag = copyOf(input);
      const fits = this.#requiredTagLength === undefined || tag.length === this.#requiredTagLength;
      if (!fits || !isTagLength(tag.length)) throw invalidTag(tag.length);
      this.#tag = tag;
      return true;
    }

    setAAD(data: ArrayBufferView): boolean {
      if (!(this.#mode instanceof GaloisMode) || this.#started || this.#finished) return false;
      this.#mode.authenticate(bytesOf(data));
      return true;
    }
  }

  return {
    CipherBase,
    getCiphers: () => [...cipherNames],
    getCipherInfo(
      target: Record<string, unknown>,
      name: string | number,
      keyLength?: number,
      ivLength?: number,
    ) {
      const info = findCipher(name);
      if (info === undefined || (keyLength !== undefined && keyLength !== info.keyLength)) return undefined;
      const iv = info.mode === 'gcm' ? (ivLength ?? info.ivLength) : info.ivLength;
      if (ivLength !== undefined && ivLength !== iv) return undefined;
      const described = { mode: info.mode, name: info.name, nid: info.nid, blockSize: info.blockSize };
      return Object.assign(target, described, iv > 0 && { ivLength: iv }, { keyLength: info.keyLength });
    },
  };
}
