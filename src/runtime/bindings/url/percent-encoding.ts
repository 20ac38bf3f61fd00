/** Percent-encoding with the sets of https://url.spec.whatwg.org/#percent-encoded-bytes. */
import { encodeUtf8 } from '../buffer/utf8.ts';

/** A pattern of the characters that have to be encoded. */
type EncodeSet = RegExp;

/** Everything that is not ASCII belongs to every set. */
export const encodeSets = {
  c0Control: /[^ -~]/,
  fragment: /[\0- "<>`\x7f-\uffff]/,
  query: /[\0- "#<>\x7f-\uffff]/,
  specialQuery: /[\0- "#'<>\x7f-\uffff]/,
  path: /[\0- "#<>?^`{}\x7f-\uffff]/,
  userinfo: /[\0- "#/:;<=>?@[\\\]^`{|}\x7f-\uffff]/,
} satisfies Record<string, EncodeSet>;

function encodeByte(byte: number): string {
  return `%${byte < 16 ? '0' : ''}${byte.toString(16).toUpperCase()}`;
}

/** Encodes the characters of the set as UTF-8; lone surrogates become U+FFFD first. */
export function percentEncode(text: string, set: EncodeSet): string {
  if (!set.test(text)) return text;
  let encoded = '';
  for (const character of text) {
    if (set.test(character)) for (const byte of encodeUtf8(character)) encoded += encodeByte(byte);
    else encoded += character;
  }
  return encoded;
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Decodes `%41` to bytes and these as UTF-8; what is no valid escape stays. */
export function percentDecode(text: string): string {
  if (!text.includes('%')) return text;
  const bytes = encodeUtf8(text);
  let length = 0;
  for (let i = 0; i < bytes.length; i++) {
    const digits = bytes[i] === 0x25 ? String.fromCharCode(bytes[i + 1] ?? 0, bytes[i + 2] ?? 0) : '';
    if (/^[0-9a-f]{2}$/i.test(digits)) {
      bytes[length++] = Number.parseInt(digits, 16);
      i += 2;
    } else {
      bytes[length++] = bytes[i]!;
    }
  }
  return decoder.decode(bytes.subarray(0, length));
}
