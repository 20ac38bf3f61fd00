/** `GET /path HTTP/1.1`: method, request target and version. */
import { CR, isLetter, isUrl, isUrlServer, LF, SPACE, TAB } from './characters.ts';
import {
  httpMethods,
  iceMethods,
  METHOD_CONNECT,
  METHOD_GET,
  METHOD_POST,
  METHOD_PRI,
  type MethodNode,
  methodTree,
  rtspMethods,
} from './methods.ts';
import { beginSpan, endSpan, FAILED, fail, Lenient, type ParserState, Span, State } from './parser-state.ts';

const FORM_FEED = 0x0c;
const SLASH = 0x2f;
const STAR = 0x2a;
const QUESTION_MARK = 0x3f;
const HASH = 0x23;
const AT = 0x40;
const HTTP_2_PREFACE = '\r\n\r\nSM\r\n\r\n';

const invalidUrl = (p: ParserState, reason: string, at: number) => fail(p, 'HPE_INVALID_URL', reason, at);
const invalidVersion = (p: ParserState, reason: string, at: number) =>
  fail(p, 'HPE_INVALID_VERSION', reason, at);

/** Starts with the first byte of a method. */
export function beginRequestLine(p: ParserState): void {
  p.state = State.METHOD;
  p.node = methodTree;
}

