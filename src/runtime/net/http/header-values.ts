/** Field values, and what those of the framing fields say about the message. */
import { COMMA, CR, isFieldValue, isRelaxedFieldValue, LF, SPACE, TAB } from './characters.ts';
import {
  beginSpan,
  endSpan,
  FAILED,
  Field,
  Flag,
  fail,
  Lenient,
  type ParserState,
  REQUEST,
  Span,
  State,
} from './parser-state.ts';

const MAX_LENGTH = 2n ** 64n - 1n;

const invalidToken = (p: ParserState, at: number) =>
  fail(p, 'HPE_INVALID_HEADER_TOKEN', 'Invalid header value char', at);

/** Reads on within a field value; returns the new position, or `FAILED`. */
export function parseHeaderValue(p: ParserState, data: Uint8Array, from: number, end: number): number {
  let pos = from;
  while (pos < end) {
    const byte = data[pos]!;
    switch (p.state) {
      case State.VALUE_SPACE:
        if (byte === SPACE || byte === TAB) pos++;
        else if (byte === CR) {
          p.state = State.VALUE_SPACE_LF;
          pos++;
        } else if (byte === LF) {
          pos++;
          if (!(p.lenient & Lenient.OPTIONAL_CR_BEFORE_LF)) return invalidToken(p, pos);
          p.state = State.VALUE_SPACE_FOLD;
        } else {
          beginSpan(p, Span.VALUE, pos);
          p.state = State.VALUE_START;
        }
        break;
      case State.VALUE_SPACE_LF:
        if (byte === LF) pos++;
        else if (!(p.lenient & Lenient.HEADERS)) return fail(p, 'HPE_STRICT', 'Expected LF after CR', pos);
        p.state = State.VALUE_SPACE_FOLD;
        break;
      case State.VALUE_SPACE_FOLD:
        if (byte === SPACE || byte === TAB) {
          pos++;
          if (!(p.lenient & Lenient.HEADERS)) return invalidToken(p, pos);
          p.state = State.VALUE_SPACE;
          break;
        }
        if (p.field === Field.CONTENT_LENGTH) {
          return fail(p, 'HPE_INVALID_CONTENT_LENGTH', 'Empty Content-Length', pos);
        }
        if (p.field === Field.TRANSFER_ENCODING) {
          return fail(p, 'HPE_INVALID_TRANSFER_ENCODING', 'Empty Transfer-Encoding', pos);
        }
        applyField(p);
        beginSpan(p, Span.VALUE, pos);
        if (!endSpan(p, data, pos, pos)) return FAILED;
        p.state = State.FIELD_START;
        return pos;
      case State.VALUE_START:
        if (!beginValue(p, data, pos)) return FAILED;
        break;
      case State.VALUE:
        while (pos < end && isFieldValue[data[pos]!]) pos++;
        if (pos < end) p.state = State.VALUE_END;
        break;
      case State.VALUE_END:
        pos = endValue(p, data, pos);
        break;
      case State.VALUE_LENIENT: {
        const allowed = p.lenient & Lenient.HEADERS ? undefined : isRelaxedFieldValue;
        while (pos < end && data[pos] !== CR && data[pos] !== LF && (!allowed || allowed[data[pos]!])) pos++;
        if (pos === end) return pos;
        if (data[pos] === CR || data[pos] === LF) {
          const isCr = data[pos] === CR;
          if (!endSpan(p, data, pos, isCr ? pos + 1 : pos)) return FAILED;
          p.state = State.VALUE_LF;
          if (isCr) pos++;
        } else {
          return endSpan(p, data, pos, pos) ? invalidToken(p, pos) : FAILED;
        }
        break;
      }
      case State.VALUE_LF:
        if (byte !== LF) return fail(p, 'HPE_LF_EXPECTED', 'Missing expected LF after header value', pos);
        pos++;
        p.state = State.VALUE_FOLD;
        break;
      case State.VALUE_FOLD:
        if (byte === SPACE || byte === TAB) {
          if (!(p.lenient & Lenient.HEADERS)) {
            return fail(p, 'HPE_INVALID_HEADER_TOKEN', 'Unexpected whitespace after header value', pos);
          }
          if (p.field === Field.TRANSFER_ENCODING_CHUNKED) p.field = Field.GENERAL;
          beginSpan(p, Span.VALUE, pos);
          p.state = State.VALUE_START;
          break;
        }
        applyField(p);
        p.state = State.FIELD_START;
        return pos;
      case State.CODING:
      case State.CODING_CHUNKED_END:
      case State.CODING_TOKEN:
      case State.CODING_SPACE:
        pos = parseTransferCoding(p, data, pos);
        break;
      case State.LENGTH:
      case State.LENGTH_SPACE:
        pos = parseContentLength(p, data, pos);
        break;
      case State.CONNECTION:
      case State.CONNECTION_WORD:
      case State.CONNECTION_SPACE:
      case State.CONNECTION_TOKEN:
        pos = parseConnection(p, byte, pos);
        break;
      default:
        return pos;
    }
    if (pos === FAILED) return FAILED;
  }
  return pos;
}

