/** `internalBinding('icu')`: legacy encodings of `TextDecoder`, `buffer.transcode`, and widths of text. */
import type { Binding, Host } from '../host.ts';
import { bytesOf, nativeError, slice } from './buffer/bytes.ts';
import { stringWidth } from './icu/string-width.ts';
import { errorName, transcode } from './icu/transcode.ts';

/** Bits of `flags`. */
const flushes = 1;
const isFatal = 2;
const ignoresBom = 4;

/** The state of one `TextDecoder`, which the library only hands back. */
class Converter {
  readonly #decoder: TextDecoder;

  constructor(decoder: TextDecoder) {
    this.#decoder = decoder;
  }

  decode(bytes: Uint8Array, stream: boolean): string {
    return this.#decoder.decode(slice(bytes, 0, bytes.length), { stream });
  }
}

function createDecoder(name: string, flags = 0): TextDecoder | undefined {
  try {
    return new TextDecoder(name, { fatal: (flags & isFatal) !== 0, ignoreBOM: (flags & ignoresBom) !== 0 });
  } catch {
    return undefined;
  }
}

export function createIcuBinding(host: Host): Binding {
  const isShared = (input: unknown) => host.binding('types')['isSharedArrayBuffer'](input);

  return {
    getStringWidth: stringWidth,
    icuErrName: errorName,
    /** The converted bytes as a `Buffer`, or the number of an error. */
    transcode(source: Uint8Array, from: string, to: string) {
      const result = transcode(source, from, to);
      if (typeof result === 'number') return result;
      return host.builtin('buffer').Buffer.from(result.buffer, result.byteOffset, result.length);
    },
    hasConverter: (name: string) => createDecoder(name) !== undefined,
    getConverter(name: string, flags: number) {
      const decoder = createDecoder(name, flags);
      return decoder && new Converter(decoder);
    },
    decode(converter: Converter, input: unknown, flags: number, name: string) {
      if (!ArrayBuffer.isView(input) && !(input instanceof ArrayBuffer) && !isShared(input)) {
        throw nativeError(
          TypeError,
          'ERR_INVALID_ARG_TYPE',
          'The "input" argument must be an instance of SharedArrayBuffer, ArrayBuffer or ArrayBufferView.',
        );
      }
      try {
        return converter.decode(bytesOf(input as ArrayBufferView), (flags & flushes) === 0);
      } catch {
        throw nativeError(
          TypeError,
          'ERR_ENCODING_INVALID_ENCODED_DATA',
          `The encoded data was not valid for encoding ${name}`,
        );
      }
    },
  };
}
