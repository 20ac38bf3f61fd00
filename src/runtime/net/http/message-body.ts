/** Bodies: of a known length, in chunks with their extensions, or up to the end of the connection. */
import { CR, hexValue, isQuoted, isQuotedPair, isToken, LF, SPACE, TAB } from './characters.ts';
import {
  beginSpan,
  endSpan,
  FAILED,
  Flag,
  fail,
  Lenient,
  type ParserState,
  Span,
  State,
} from './parser-state.ts';

const SEMICOLON = 0x3b;
const EQUALS = 0x3d;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** Hexadecimal digits of a length that fits 64 bits. */
const MAX_SIZE_DIGITS = 16;

/** Reads on within a body; returns the new position, or `FAILED`. */
export function parseBody(p: ParserState, data: Uint8Array, from: number, end: number): number {
  let pos = from;
  while (pos < end) {
    switch (p.state) {
      case State.BODY:
      case State.CHUNK_DATA: {
        if (p.span === Span.NONE) beginSpan(p, Span.BODY, pos);
        const length = Math.min(p.contentLength, end - pos);
        p.contentLength -= length;
        pos += length;
        if (p.contentLength > 0) return pos;
        if (!endSpan(p, data, pos, pos)) return FAILED;
        if (p.state === State.BODY) {
          p.state = State.MESSAGE_DONE;
          return pos;
        }
        p.state = State.CHUNK_DATA_CR;
        break;
      }
      case State.BODY_TO_END:
        if (p.span === Span.NONE) beginSpan(p, Span.BODY, pos);
        return end;
      case State.CHUNK_DATA_CR:
      case State.CHUNK_DATA_LF:
        pos = endChunkData(p, data[pos]!, pos);
        break;
      case State.CHUNK_SIZE_START:
      case State.CHUNK_SIZE:
        pos = parseChunkSize(p, data[pos]!, pos);
        break;
      case State.CHUNK_SIZE_LF:
        if (data[pos] === LF) pos++;
        else if (!(p.lenient & Lenient.OPTIONAL_LF_AFTER_CR)) {
          return fail(p, 'HPE_STRICT', 'Expected LF after chunk size', pos);
        }
        p.headerBytes = 0;
        p.extensionBytes = 0;
        if (p.contentLength > 0) {
          p.state = State.CHUNK_DATA;
          break;
        }
        p.flags |= Flag.TRAILING;
        p.state = State.FIELD_START;
        return pos;
      case State.EXTENSIONS:
      case State.EXTENSION_NAME:
      case State.EXTENSION_VALUE:
      case State.EXTENSION_QUOTED:
      case State.EXTENSION_QUOTED_PAIR:
      case State.EXTENSION_QUOTED_END:
        pos = parseExtension(p, data, pos);
        break;
      default:
        return pos;
    }
    if (pos === FAILED) return FAILED;
  }
  return pos;
}

function endChunkData(p: ParserState, byte: number, pos: number): number {
  const isLf = byte === LF;
  if (p.state === State.CHUNK_DATA_CR) {
    if (byte === CR) {
      p.state = State.CHUNK_DATA_LF;
      return pos + 1;
    }
    if (isLf && !(p.lenient & Lenient.OPTIONAL_CR_BEFORE_LF)) {
      return fail(p, 'HPE_CR_EXPECTED', 'Missing expected CR after chunk data', pos + 1);
    }
  }
  if (!isLf && !(p.lenient & Lenient.OPTIONAL_CRLF_AFTER_CHUNK)) {
    return fail(p, 'HPE_STRICT', 'Expected LF after chunk data', pos);
  }
  p.headerBytes = 0;
  p.state = State.CHUNK_SIZE_START;
  p.lengthDigits = 0;
  return isLf ? pos + 1 : pos;
}