/** The first byte of a value, or of a folded line of it. */
function beginValue(p: ParserState, data: Uint8Array, pos: number): boolean {
  switch (p.field) {
    case Field.UPGRADE:
      p.flags |= Flag.UPGRADE;
      p.field = Field.GENERAL;
      p.state = State.VALUE;
      return true;
    case Field.TRANSFER_ENCODING:
      if (p.flags & Flag.CHUNKED && isChunkedFinal(p)) return failAfterChunked(p, data, pos);
      p.flags = (p.flags | Flag.TRANSFER_ENCODING) & ~Flag.CHUNKED;
      p.state = State.CODING;
      p.index = 0;
      return true;
    case Field.CONTENT_LENGTH:
      if (p.flags & Flag.CONTENT_LENGTH) {
        fail(p, 'HPE_UNEXPECTED_CONTENT_LENGTH', 'Duplicate Content-Length', pos);
        return false;
      }
      p.state = State.LENGTH;
      p.lengthDigits = 0;
      return true;
    case Field.CONNECTION:
      p.state = State.CONNECTION;
      return true;
    default:
      p.state = State.VALUE;
      return true;
  }
}

/** A byte that cannot go on with the value: it ends the line, or is judged by the lenient rules. */
function endValue(p: ParserState, data: Uint8Array, pos: number): number {
  const byte = data[pos]!;
  if (byte === CR) {
    p.state = State.VALUE_LF;
    return endSpan(p, data, pos, pos + 1) ? pos + 1 : FAILED;
  }
  if (byte === LF) {
    if (!endSpan(p, data, pos, pos)) return FAILED;
    if (!(p.lenient & Lenient.OPTIONAL_CR_BEFORE_LF)) {
      return fail(p, 'HPE_CR_EXPECTED', 'Missing expected CR after header value', pos);
    }
    p.state = State.VALUE_LF;
    return pos;
  }
  if (p.lenient & (Lenient.HEADERS | Lenient.HEADER_VALUE_RELAXED)) {
    p.state = State.VALUE_LENIENT;
    return pos;
  }
  return endSpan(p, data, pos, pos) ? invalidToken(p, pos) : FAILED;
}

/** Sets the flag that the last word of a value stands for. */
function applyField(p: ParserState): void {
  switch (p.field) {
    case Field.CONNECTION_KEEP_ALIVE:
      p.flags |= Flag.CONNECTION_KEEP_ALIVE;
      break;
    case Field.CONNECTION_CLOSE:
      p.flags |= Flag.CONNECTION_CLOSE;
      break;
    case Field.CONNECTION_UPGRADE:
      p.flags |= Flag.CONNECTION_UPGRADE;
      break;
    case Field.TRANSFER_ENCODING_CHUNKED:
      p.flags |= Flag.CHUNKED;
      return;
    default:
      return;
  }
  p.field = Field.CONNECTION;
}

/** Whether nothing may follow the coding `chunked` (RFC 9112 §6.1). */
function isChunkedFinal(p: ParserState): boolean {
  return p.type === REQUEST && !(p.lenient & Lenient.TRANSFER_ENCODING);
}

function failAfterChunked(p: ParserState, data: Uint8Array, pos: number): boolean {
  if (endSpan(p, data, pos, pos + 1)) {
    fail(p, 'HPE_INVALID_TRANSFER_ENCODING', 'Invalid `Transfer-Encoding` header value', pos + 1);
  }
  return false;
}

const CHUNKED = 'chunked';

