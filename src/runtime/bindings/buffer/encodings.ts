/** Node's numbers of encodings (`enum encoding` in its `node.h`), as the library passes them to bindings. */
export const encoding = {
  ascii: 0,
  utf8: 1,
  base64: 2,
  ucs2: 3,
  latin1: 4,
  hex: 5,
  buffer: 6,
  base64url: 7,
} as const;

export type Encoding = (typeof encoding)[keyof typeof encoding];

const byName: Readonly<Record<string, Encoding>> = {
  ascii: encoding.ascii,
  utf8: encoding.utf8,
  'utf-8': encoding.utf8,
  base64: encoding.base64,
  base64url: encoding.base64url,
  ucs2: encoding.ucs2,
  'ucs-2': encoding.ucs2,
  utf16le: encoding.ucs2,
  'utf-16le': encoding.ucs2,
  latin1: encoding.latin1,
  binary: encoding.latin1,
  hex: encoding.hex,
  buffer: encoding.buffer,
};

/** The encoding of a name in any case, or of one of the numbers above; `fallback` for anything else. */
export function parseEncoding(value: unknown, fallback: Encoding = encoding.utf8): Encoding {
  if (typeof value === 'string') return byName[value] ?? byName[value.toLowerCase()] ?? fallback;
  if (typeof value === 'number' && value >= 0 && value <= 7) return value as Encoding;
  return fallback;
}
