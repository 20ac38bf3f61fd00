/** Which bytes may stand where in a message: tables of 256 entries, 1 where the byte is allowed. */

function table(...parts: readonly (string | readonly [from: number, to: number])[]): Uint8Array {
  const allowed = new Uint8Array(256);
  for (const part of parts) {
    if (typeof part === 'string') for (let i = 0; i < part.length; i++) allowed[part.charCodeAt(i)] = 1;
    else allowed.fill(1, part[0], part[1] + 1);
  }
  return allowed;
}

const digits = [0x30, 0x39] as const;
const upper = [0x41, 0x5a] as const;
const lower = [0x61, 0x7a] as const;

export const CR = 0x0d;
export const LF = 0x0a;
export const SPACE = 0x20;
export const TAB = 0x09;
export const COLON = 0x3a;
export const COMMA = 0x2c;

export const isLetter = table(upper, lower);

/** `token` of RFC 9110 §5.6.2, without which no field name is valid. */
export const isToken = table("!#$%&'*+-.^_`|~", digits, upper, lower);

/** What may stand in the path, query or fragment of a request target; `?` and `#` are judged apart. */
export const isUrl = table('!"$%&\'()*+,-./:;<=>@[\\]^_`{|}~', digits, upper, lower);

/** What may stand in the authority of a request target; `/`, `?` and `@` are judged apart. */
export const isUrlServer = table("-_.!~*'()%;:&=+$,[]", digits, upper, lower);

/** What may stand in a field value: visible ASCII, space, tab and everything above ASCII (RFC 9110 §5.5). */
export const isFieldValue = table('\t', [0x20, 0x7e], [0x80, 0xff]);

/** The same with control characters, save NUL, CR and LF. */
export const isRelaxedFieldValue = table([0x01, 0x09], [0x0b, 0x0c], [0x0e, 0xff]);

/** What may stand between the quotes of a chunk extension's value, unescaped. */
export const isQuoted = table('\t', [0x20, 0x21], [0x23, 0x5b], [0x5d, 0x7e], [0x80, 0xff]);

/** What may follow a backslash there. */
export const isQuotedPair = table('\t', [0x20, 0x7e], [0x80, 0xff]);

/** The value of a hexadecimal digit, or -1. */
export const hexValue = new Int8Array(256).fill(-1);
for (let i = 0; i < 16; i++) {
  const digit = i.toString(16);
  hexValue[digit.charCodeAt(0)] = i;
  hexValue[digit.toUpperCase().charCodeAt(0)] = i;
}

/** Bytes read as Latin-1, one character each. */
export function latin1Text(bytes: Uint8Array, start: number, end: number): string {
  const fromCode = String.fromCharCode;
  let text = '';
  let i = start;
  if (end - start > 48) {
    for (; i < end; i += 4096)
      text += fromCode.apply(null, bytes.subarray(i, Math.min(end, i + 4096)) as never);
    return text;
  }
  for (; i + 4 <= end; i += 4) text += fromCode(bytes[i]!, bytes[i + 1]!, bytes[i + 2]!, bytes[i + 3]!);
  for (; i < end; i++) text += fromCode(bytes[i]!);
  return text;
}