function parseTransferCoding(p: ParserState, data: Uint8Array, pos: number): number {
  const byte = data[pos]!;
  switch (p.state) {
    case State.CODING:
      if ((byte | 0x20) === CHUNKED.charCodeAt(p.index)) {
        if (++p.index === CHUNKED.length) p.state = State.CODING_CHUNKED_END;
        return pos + 1;
      }
      p.state = State.CODING_TOKEN;
      return pos;
    case State.CODING_CHUNKED_END:
      if (byte === SPACE) return pos + 1;
      if (byte === CR || byte === LF) {
        p.field = Field.TRANSFER_ENCODING_CHUNKED;
        p.state = State.VALUE_END;
      } else if (byte === COMMA) {
        if (isChunkedFinal(p)) {
          failAfterChunked(p, data, pos);
          return FAILED;
        }
        p.state = State.CODING;
        p.index = 0;
      } else p.state = State.CODING_TOKEN;
      return pos;
    case State.CODING_TOKEN:
      if (byte === COMMA) p.state = State.CODING_SPACE;
      else if (!isFieldValue[byte]) {
        p.field = Field.GENERAL;
        p.state = State.VALUE;
        return pos;
      }
      return pos + 1;
    default:
      if (byte === SPACE || byte === TAB) return pos + 1;
      p.state = State.CODING;
      p.index = 0;
      return pos;
  }
}

function parseContentLength(p: ParserState, data: Uint8Array, pos: number): number {
  const byte = data[pos]!;
  if (p.state === State.LENGTH && byte >= 0x30 && byte <= 0x39) {
    if (addLengthDigit(p, byte - 0x30)) return pos + 1;
    if (!endSpan(p, data, pos + 1, pos + 1)) return FAILED;
    return fail(p, 'HPE_INVALID_CONTENT_LENGTH', 'Content-Length overflow', pos + 1);
  }
  p.state = State.LENGTH_SPACE;
  if (byte === SPACE || byte === TAB) return pos + 1;
  if (byte === CR || byte === LF) {
    p.flags |= Flag.CONTENT_LENGTH;
    p.state = State.VALUE_END;
    return pos;
  }
  if (!endSpan(p, data, pos, pos)) return FAILED;
  return fail(p, 'HPE_INVALID_CONTENT_LENGTH', 'Invalid character in Content-Length', pos);
}

/** One more decimal digit of a length that must fit 64 bits; a number is exact up to 15 digits. */
function addLengthDigit(p: ParserState, digit: number): boolean {
  if (p.lengthDigits === 0 && digit === 0 && p.contentLength === 0) return true;
  p.lengthDigits++;
  if (p.lengthDigits < 16) {
    p.contentLength = p.contentLength * 10 + digit;
    return true;
  }
  if (p.lengthDigits === 16) p.lengthExact = BigInt(p.contentLength);
  p.lengthExact = p.lengthExact * 10n + BigInt(digit);
  p.contentLength = Number(p.lengthExact);
  return p.lengthExact <= MAX_LENGTH;
}

const connectionWords: Readonly<Record<number, readonly [word: string, field: number]>> = {
  99: ['close', Field.CONNECTION_CLOSE],
  117: ['upgrade', Field.CONNECTION_UPGRADE],
  107: ['keep-alive', Field.CONNECTION_KEEP_ALIVE],
};

function parseConnection(p: ParserState, byte: number, pos: number): number {
  const lower = byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte;
  switch (p.state) {
    case State.CONNECTION: {
      if (byte === SPACE || byte === TAB) return pos + 1;
      const word = connectionWords[lower];
      if (!word) {
        p.state = State.CONNECTION_TOKEN;
        return pos;
      }
      p.state = State.CONNECTION_WORD;
      p.word = word[0];
      p.index = 1;
      return pos + 1;
    }
    case State.CONNECTION_WORD:
      if (lower !== p.word.charCodeAt(p.index)) {
        p.state = State.CONNECTION_TOKEN;
        return pos;
      }
      if (++p.index === p.word.length) {
        p.field = connectionWords[p.word.charCodeAt(0)]![1];
        p.state = State.CONNECTION_SPACE;
      }
      return pos + 1;
    case State.CONNECTION_SPACE:
      if (byte === SPACE || byte === TAB) return pos + 1;
      if (byte === COMMA) {
        applyField(p);
        p.state = State.CONNECTION;
        return pos + 1;
      }
      if (byte === CR || byte === LF) p.state = State.VALUE_END;
      else {
        p.field = Field.GENERAL;
        p.state = State.CONNECTION_TOKEN;
      }
      return pos;
    default:
      if (byte === COMMA) p.state = State.CONNECTION;
      else if (!isFieldValue[byte]) {
        p.state = State.VALUE_END;
        return pos;
      }
      return pos + 1;
  }
}
