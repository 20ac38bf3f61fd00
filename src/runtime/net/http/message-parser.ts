/** An incremental parser of HTTP/1 messages: one per connection and direction. */
import { CR, LF } from './characters.ts';
import { parseHeaderFields } from './header-fields.ts';
import { parseHeaderValue } from './header-values.ts';
import { parseBody } from './message-body.ts';
import { METHOD_CONNECT } from './methods.ts';
import {
  FAILED,
  Finish,
  Flag,
  fail,
  flushHeaders,
  Lenient,
  type MessageSink,
  type MessageType,
  ParserState,
  REQUEST,
  reportSpan,
  State,
  takeHeaders,
} from './parser-state.ts';
import { beginRequestLine, parseRequestLine } from './request-line.ts';
import { beginStatusLine, parseStatusLine } from './status-line.ts';

export {
  Lenient,
  type MessageHead,
  type MessageSink,
  type MessageType,
  REQUEST,
  RESPONSE,
} from './parser-state.ts';

/** Node's default for the sum of the request target, all field names and all values of a head, in bytes. */
export const MAX_HEADER_SIZE = 16 * 1024;

/** Why a message was refused. */
export interface MessageError {
  /** `HPE_` and the name of the error in llhttp. */
  readonly code: string;
  readonly reason: string;
  /** Bytes of the input at hand that were read before the error. */
  readonly bytesParsed: number;
}

/** The outcome of {@link MessageParser.execute}: how many bytes were read, or why the parser gave up. */
export type ExecuteResult = number | MessageError;

const PAUSED = 'HPE_PAUSED';
const UPGRADE_PAUSE = 'HPE_PAUSED_UPGRADE';

export class MessageParser extends ParserState {
  #isRunning = false;

  constructor(sink: MessageSink, type: MessageType, maxHeaderSize: number = MAX_HEADER_SIZE, lenient = 0) {
    super(sink, type, maxHeaderSize, lenient);
  }