/** Reads on within the request line; returns the new position, or `FAILED`. */
export function parseRequestLine(p: ParserState, data: Uint8Array, from: number, end: number): number {
  let pos = from;
  while (pos < end) {
    const byte = data[pos]!;
    switch (p.state) {
      case State.METHOD: {
        if (p.node === methodTree) {
          const known = commonMethod(data, pos, end);
          if (known >= 0) {
            p.method = known;
            p.state = State.SPACES_BEFORE_URL;
            pos += known === METHOD_GET ? 4 : 5;
            break;
          }
        }
        const node = p.node as MethodNode;
        const next = node.next.get(byte);
        if (next) {
          p.node = next;
          pos++;
          if (next.next.size > 0) break;
          p.method = next.method;
        } else {
          if (node.method < 0) return fail(p, 'HPE_INVALID_METHOD', 'Invalid method encountered', pos);
          p.method = node.method;
        }
        p.state = State.SPACE_BEFORE_URL;
        break;
      }
      case State.SPACE_BEFORE_URL:
        if (byte !== SPACE) return fail(p, 'HPE_INVALID_METHOD', 'Expected space after method', pos);
        pos++;
        p.state = State.SPACES_BEFORE_URL;
        break;
      case State.SPACES_BEFORE_URL:
        if (byte === SPACE) {
          pos++;
          break;
        }
        beginSpan(p, Span.URL, pos);
        p.state = p.method === METHOD_CONNECT ? State.URL_SERVER : State.URL_START;
        break;
      case State.URL_START:
        if (byte === SLASH || byte === STAR) p.state = State.URL_PATH;
        else if (isLetter[byte]) p.state = State.URL_SCHEMA;
        else if (isUrlSpace(byte)) return invalidUrl(p, 'Invalid characters in url', pos + 1);
        else return invalidUrl(p, 'Unexpected start char in url', pos);
        if (p.state === State.URL_PATH) pos++;
        break;
      case State.URL_SCHEMA:
        if (isLetter[byte]) pos++;
        else if (byte === 0x3a) {
          p.state = State.URL_SCHEMA_DELIMITER;
          p.index = 0;
          pos++;
        } else if (isUrlSpace(byte)) return invalidUrl(p, 'Invalid characters in url', pos + 1);
        else return invalidUrl(p, 'Unexpected char in url schema', pos);
        break;
      case State.URL_SCHEMA_DELIMITER:
        if (byte === SLASH) {
          pos++;
          if (++p.index === 2) p.state = State.URL_SERVER;
        } else if (p.index === 0 && isUrlSpace(byte))
          return invalidUrl(p, 'Invalid characters in url', pos + 1);
        else return invalidUrl(p, 'Unexpected char in url schema', pos);
        break;
      case State.URL_SERVER:
      case State.URL_SERVER_WITH_AT:
        pos = parseUrlServer(p, data, pos);
        break;
      case State.URL_PATH:
        while (pos < end && isUrl[data[pos]!]) pos++;
        if (pos < end) pos = endUrlPart(p, data, pos, 'Invalid char in url path');
        break;
      case State.URL_QUERY:
        while (pos < end && (isUrl[data[pos]!] || data[pos] === QUESTION_MARK)) pos++;
        if (pos < end) pos = endUrlPart(p, data, pos, 'Invalid char in url query');
        break;
      case State.URL_FRAGMENT:
        while (pos < end && (isUrl[data[pos]!] || data[pos] === QUESTION_MARK || data[pos] === HASH)) pos++;
        if (pos < end) pos = endUrlPart(p, data, pos, 'Invalid char in url fragment start');
        break;
      case State.URL_CRLF:
        if (byte !== (p.index === 0 ? CR : LF)) return invalidUrl(p, 'Expected CRLF', pos);
        pos++;
        if (++p.index === 2) p.state = State.URL_END_HTTP_09;
        break;
      case State.URL_END:
      case State.URL_END_HTTP_09:
        if (byte === TAB || byte === FORM_FEED) return invalidUrl(p, 'Invalid characters in url', pos + 1);
        if (p.state === State.URL_END_HTTP_09) {
          p.versionMajor = 0;
          p.versionMinor = 9;
          p.state = State.HEADERS_START;
          return pos;
        }
        p.index = 0;
        p.state = State.PROTOCOL;
        break;
      case State.PROTOCOL:
        pos = parseProtocol(p, byte, pos);
        break;
      case State.MAJOR:
        if (byte < 0x30 || byte > 0x39) return invalidVersion(p, 'Invalid major version', pos);
        p.versionMajor = byte - 0x30;
        p.state = State.DOT;
        pos++;
        break;
      case State.DOT:
        if (byte !== 0x2e) return invalidVersion(p, 'Expected dot', pos);
        p.state = State.MINOR;
        pos++;
        break;
      case State.MINOR:
        if (byte < 0x30 || byte > 0x39) return invalidVersion(p, 'Invalid minor version', pos);
        p.versionMinor = byte - 0x30;
        pos++;
        if (!isVersionAllowed(p)) return invalidVersion(p, 'Invalid HTTP version', pos);
        p.state = p.method === METHOD_PRI ? State.PRI : State.VERSION_END;
        p.index = 0;
        break;
      case State.VERSION_END:
        if (byte !== CR && byte !== LF) return invalidVersion(p, 'Expected CRLF after version', pos);
        pos++;
        if (byte === LF && !(p.lenient & Lenient.OPTIONAL_CR_BEFORE_LF)) {
          return invalidVersion(p, 'Expected CRLF after version', pos);
        }
        p.state = State.VERSION_LF;
        break;
      case State.VERSION_LF:
        if (byte === LF) pos++;
        else if (!(p.lenient & Lenient.OPTIONAL_LF_AFTER_CR)) {
          return fail(p, 'HPE_STRICT', 'Expected CRLF after version', pos);
        }
        p.state = State.HEADERS_START;
        return pos;
      case State.PRI:
        if (byte !== HTTP_2_PREFACE.charCodeAt(p.index)) {
          return invalidVersion(p, 'Expected HTTP/2 Connection Preface', pos);
        }
        pos++;
        if (++p.index === HTTP_2_PREFACE.length) {
          return fail(p, 'HPE_PAUSED_H2_UPGRADE', 'Pause on PRI/Upgrade', pos);
        }
        break;
      default:
        return pos;
    }
    if (pos === FAILED) return FAILED;
  }
  return pos;
}

/** GET or POST with its space, where they stand whole in the input; -1 otherwise. */
function commonMethod(data: Uint8Array, pos: number, end: number): number {
  if (end - pos < 5) return -1;
  const first = data[pos];
  if (first === 0x47) {
    return data[pos + 1] === 0x45 && data[pos + 2] === 0x54 && data[pos + 3] === SPACE ? METHOD_GET : -1;
  }
  if (first !== 0x50 || data[pos + 1] !== 0x4f || data[pos + 2] !== 0x53 || data[pos + 3] !== 0x54) return -1;
  return data[pos + 4] === SPACE ? METHOD_POST : -1;
}

