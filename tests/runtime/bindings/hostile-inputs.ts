/** Arbitraries of text and bytes that break naive encoders. */
import fc from 'fast-check';

const units = [
  'a',
  'é',
  '€',
  '😀',
  '\ud800',
  '\udc00',
  '\ud83d',
  '=',
  '-',
  '+',
  '/',
  '_',
  ' ',
  '\n',
  'Y',
  'Q',
  'f',
  '0',
  'ł',
];

export const hostileText = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom(...units) }),
  fc.array(fc.nat(0xffff)).map((codes) => String.fromCharCode(...codes)),
  fc.string({ unit: fc.constantFrom(...units), minLength: 100, maxLength: 300 }),
);

/** Starts, middles and ends of UTF-8 characters, surrogates and a byte order mark, in any order. */
const fragments = [
  0, 0x41, 0x7f, 0x80, 0xbf, 0xc2, 0xc3, 0xe2, 0x82, 0xac, 0xed, 0xa0, 0xf0, 0x9f, 0x98, 0xf4, 0xff, 0xef,
  0xbb, 0xd8,
];

export const hostileBytes = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  fc.array(fc.constantFrom(...fragments), { maxLength: 120 }).map((bytes) => Uint8Array.from(bytes)),
);

/** What a caller may pass for a place in a buffer. */
export const place = fc.oneof(
  fc.integer({ min: -3, max: 250 }),
  fc.constantFrom(undefined, null, Number.NaN, 1.5, '2', 2 ** 33, -0.5),
);
