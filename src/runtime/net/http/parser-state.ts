/**
 * The state of a {@link MessageParser} between two bytes, and what its parts share.
 *
 * The grammar, its strictness and its error texts are those of llhttp 9, the parser of Node
 * (https://github.com/nodejs/llhttp/blob/main/src/llhttp/http.ts); the limits and the order of the calls are those of
 * Node's use of it (https://github.com/nodejs/node/blob/v24.x/src/node_http_parser.cc).
 */
import { latin1Text, SPACE, TAB } from './characters.ts';

export const REQUEST = 1;
export const RESPONSE = 2;
export type MessageType = typeof REQUEST | typeof RESPONSE;

/** Rules of the grammar that may be relaxed, as bits. */
export const Lenient = {
  HEADERS: 1,
  CHUNKED_LENGTH: 2,
  KEEP_ALIVE: 4,
  TRANSFER_ENCODING: 8,
  VERSION: 16,
  DATA_AFTER_CLOSE: 32,
  OPTIONAL_LF_AFTER_CR: 64,
  OPTIONAL_CRLF_AFTER_CHUNK: 128,
  OPTIONAL_CR_BEFORE_LF: 256,
  SPACES_AFTER_CHUNK_SIZE: 512,
  HEADER_VALUE_RELAXED: 1024,
} as const;

/** What the header lines of the message have said so far, as bits. */
export const Flag = {
  CONNECTION_KEEP_ALIVE: 1,
  CONNECTION_CLOSE: 2,
  CONNECTION_UPGRADE: 4,
  CHUNKED: 8,
  UPGRADE: 16,
  CONTENT_LENGTH: 32,
  SKIP_BODY: 64,
  TRAILING: 128,
  TRANSFER_ENCODING: 512,
} as const;

/** What the field at hand, or the word at hand of its value, means for the framing of the message. */
export const Field = {
  GENERAL: 0,
  CONNECTION: 1,
  CONTENT_LENGTH: 2,
  TRANSFER_ENCODING: 3,
  UPGRADE: 4,
  CONNECTION_KEEP_ALIVE: 5,
  CONNECTION_CLOSE: 6,
  CONNECTION_UPGRADE: 7,
  TRANSFER_ENCODING_CHUNKED: 8,
} as const;

/** A run of bytes that is reported where it ends, or piecewise where the input ends first. */
export const Span = { NONE: 0, URL: 1, STATUS: 2, FIELD: 3, VALUE: 4, EXTENSION: 5, BODY: 6 } as const;

/** What the end of the connection would mean now. */
export const Finish = { SAFE: 0, SAFE_WITH_CALLBACK: 1, UNSAFE: 2 } as const;

