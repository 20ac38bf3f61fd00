import { copyOf, slice } from '../buffer/bytes.ts';
import { type Encoding, encoding, parseEncoding } from '../buffer/encodings.ts';
import { decodeText, encodeText } from '../buffer/string-bytes.ts';
import { isUtf8, utf8Slice } from '../buffer/utf8.ts';

/** ICU's errors from 0 on (https://unicode-org.github.io/icu-docs/apidoc/released/icu4c/utypes_8h.html). */
const errorNames = `
  U_ZERO_ERROR U_ILLEGAL_ARGUMENT_ERROR U_MISSING_RESOURCE_ERROR U_INVALID_FORMAT_ERROR
  U_FILE_ACCESS_ERROR U_INTERNAL_PROGRAM_ERROR U_MESSAGE_PARSE_ERROR U_MEMORY_ALLOCATION_ERROR
  U_INDEX_OUTOFBOUNDS_ERROR U_PARSE_ERROR U_INVALID_CHAR_FOUND U_TRUNCATED_CHAR_FOUND
  U_ILLEGAL_CHAR_FOUND U_INVALID_TABLE_FORMAT U_INVALID_TABLE_FILE U_BUFFER_OVERFLOW_ERROR`
  .trim()
  .split(/\s+/);

const illegalArgument = 1;
const invalidCharacter = 10;
const replacement = 0x3f;
const ignorable = /^\p{Default_Ignorable_Code_Point}$/u;

export function errorName(code: number): string {
  return errorNames[code] ?? '[BOGUS UErrorCode]';
}

const convertible: readonly Encoding[] = [encoding.ascii, encoding.utf8, encoding.ucs2, encoding.latin1];

function read(source: Uint8Array, from: Encoding, to: Encoding): string {
  if (from === encoding.utf8) return utf8Slice(source, 0, source.length);
  if (from !== encoding.ascii || to === encoding.ucs2)
    return decodeText(source, from === encoding.ascii ? encoding.latin1 : from);
  // Bytes that ASCII does not have are malformed.
  let text = '';
  for (const byte of source) text += byte < 0x80 ? String.fromCharCode(byte) : '\ufffd';
  return text;
}

/** One byte a character; `?` for those above `last`, nothing for those that show nothing. */
function writeSingleBytes(text: string, last: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(text.length);
  let length = 0;
  for (const character of text) {
    const point = character.codePointAt(0)!;
    if (point <= last) bytes[length++] = point;
    else if (!ignorable.test(character)) bytes[length++] = replacement;
  }
  return slice(bytes, 0, length);
}

/** The bytes in another encoding (one of ASCII, Latin-1, UTF-8, UTF-16), or the number of an ICU error. */
export function transcode(
  source: Uint8Array,
  fromName: string,
  toName: string,
): Uint8Array<ArrayBuffer> | number {
  const from = parseEncoding(fromName, encoding.buffer);
  const to = parseEncoding(toName, encoding.buffer);
  if (!convertible.includes(from) || !convertible.includes(to)) return illegalArgument;
  if (from === to && to === encoding.latin1) return copyOf(source);
  if (from === encoding.utf8 && to === encoding.ucs2 && !isUtf8(source)) return invalidCharacter;
  const text = read(source, from, to);
  // A lone half of a UTF-16 unit has nothing to convert, which ICU's caller takes for a failure.
  if (from === encoding.ucs2 && to === encoding.utf8 && (text === '' || !text.isWellFormed()))
    return invalidCharacter;
  if (from === encoding.ucs2 && to === encoding.ucs2) {
    if (source.length % 2 === 0) return encodeText(text.toWellFormed(), to);
    // What is cut at the end is one malformed character, be it half a unit or a pair without its end.
    return encodeText(`${text.replace(/[\ud800-\udbff]$/, '').toWellFormed()}\ufffd`, to);
  }
  if (to === encoding.latin1) return writeSingleBytes(text, 0xff);
  return to === encoding.ascii ? writeSingleBytes(text, 0x7f) : encodeText(text, to);
}
