/** `internalBinding('encoding_binding')`: `TextEncoder`, UTF-8 of `TextDecoder`, and host names of `url.parse`. */
import type { Binding, Host } from '../host.ts';
import { bytesOf, nativeError, slice } from './buffer/bytes.ts';
import { encodeUtf8, encodeUtf8Into } from './buffer/utf8.ts';
import { toAscii, toUnicode } from './url/idna.ts';

function requireData(input: unknown): Uint8Array {
  const shared = typeof SharedArrayBuffer === 'function' && input instanceof SharedArrayBuffer;
  if (!shared && !ArrayBuffer.isView(input) && !(input instanceof ArrayBuffer)) {
    throw nativeError(
      TypeError,
      'ERR_INVALID_ARG_TYPE',
      'The "list" argument must be an instance of SharedArrayBuffer, ArrayBuffer or ArrayBufferView.',
    );
  }
  return bytesOf(input as ArrayBufferView | ArrayBuffer);
}

export function createEncodingBindingBinding(_host: Host): Binding {
  // The mark is removed here: a strict decoder of Firefox leaves it where nothing follows.
  const decoders = [false, true].map((fatal) => new TextDecoder('utf-8', { fatal, ignoreBOM: true }));
  /** Units read and bytes written by the last `encodeInto`. */
  const encodeIntoResults = new Uint32Array(2);

  return {
    encodeIntoResults,
    encodeInto(text: string, bytes: Uint8Array) {
      const { read, written } = encodeUtf8Into(text, bytes);
      encodeIntoResults[0] = read;
      encodeIntoResults[1] = written;
    },
    encodeUtf8String: encodeUtf8,
    decodeUTF8(input: unknown, ignoreBom?: unknown, fatal?: unknown) {
      const bytes = requireData(input);
      try {
        const text = decoders[fatal ? 1 : 0]!.decode(slice(bytes, 0, bytes.length));
        return !ignoreBom && text.startsWith('\ufeff') ? text.slice(1) : text;
      } catch {
        throw nativeError(
          TypeError,
          'ERR_ENCODING_INVALID_ENCODED_DATA',
          'The encoded data was not valid for encoding utf-8',
        );
      }
    },
    toASCII: toAscii,
    toUnicode,
  };
}