/** Where the parser stands. Each range belongs to the file named above it. */
export const State = {
  // message-parser.ts
  START: 0,
  CLEANUP: 1,
  CLOSED: 2,
  HEADERS_DONE: 3,
  MESSAGE_DONE: 4,
  // request-line.ts
  METHOD: 10,
  SPACE_BEFORE_URL: 11,
  SPACES_BEFORE_URL: 12,
  URL_START: 13,
  URL_SCHEMA: 14,
  URL_SCHEMA_DELIMITER: 15,
  URL_SERVER: 16,
  URL_SERVER_WITH_AT: 17,
  URL_PATH: 18,
  URL_QUERY: 19,
  URL_FRAGMENT: 20,
  URL_CRLF: 21,
  PROTOCOL: 22,
  MAJOR: 23,
  DOT: 24,
  MINOR: 25,
  VERSION_END: 26,
  VERSION_LF: 27,
  PRI: 28,
  URL_END: 29,
  URL_END_HTTP_09: 30,
  // status-line.ts
  RESPONSE_PROTOCOL: 40,
  RESPONSE_MAJOR: 41,
  RESPONSE_DOT: 42,
  RESPONSE_MINOR: 43,
  AFTER_VERSION: 44,
  STATUS_CODE: 45,
  STATUS_CODE_END: 46,
  STATUS: 47,
  STATUS_LF: 48,
  // header-fields.ts
  HEADERS_START: 60,
  FIELD_START: 61,
  FIELD: 62,
  FIELD_SPACES: 63,
  HEADERS_LF: 64,
  // header-values.ts
  VALUE_SPACE: 80,
  VALUE_SPACE_LF: 81,
  VALUE_SPACE_FOLD: 82,
  VALUE_START: 83,
  VALUE: 84,
  VALUE_END: 85,
  VALUE_LENIENT: 86,
  VALUE_LF: 87,
  VALUE_FOLD: 88,
  CODING: 89,
  CODING_CHUNKED_END: 90,
  CODING_TOKEN: 91,
  CODING_SPACE: 92,
  LENGTH: 93,
  LENGTH_SPACE: 94,
  CONNECTION: 95,
  CONNECTION_WORD: 96,
  CONNECTION_SPACE: 97,
  CONNECTION_TOKEN: 98,
  // message-body.ts
  BODY: 120,
  BODY_TO_END: 121,
  CHUNK_SIZE_START: 122,
  CHUNK_SIZE: 123,
  CHUNK_SIZE_LF: 124,
  CHUNK_DATA: 125,
  CHUNK_DATA_CR: 126,
  CHUNK_DATA_LF: 127,
  EXTENSIONS: 128,
  EXTENSION_NAME: 129,
  EXTENSION_VALUE: 130,
  EXTENSION_QUOTED: 131,
  EXTENSION_QUOTED_PAIR: 132,
  EXTENSION_QUOTED_END: 133,
} as const;

/** What a parser reports, in the order of the wire. A method that throws ends the parsing. */
export interface MessageSink {
  /** Twice the number of header lines that a head may have; none or 0 for any number. */
  readonly maxHeaderPairs?: number | undefined;
  onMessageBegin(): void;
  /** More than 31 header lines, or trailers: name, value, name, value… and the request target, empty for trailers. */
  onHeaders(headers: string[], url: string): void;
  /**
   * `headers` and `url` are `undefined` where {@link onHeaders} has delivered some. The result says what follows: 0 the
   * body as announced, 1 no body, 2 no body and then another protocol.
   */
  onHeadersComplete(head: MessageHead): number;
  /** Bytes of the body: `data` from `start` up to `end`. */
  onBody(data: Uint8Array, start: number, end: number): void;
  onMessageComplete(): void;
}

export interface MessageHead {
  readonly versionMajor: number;
  readonly versionMinor: number;
  readonly headers: string[] | undefined;
  readonly method: number | undefined;
  readonly url: string | undefined;
  readonly statusCode: number | undefined;
  readonly statusMessage: string | undefined;
  readonly upgrade: boolean;
  readonly shouldKeepAlive: boolean;
}

/** The fields that the parts of the parser work on. */
export class ParserState {
  readonly sink: MessageSink;
  readonly type: MessageType;
  readonly lenient: number;
  readonly maxHeaderSize: number;

  state: number = State.START;
  /** How much of a fixed word, or which node of the method tree, has been read. */
  index = 0;
  word = '';
  node: unknown = undefined;

  method = 0;
  versionMajor = 0;
  versionMinor = 0;
  statusCode = 0;
  flags = 0;
  field: number = Field.GENERAL;
  upgrade = false;
  finish: number = Finish.SAFE;

  /** Bytes of the body, or of the chunk, still to come; exact up to 2^53. */
  contentLength = 0;
  lengthDigits = 0;
  lengthExact = 0n;

  url = '';
  statusMessage = '';
  /** Name, value, name, value…; the last value may be incomplete or missing. */
  headers: string[] = [];
  fields = 0;
  /** Those of the whole head. */
  headerLines = 0;
  values = 0;
  haveFlushed = false;
  headersCompleted = false;
  headerBytes = 0;
  extensionBytes = 0;

  span: number = Span.NONE;
  spanStart = 0;

  errorCode = '';
  errorReason = '';
  errorAt = 0;