  /**
   * Reads the next bytes of the connection. Fewer than all are read only where another protocol takes over after the
   * message. After an error every further call returns one. What the sink throws ends the parser and comes out here.
   */
  execute(data: Uint8Array): ExecuteResult {
    const end = data.length;
    // Not in a `catch`: an exception of the sink keeps the place where it was thrown.
    if (this.#isRunning) fail(this, 'HPE_USER', 'JS Exception', 0);
    if (this.errorCode === '') {
      this.#isRunning = true;
      this.spanStart = 0;
      const isDone = run(this, data, end) !== FAILED && reportSpan(this, this.span, data, end, end);
      this.#isRunning = false;
      if (isDone) return end;
      if ((this.errorCode as string) === UPGRADE_PAUSE) {
        this.errorCode = '';
        return this.errorAt;
      }
    }
    if (this.upgrade) return this.errorAt;
    return { code: this.errorCode, reason: this.errorReason, bytesParsed: this.errorAt };
  }

  /** The connection has ended. An error where that cuts a message short. */
  end(): MessageError | undefined {
    if (this.errorCode !== '') return undefined;
    if (this.finish === Finish.SAFE_WITH_CALLBACK) completeMessage(this);
    if (this.finish !== Finish.UNSAFE || this.upgrade) return undefined;
    return { code: 'HPE_INVALID_EOF_STATE', reason: 'Invalid EOF state', bytesParsed: 0 };
  }

  /** Makes further calls of {@link execute} fail with `HPE_PAUSED` until {@link resume}. */
  pause(): void {
    if (this.errorCode === '') fail(this, PAUSED, 'Paused', 0);
  }

  resume(): void {
    if (this.errorCode === PAUSED) this.errorCode = '';
  }
}

/** Drives the parts of the parser until the input ends; `FAILED` after an error or an upgrade. */
function run(p: ParserState, data: Uint8Array, end: number): number {
  let pos = 0;
  for (;;) {
    const { state } = p;
    if (state >= State.HEADERS_START) {
      if (pos === end) return pos;
      if (state < State.VALUE_SPACE) pos = parseHeaderFields(p, data, pos, end);
      else if (state < State.BODY) pos = parseHeaderValue(p, data, pos, end);
      else pos = parseBody(p, data, pos, end);
    } else if (state >= State.METHOD) {
      if (pos === end) return pos;
      pos =
        state < State.RESPONSE_PROTOCOL
          ? parseRequestLine(p, data, pos, end)
          : parseStatusLine(p, data, pos, end);
    } else if (state === State.HEADERS_DONE) {
      if (!completeHeaders(p, pos)) return FAILED;
    } else if (state === State.MESSAGE_DONE) {
      completeMessage(p);
      if (p.upgrade) return pauseForUpgrade(p, pos);
      p.state = State.CLEANUP;
    } else if (state === State.CLEANUP) {
      restart(p);
    } else {
      if (pos === end) return pos;
      const byte = data[pos]!;
      if (byte === CR || byte === LF) pos++;
      else if (state === State.START) beginMessage(p);
      else if (p.lenient & Lenient.DATA_AFTER_CLOSE) pos++;
      else return fail(p, 'HPE_CLOSED_CONNECTION', 'Data after `Connection: close`', pos + 1);
    }
    if (pos === FAILED) return FAILED;
  }
}

function beginMessage(p: ParserState): void {
  p.finish = Finish.UNSAFE;
  p.headers = [];
  p.headerLines = 0;
  p.fields = 0;
  p.values = 0;
  p.headersCompleted = false;
  p.extensionBytes = 0;
  p.url = '';
  p.statusMessage = '';
  p.sink.onMessageBegin();
  if (p.type === REQUEST) beginRequestLine(p);
  else beginStatusLine(p);
}

/** The empty line after the head: reports it, and decides what follows. False where the parser stops. */
function completeHeaders(p: ParserState, pos: number): boolean {
  const isUpgrade = (p.flags & Flag.UPGRADE) !== 0 && (p.flags & Flag.CONNECTION_UPGRADE) !== 0;
  if (isUpgrade) p.upgrade = p.type === REQUEST || p.statusCode === 101;
  else p.upgrade = p.method === METHOD_CONNECT;

  const answer = reportHead(p);
  if (answer === 2) p.upgrade = true;
  if (answer === 1 || answer === 2) p.flags |= Flag.SKIP_BODY;
  else if (answer !== 0) {
    fail(p, 'HPE_CB_HEADERS_COMPLETE', 'User callback error', pos);
    return false;
  }

  const skipBody = (p.flags & Flag.SKIP_BODY) !== 0;
  const chunked = (p.flags & Flag.CHUNKED) !== 0;
  const isBare = skipBody || !(chunked || p.contentLength > 0);
  if (
    (p.upgrade && (p.method === METHOD_CONNECT || isBare)) ||
    (p.type !== REQUEST && p.statusCode === 101)
  ) {
    completeMessage(p);
    pauseForUpgrade(p, pos);
    return false;
  }
  if (skipBody || isBodiless(p)) p.state = completeEmpty(p);
  else if (chunked) p.state = State.CHUNK_SIZE_START;
  else if (p.flags & Flag.TRANSFER_ENCODING) {
    if (p.type === REQUEST && !(p.lenient & (Lenient.CHUNKED_LENGTH | Lenient.TRANSFER_ENCODING))) {
      fail(p, 'HPE_INVALID_TRANSFER_ENCODING', 'Request has invalid `Transfer-Encoding`', pos);
      return false;
    }
    p.state = State.BODY_TO_END;
  } else if (p.flags & Flag.CONTENT_LENGTH) p.state = p.contentLength === 0 ? completeEmpty(p) : State.BODY;
  else p.state = needsEnd(p) ? State.BODY_TO_END : completeEmpty(p);
  if (p.state === State.BODY_TO_END) p.finish = Finish.SAFE_WITH_CALLBACK;
  return true;
}

function completeEmpty(p: ParserState): number {
  completeMessage(p);
  return State.CLEANUP;
}

function reportHead(p: ParserState): number {
  p.headersCompleted = true;
  p.headerBytes = 0;
  const isRequest = p.type === REQUEST;
  const flushed = p.haveFlushed;
  if (flushed) flushHeaders(p);
  return p.sink.onHeadersComplete({
    versionMajor: p.versionMajor,
    versionMinor: p.versionMinor,
    headers: flushed ? undefined : takeHeaders(p),
    method: isRequest ? p.method : undefined,
    url: isRequest && !flushed ? p.url : undefined,
    statusCode: isRequest ? undefined : p.statusCode,
    statusMessage: isRequest ? undefined : p.statusMessage,
    upgrade: p.upgrade,
    shouldKeepAlive: shouldKeepAlive(p),
  });
}

function completeMessage(p: ParserState): void {
  if (p.fields > 0) flushHeaders(p);
  p.sink.onMessageComplete();
}

function pauseForUpgrade(p: ParserState, pos: number): typeof FAILED {
  p.state = State.CLEANUP;
  return fail(p, UPGRADE_PAUSE, 'Pause on CONNECT/Upgrade', pos);
}

/** Makes ready for the next message, if the connection is to be used again. */
function restart(p: ParserState): void {
  const keepAlive = shouldKeepAlive(p);
  p.finish = Finish.SAFE;
  p.flags = 0;
  if (keepAlive) p.contentLength = 0;
  p.state = keepAlive || p.lenient & Lenient.KEEP_ALIVE ? State.START : State.CLOSED;
}

/** Responses that have no body whatever their fields say (RFC 9112 §6.3). */
function isBodiless(p: ParserState): boolean {
  if (p.type === REQUEST) return false;
  return (p.statusCode >= 100 && p.statusCode < 200) || p.statusCode === 204 || p.statusCode === 304;
}

/** Whether only the end of the connection ends the message (RFC 9112 §6.3). */
function needsEnd(p: ParserState): boolean {
  if (p.type === REQUEST) return false;
  if ((p.statusCode >= 100 && p.statusCode < 200) || p.statusCode === 204 || p.statusCode === 304)
    return false;
  if (p.flags & Flag.SKIP_BODY) return false;
  if (p.flags & Flag.TRANSFER_ENCODING && !(p.flags & Flag.CHUNKED)) return true;
  return !(p.flags & (Flag.CHUNKED | Flag.CONTENT_LENGTH));
}

/** Whether the connection may carry another message after this one (RFC 9112 §9.3). */
function shouldKeepAlive(p: ParserState): boolean {
  if (p.versionMajor > 0 && p.versionMinor > 0) {
    if (p.flags & Flag.CONNECTION_CLOSE) return false;
  } else if (!(p.flags & Flag.CONNECTION_KEEP_ALIVE)) return false;
  return !needsEnd(p);
}