function parseChunkSize(p: ParserState, byte: number, pos: number): number {
  const invalid = (at: number) => fail(p, 'HPE_INVALID_CHUNK_SIZE', 'Invalid character in chunk size', at);
  const digit = hexValue[byte]!;
  if (p.state === State.CHUNK_SIZE_START) {
    p.contentLength = 0;
    p.lengthDigits = 0;
    p.index = 0;
    if (digit < 0) return invalid(pos);
    p.state = State.CHUNK_SIZE;
  }
  // After a space, which only the lenient rules allow, no digit may follow.
  if (digit >= 0 && p.index === 0) {
    if (digit > 0 || p.lengthDigits > 0) p.lengthDigits++;
    if (p.lengthDigits > MAX_SIZE_DIGITS)
      return fail(p, 'HPE_INVALID_CHUNK_SIZE', 'Chunk size overflow', pos + 1);
    p.contentLength = p.contentLength * 16 + digit;
    return pos + 1;
  }
  switch (byte) {
    case SPACE:
    case TAB:
      p.index = 1;
      return p.lenient & Lenient.SPACES_AFTER_CHUNK_SIZE ? pos + 1 : invalid(pos + 1);
    case CR:
      p.state = State.CHUNK_SIZE_LF;
      return pos + 1;
    case LF:
      if (!(p.lenient & Lenient.OPTIONAL_CR_BEFORE_LF)) {
        return fail(p, 'HPE_CR_EXPECTED', 'Missing expected CR after chunk size', pos + 1);
      }
      p.state = State.CHUNK_SIZE_LF;
      return pos + 1;
    case SEMICOLON:
      p.state = State.EXTENSIONS;
      return pos + 1;
    default:
      return invalid(pos);
  }
}

/** `;name=value` and `;name="quoted value"` after the size of a chunk. */
function parseExtension(p: ParserState, data: Uint8Array, pos: number): number {
  const byte = data[pos]!;
  switch (p.state) {
    case State.EXTENSIONS:
      if (byte === SPACE || byte === CR) {
        return fail(p, 'HPE_STRICT', 'Invalid character in chunk extensions', pos + 1);
      }
      beginSpan(p, Span.EXTENSION, pos);
      p.state = State.EXTENSION_NAME;
      return pos;
    case State.EXTENSION_NAME:
      if (isToken[byte]) return pos + 1;
      if (byte === EQUALS) {
        if (!endSpan(p, data, pos, pos + 1)) return FAILED;
        beginSpan(p, Span.EXTENSION, pos + 1);
        p.state = State.EXTENSION_VALUE;
        return pos + 1;
      }
      return endExtension(p, data, pos, 'name', 'Invalid character in chunk extensions name');
    case State.EXTENSION_VALUE:
      if (isToken[byte]) return pos + 1;
      if (byte === QUOTE) {
        p.state = State.EXTENSION_QUOTED;
        return pos + 1;
      }
      return endExtension(p, data, pos, 'value', 'Invalid character in chunk extensions value');
    case State.EXTENSION_QUOTED:
      if (isQuoted[byte]) return pos + 1;
      if (byte === QUOTE) {
        p.state = State.EXTENSION_QUOTED_END;
        return endSpan(p, data, pos + 1, pos + 1) ? pos + 1 : FAILED;
      }
      if (byte === BACKSLASH) {
        p.state = State.EXTENSION_QUOTED_PAIR;
        return pos + 1;
      }
      if (!endSpan(p, data, pos, pos + 1)) return FAILED;
      return fail(p, 'HPE_STRICT', 'Invalid character in chunk extensions quoted value', pos + 1);
    case State.EXTENSION_QUOTED_PAIR:
      if (isQuotedPair[byte]) {
        p.state = State.EXTENSION_QUOTED;
        return pos + 1;
      }
      if (!endSpan(p, data, pos, pos + 1)) return FAILED;
      return fail(p, 'HPE_STRICT', 'Invalid quoted-pair in chunk extensions quoted value', pos + 1);
    default:
      if (byte === SEMICOLON) p.state = State.EXTENSIONS;
      else if (byte === CR) p.state = State.CHUNK_SIZE_LF;
      else if (byte === LF) {
        if (p.lenient & Lenient.OPTIONAL_CR_BEFORE_LF) {
          p.state = State.CHUNK_SIZE_LF;
          return pos;
        }
        return fail(p, 'HPE_CR_EXPECTED', 'Missing expected CR after chunk extension value', pos);
      } else return fail(p, 'HPE_STRICT', 'Invalid character in chunk extensions quote value', pos);
      return pos + 1;
  }
}

function endExtension(p: ParserState, data: Uint8Array, pos: number, part: string, reason: string): number {
  const byte = data[pos]!;
  if (!endSpan(p, data, pos, byte === LF ? pos : pos + 1)) return FAILED;
  if (byte === SEMICOLON) p.state = State.EXTENSIONS;
  else if (byte === CR) p.state = State.CHUNK_SIZE_LF;
  else if (byte === LF) {
    if (p.lenient & Lenient.OPTIONAL_CR_BEFORE_LF) {
      p.state = State.CHUNK_SIZE_LF;
      return pos;
    }
    return fail(p, 'HPE_CR_EXPECTED', `Missing expected CR after chunk extension ${part}`, pos);
  } else return fail(p, 'HPE_STRICT', reason, pos + 1);
  return pos + 1;
}