  constructor(sink: MessageSink, type: MessageType, maxHeaderSize: number, lenient: number) {
    this.sink = sink;
    this.type = type;
    this.maxHeaderSize = maxHeaderSize;
    this.lenient = lenient;
  }
}

/** The position a part returns after {@link fail}. */
export const FAILED = -1;

export function fail(p: ParserState, code: string, reason: string, at: number): typeof FAILED {
  p.errorCode = code;
  p.errorReason = reason;
  p.errorAt = at;
  return FAILED;
}

export function beginSpan(p: ParserState, span: number, at: number): void {
  p.span = span;
  p.spanStart = at;
}

/** Ends the span before `at`; false after an error, which stands at `errorAt`. */
export function endSpan(p: ParserState, data: Uint8Array, at: number, errorAt: number): boolean {
  const span = p.span;
  p.span = Span.NONE;
  return reportSpan(p, span, data, at, errorAt);
}

/** Reports the bytes of a span up to `at`. */
export function reportSpan(
  p: ParserState,
  span: number,
  data: Uint8Array,
  at: number,
  errorAt: number,
): boolean {
  const start = p.spanStart;
  switch (span) {
    case Span.URL:
      if (!trackHeader(p, at - start, errorAt)) return false;
      p.url += latin1Text(data, start, at);
      return true;
    case Span.STATUS:
      if (!trackHeader(p, at - start, errorAt)) return false;
      p.statusMessage += latin1Text(data, start, at);
      return true;
    case Span.FIELD:
      return trackHeader(p, at - start, errorAt) && addField(p, latin1Text(data, start, at));
    case Span.VALUE:
      return trackHeader(p, at - start, errorAt) && addValue(p, latin1Text(data, start, at));
    case Span.BODY:
      if (at > start) p.sink.onBody(data, start, at);
      return true;
    case Span.EXTENSION:
      p.extensionBytes += at - start;
      if (p.extensionBytes <= MAX_CHUNK_EXTENSIONS) return true;
      fail(p, 'HPE_CHUNK_EXTENSIONS_OVERFLOW', 'Chunk extensions overflow', errorAt);
      return false;
    default:
      return true;
  }
}

/** Header lines that are collected before they are handed on, plus one. */
const MAX_FIELDS = 32;
/** Bytes of the extensions of one chunk. */
const MAX_CHUNK_EXTENSIONS = 16384;

function trackHeader(p: ParserState, length: number, errorAt: number): boolean {
  p.headerBytes += length;
  if (p.headerBytes < p.maxHeaderSize) return true;
  fail(p, 'HPE_HEADER_OVERFLOW', 'Header overflow', errorAt);
  return false;
}

function addField(p: ParserState, text: string): boolean {
  if (p.fields !== p.values) {
    p.headers[p.headers.length - 1] += text;
    return true;
  }
  p.fields++;
  if (p.fields === MAX_FIELDS) {
    flushHeaders(p);
    p.fields = 1;
  }
  p.headers.push(text);
  return true;
}

function addValue(p: ParserState, text: string): boolean {
  if (p.values === p.fields) {
    p.headers[p.headers.length - 1] += text;
  } else {
    p.values++;
    p.headers.push(text);
  }
  return true;
}

function isBlank(code: number): boolean {
  return code === SPACE || code === TAB;
}

/** The complete header lines so far, values without trailing white space. */
export function takeHeaders(p: ParserState): string[] {
  const { headers } = p;
  headers.length = p.values * 2;
  for (let i = 1; i < headers.length; i += 2) {
    const value = headers[i]!;
    let { length } = value;
    while (length > 0 && isBlank(value.charCodeAt(length - 1))) length--;
    if (length < value.length) headers[i] = value.slice(0, length);
  }
  p.headers = [];
  p.fields = 0;
  p.values = 0;
  return headers;
}

/** Hands header lines on before the head, or the trailer, is complete. */
export function flushHeaders(p: ParserState): void {
  const { url } = p;
  p.url = '';
  p.haveFlushed = true;
  p.sink.onHeaders(takeHeaders(p), url);
}
