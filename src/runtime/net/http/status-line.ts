/** `HTTP/1.1 200 OK`: version, status code and reason phrase. */
import { CR, LF, SPACE } from './characters.ts';
import { beginSpan, endSpan, FAILED, fail, Lenient, type ParserState, Span, State } from './parser-state.ts';
import { failProtocol, isVersionAllowed, protocolFrom } from './request-line.ts';

const invalidVersion = (p: ParserState, reason: string, at: number) =>
  fail(p, 'HPE_INVALID_VERSION', reason, at);

/** Starts with the first byte of the protocol name. */
export function beginStatusLine(p: ParserState): void {
  p.state = State.RESPONSE_PROTOCOL;
  p.index = 0;
}

/** Reads on within the status line; returns the new position, or `FAILED`. */
export function parseStatusLine(p: ParserState, data: Uint8Array, from: number, end: number): number {
  let pos = from;
  while (pos < end) {
    const byte = data[pos]!;
    const isDigit = byte >= 0x30 && byte <= 0x39;
    switch (p.state) {
      case State.RESPONSE_PROTOCOL:
        if (p.index === 0) p.word = protocolFrom(byte);
        if (byte !== p.word.charCodeAt(p.index)) return failProtocol(p, pos);
        if (++p.index === p.word.length) p.state = State.RESPONSE_MAJOR;
        break;
      case State.RESPONSE_MAJOR:
        if (!isDigit) return invalidVersion(p, 'Invalid major version', pos);
        p.versionMajor = byte - 0x30;
        p.state = State.RESPONSE_DOT;
        break;
      case State.RESPONSE_DOT:
        if (byte !== 0x2e) return invalidVersion(p, 'Expected dot', pos);
        p.state = State.RESPONSE_MINOR;
        break;
      case State.RESPONSE_MINOR:
        if (!isDigit) return invalidVersion(p, 'Invalid minor version', pos);
        p.versionMinor = byte - 0x30;
        if (!isVersionAllowed(p)) return invalidVersion(p, 'Invalid HTTP version', pos + 1);
        p.state = State.AFTER_VERSION;
        break;
      case State.AFTER_VERSION:
        if (byte !== SPACE) return invalidVersion(p, 'Expected space after version', pos);
        p.state = State.STATUS_CODE;
        p.statusCode = 0;
        p.index = 0;
        break;
      case State.STATUS_CODE:
        if (!isDigit) return fail(p, 'HPE_INVALID_STATUS', 'Invalid status code', pos);
        p.statusCode = p.statusCode * 10 + byte - 0x30;
        if (++p.index === 3) p.state = State.STATUS_CODE_END;
        break;
      case State.STATUS_CODE_END:
        if (byte === SPACE) p.state = State.STATUS;
        else if (byte === CR) p.state = State.STATUS_LF;
        else if (byte === LF && p.lenient & Lenient.OPTIONAL_CR_BEFORE_LF) {
          p.state = State.HEADERS_START;
          return pos + 1;
        } else return fail(p, 'HPE_INVALID_STATUS', 'Invalid response status', byte === LF ? pos + 1 : pos);
        break;
      case State.STATUS: {
        if (p.span === Span.NONE) beginSpan(p, Span.STATUS, pos);
        while (pos < end && data[pos] !== CR && data[pos] !== LF) pos++;
        if (pos === end) return pos;
        if (!endSpan(p, data, pos, pos + 1)) return FAILED;
        p.state = State.STATUS_LF;
        if (data[pos] === CR) break;
        if (!(p.lenient & Lenient.OPTIONAL_CR_BEFORE_LF)) {
          return fail(p, 'HPE_CR_EXPECTED', 'Missing expected CR after response line', pos + 1);
        }
        p.state = State.HEADERS_START;
        return pos + 1;
      }
      case State.STATUS_LF:
        p.state = State.HEADERS_START;
        if (byte === LF) return pos + 1;
        if (p.lenient & Lenient.OPTIONAL_LF_AFTER_CR) return pos;
        return fail(p, 'HPE_STRICT', 'Expected LF after CR', pos);
      default:
        return pos;
    }
    pos++;
  }
  return pos;
}
