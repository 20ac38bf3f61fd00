/** Field names of the head and of the trailers, and the empty line that ends both. */
import { COLON, CR, isToken, LF, latin1Text, SPACE } from './characters.ts';
import {
  beginSpan,
  endSpan,
  FAILED,
  Field,
  Flag,
  fail,
  Lenient,
  type ParserState,
  Span,
  State,
} from './parser-state.ts';

/** Fields that decide how the message is framed, by the length of their names. */
const framingFields: readonly (readonly [name: string, field: number] | undefined)[] = Array.from(
  { length: 18 },
  (_, length) =>
    (
      [
        ['upgrade', Field.UPGRADE],
        ['connection', Field.CONNECTION],
        ['content-length', Field.CONTENT_LENGTH],
        ['proxy-connection', Field.CONNECTION],
        ['transfer-encoding', Field.TRANSFER_ENCODING],
      ] as const
    ).find(([name]) => name.length === length),
);

/** Reads on within field names; returns the new position, or `FAILED`. */
export function parseHeaderFields(p: ParserState, data: Uint8Array, from: number, end: number): number {
  let pos = from;
  while (pos < end) {
    const byte = data[pos]!;
    switch (p.state) {
      case State.HEADERS_START:
        if (byte === SPACE) {
          pos++;
          if (!(p.lenient & Lenient.HEADERS)) {
            return fail(p, 'HPE_UNEXPECTED_SPACE', 'Unexpected space after start line', pos);
          }
        }
        p.state = State.FIELD_START;
        break;
      case State.FIELD_START:
        if (byte === CR) {
          p.state = State.HEADERS_LF;
          pos++;
          break;
        }
        if (byte === LF) {
          pos++;
          if (!(p.lenient & Lenient.OPTIONAL_CR_BEFORE_LF)) {
            return fail(p, 'HPE_INVALID_HEADER_TOKEN', 'Invalid header field char', pos);
          }
          endHeaders(p);
          return pos;
        }
        if (byte === COLON) return fail(p, 'HPE_INVALID_HEADER_TOKEN', 'Invalid header token', pos);
        beginSpan(p, Span.FIELD, pos);
        p.state = State.FIELD;
        break;
      case State.FIELD: {
        while (pos < end && isToken[data[pos]!]) pos++;
        if (pos === end) return pos;
        const field = fieldAt(p, data, pos);
        if (data[pos] === COLON) return endField(p, data, pos, field);
        if (data[pos] !== SPACE || field === Field.GENERAL) {
          return fail(p, 'HPE_INVALID_HEADER_TOKEN', 'Invalid header token', pos);
        }
        if (!(p.lenient & Lenient.HEADERS)) {
          if (!endSpan(p, data, pos, pos + 1)) return FAILED;
          return fail(p, 'HPE_INVALID_HEADER_TOKEN', 'Invalid header field char', pos + 1);
        }
        p.field = field;
        p.state = State.FIELD_SPACES;
        break;
      }
      case State.FIELD_SPACES:
        if (byte === SPACE) pos++;
        else if (byte === COLON) return endField(p, data, pos, p.field);
        else p.state = State.FIELD;
        break;
      case State.HEADERS_LF:
        if (byte === LF) pos++;
        else if (!(p.lenient & Lenient.OPTIONAL_LF_AFTER_CR)) {
          return fail(p, 'HPE_STRICT', 'Expected LF after headers', pos);
        }
        endHeaders(p);
        return pos;
      default:
        return pos;
    }
  }
  return pos;
}

/** What the name that ends before `at` stands for; parts of it may have come with earlier input. */
function fieldAt(p: ParserState, data: Uint8Array, at: number): number {
  const start = p.spanStart;
  const earlier = p.fields === p.values ? '' : p.headers[p.headers.length - 1]!;
  const length = earlier.length + at - start;
  const framing = length < framingFields.length ? framingFields[length] : undefined;
  if (!framing) return Field.GENERAL;
  const [name, field] = framing;
  if (earlier !== '')
    return (earlier + latin1Text(data, start, at)).toLowerCase() === name ? field : Field.GENERAL;
  for (let i = 0; i < length; i++) {
    const byte = data[start + i]!;
    const code = byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte;
    if (code !== name.charCodeAt(i)) return Field.GENERAL;
  }
  return field;
}

/** The colon at `pos`. */
function endField(p: ParserState, data: Uint8Array, pos: number, field: number): number {
  if (!endSpan(p, data, pos, pos + 1)) return FAILED;
  const { maxHeaderPairs = 0 } = p.sink;
  if (maxHeaderPairs > 0 && ++p.headerLines * 2 > maxHeaderPairs)
    return fail(p, 'HPE_HEADER_OVERFLOW', 'Header overflow', pos + 1);
  p.field = field;
  p.state = State.VALUE_SPACE;
  if (!(p.lenient & Lenient.CHUNKED_LENGTH)) {
    if (field === Field.TRANSFER_ENCODING && p.flags & Flag.CONTENT_LENGTH) {
      const reason = "Transfer-Encoding can't be present with Content-Length";
      return fail(p, 'HPE_INVALID_TRANSFER_ENCODING', reason, pos + 1);
    }
    if (field === Field.CONTENT_LENGTH && p.flags & Flag.TRANSFER_ENCODING) {
      const reason = "Content-Length can't be present with Transfer-Encoding";
      return fail(p, 'HPE_INVALID_CONTENT_LENGTH', reason, pos + 1);
    }
  }
  return pos + 1;
}

function endHeaders(p: ParserState): void {
  p.state = p.flags & Flag.TRAILING ? State.MESSAGE_DONE : State.HEADERS_DONE;
  if (p.flags & Flag.TRAILING) p.headerBytes = 0;
}