function isUrlSpace(byte: number): boolean {
  return byte === SPACE || byte === CR || byte === LF || byte === TAB || byte === FORM_FEED;
}

function parseUrlServer(p: ParserState, data: Uint8Array, pos: number): number {
  const byte = data[pos]!;
  if (byte === SLASH) {
    p.state = State.URL_PATH;
    return pos + 1;
  }
  if (byte === QUESTION_MARK) {
    p.state = State.URL_QUERY;
    return pos + 1;
  }
  if (byte === AT) {
    if (p.state === State.URL_SERVER_WITH_AT) return invalidUrl(p, 'Double @ in url', pos + 1);
    p.state = State.URL_SERVER_WITH_AT;
    return pos + 1;
  }
  if (isUrlServer[byte]) {
    p.state = State.URL_SERVER;
    return pos + 1;
  }
  return endUrlPart(p, data, pos, 'Unexpected char in url server');
}

/** A byte that may not stand in the part of the URL at hand: it ends the part, the target, or the parsing. */
function endUrlPart(p: ParserState, data: Uint8Array, pos: number, reason: string): number {
  const byte = data[pos]!;
  const inPath = p.state === State.URL_PATH;
  if (inPath && byte === QUESTION_MARK) {
    p.state = State.URL_QUERY;
    return pos + 1;
  }
  if (byte === HASH && (inPath || p.state === State.URL_QUERY)) {
    p.state = State.URL_FRAGMENT;
    return pos + 1;
  }
  if (byte === TAB || byte === FORM_FEED) return invalidUrl(p, 'Invalid characters in url', pos + 1);
  if (byte !== SPACE && byte !== CR && byte !== LF) return invalidUrl(p, reason, pos);
  if (!endSpan(p, data, pos, pos)) return FAILED;
  p.index = 0;
  if (byte === CR) {
    p.state = State.URL_CRLF;
    return pos;
  }
  p.state = byte === SPACE ? State.URL_END : State.URL_END_HTTP_09;
  return pos + 1;
}

/** The protocol name and its slash, after any number of spaces; a method is judged before the slash is. */
function parseProtocol(p: ParserState, byte: number, pos: number): number {
  if (p.index === 0) {
    if (byte === SPACE) return pos + 1;
    p.word = protocolFrom(byte);
  }
  if (byte !== p.word.charCodeAt(p.index)) return failProtocol(p, pos);
  p.index++;
  if (p.index === p.word.length) p.state = State.MAJOR;
  else if (p.index === p.word.length - 1) {
    const invalid = (reason: string) => fail(p, 'HPE_INVALID_CONSTANT', reason, pos + 1);
    if (p.word === 'HTTP/' && !httpMethods.has(p.method))
      return invalid('Invalid method for HTTP/x.x request');
    if (p.word === 'RTSP/' && !rtspMethods.has(p.method))
      return invalid('Invalid method for RTSP/x.x request');
    if (p.word === 'ICE/' && !iceMethods.has(p.method))
      return invalid('Expected SOURCE method for ICE/x.x request');
  }
  return pos + 1;
}

/** The protocol name that starts with `byte`, and its slash. */
export function protocolFrom(byte: number): string {
  return byte === 0x48 ? 'HTTP/' : byte === 0x52 ? 'RTSP/' : byte === 0x49 ? 'ICE/' : '';
}

export function failProtocol(p: ParserState, at: number): typeof FAILED {
  return fail(p, 'HPE_INVALID_CONSTANT', 'Expected HTTP/, RTSP/ or ICE/', at);
}

/** HTTP/0.9, 1.0, 1.1 and 2.0, unless the version is not to be judged. */
export function isVersionAllowed(p: ParserState): boolean {
  if (p.lenient & Lenient.VERSION) return true;
  const { versionMajor: major, versionMinor: minor } = p;
  return major === 1 ? minor <= 1 : major === 2 ? minor === 0 : major === 0 && minor === 9;
}
