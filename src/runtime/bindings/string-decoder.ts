/**
 * `internalBinding('string_decoder')`: decodes a stream of chunks without cutting characters.
 *
 * The state of one decoder is seven bytes that the library allocates and reads: up to four bytes of an incomplete
 * character, how many are missing, how many are held, and the encoding's number.
 */
import type { Binding, Host } from '../host.ts';
import { bytesOf, slice } from './buffer/bytes.ts';
import { type Encoding, encoding } from './buffer/encodings.ts';
import { decodeText } from './buffer/string-bytes.ts';

const kIncompleteCharactersStart = 0;
const kIncompleteCharactersEnd = 4;
const kMissingBytes = 4;
const kBufferedBytes = 5;
const kEncodingField = 6;
const kNumFields = 7;

function isContinuation(byte: number): boolean {
  return (byte & 0xc0) === 0x80;
}

/** Bytes of a UTF-8 character by its first one; 0 where it starts none. */
function characterLength(first: number): number {
  if ((first & 0xe0) === 0xc0) return 2;
  if ((first & 0xf0) === 0xe0) return 3;
  return (first & 0xf8) === 0xf0 ? 4 : 0;
}

/** Takes from `data` what the held character misses; returns its text, if it is whole now, and the bytes taken. */
function finishCharacter(
  state: Uint8Array,
  data: Uint8Array,
  kind: Encoding,
): { text: string; taken: number } {
  let taken = Math.min(data.length, state[kMissingBytes]!);
  if (kind === encoding.utf8) {
    const odd = data.subarray(0, taken).findIndex((byte) => !isContinuation(byte));
    if (odd !== -1) {
      // The character ends here, malformed; the unexpected byte starts another.
      taken = odd;
      state[kMissingBytes] = odd;
    }
  }
  state.set(data.subarray(0, taken), state[kBufferedBytes]!);
  state[kMissingBytes]! -= taken;
  state[kBufferedBytes]! += taken;
  if (state[kMissingBytes]! > 0) return { text: '', taken };

  const text = decodeText(state, kind, kIncompleteCharactersStart, state[kBufferedBytes]!);
  state[kBufferedBytes] = 0;
  return { text, taken };
}

/** Notes in the state how many bytes at the end of `data` belong to an incomplete character. */
function holdIncomplete(state: Uint8Array, data: Uint8Array, kind: Encoding): void {
  const { length } = data;
  if (kind === encoding.utf8) {
    if (data[length - 1]! < 0x80) return;
    for (let held = 1; held <= Math.min(4, length); held++) {
      const byte = data[length - held]!;
      if (isContinuation(byte)) continue;
      const whole = characterLength(byte);
      if (held < whole) {
        state[kBufferedBytes] = held;
        state[kMissingBytes] = whole - held;
      }
      return;
    }
  } else if (kind === encoding.ucs2) {
    if (length % 2 === 1) {
      state[kBufferedBytes] = 1;
      state[kMissingBytes] = 1;
    } else if ((data[length - 1]! & 0xfc) === 0xd8) {
      state[kBufferedBytes] = 2;
      state[kMissingBytes] = 2;
    }
  } else {
    state[kBufferedBytes] = length % 3;
    state[kMissingBytes] = length % 3 === 0 ? 0 : 3 - (length % 3);
  }
}

function decode(state: Uint8Array, view: ArrayBufferView): string {
  let data = bytesOf(view);
  const kind = state[kEncodingField] as Encoding;
  if (kind === encoding.ascii || kind === encoding.latin1 || kind === encoding.hex)
    return decodeText(data, kind);

  let before = '';
  if (state[kMissingBytes]! > 0) {
    const { text, taken } = finishCharacter(state, data, kind);
    before = text;
    data = slice(data, taken, data.length);
  }
  if (data.length === 0) return before;
  holdIncomplete(state, data, kind);
  const whole = data.length - state[kBufferedBytes]!;
  state.set(slice(data, whole, data.length), kIncompleteCharactersStart);
  return before + decodeText(data, kind, 0, whole);
}

function flush(state: Uint8Array): string {
  const kind = state[kEncodingField] as Encoding;
  const held = state[kBufferedBytes]!;
  const text = decodeText(state, kind, 0, kind === encoding.ucs2 ? held - (held % 2) : held);
  state[kMissingBytes] = 0;
  state[kBufferedBytes] = 0;
  return text;
}

export function createStringDecoderBinding(_host: Host): Binding {
  return {
    // Names by number, as the library prefers them.
    encodings: ['ascii', 'utf8', 'base64', 'utf16le', 'latin1', 'hex', 'buffer', 'base64url'],
    kIncompleteCharactersStart,
    kIncompleteCharactersEnd,
    kMissingBytes,
    kBufferedBytes,
    kEncodingField,
    kNumFields,
    kSize: kNumFields,
    decode,
    flush,
  };
}
