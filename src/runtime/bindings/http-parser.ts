/** `internalBinding('http_parser')`. */

import type { Any, AsyncWrap, Binding, Host } from '../host.ts';
import { copyBytes } from '../net/bytes.ts';
import {
  type ExecuteResult,
  Lenient,
  MAX_HEADER_SIZE,
  type MessageHead,
  MessageParser,
  type MessageSink,
  type MessageType,
  REQUEST,
  RESPONSE,
} from '../net/http/message-parser.ts';
import { allMethods, methods } from '../net/http/methods.ts';
import { withStackRoom } from '../stack-room.ts';
import type { StreamListener } from './stream-wrap.ts';

const kOnMessageBegin = 0;
const kOnHeaders = 1;
const kOnHeadersComplete = 2;
const kOnBody = 3;
const kOnMessageComplete = 4;
const kOnExecute = 5;
const kOnTimeout = 6;

const constants = {
  REQUEST,
  RESPONSE,
  kOnMessageBegin,
  kOnHeaders,
  kOnHeadersComplete,
  kOnBody,
  kOnMessageComplete,
  kOnExecute,
  kOnTimeout,
  kLenientNone: 0,
  kLenientHeaders: Lenient.HEADERS,
  kLenientChunkedLength: Lenient.CHUNKED_LENGTH,
  kLenientKeepAlive: Lenient.KEEP_ALIVE,
  kLenientTransferEncoding: Lenient.TRANSFER_ENCODING,
  kLenientVersion: Lenient.VERSION,
  kLenientDataAfterClose: Lenient.DATA_AFTER_CLOSE,
  kLenientOptionalLFAfterCR: Lenient.OPTIONAL_LF_AFTER_CR,
  kLenientOptionalCRLFAfterChunk: Lenient.OPTIONAL_CRLF_AFTER_CHUNK,
  kLenientOptionalCRBeforeLF: Lenient.OPTIONAL_CR_BEFORE_LF,
  kLenientSpacesAfterChunkSize: Lenient.SPACES_AFTER_CHUNK_SIZE,
  kLenientHeaderValueRelaxed: Lenient.HEADER_VALUE_RELAXED,
  kLenientAll: Lenient.HEADER_VALUE_RELAXED - 1,
};

/** What {@link ConnectionsList} knows of a parser. */
interface TrackedConnection {
  /** Milliseconds of the monotonic clock; 0 between messages. */
  readonly messageStart: number;
  readonly headersCompleted: boolean;
}

export function createHttpParser(host: Host): Binding {
  const clock = performance;
  const FastBuffer = () => host.builtin('internal/buffer').FastBuffer;

  class ConnectionsList {
    readonly #all = new Set<TrackedConnection>();
    readonly #active = new Set<TrackedConnection>();

    /** Idle parsers first, then by the start of their message. */
    all(): unknown[] {
      return sorted(this.#all);
    }

    idle(): unknown[] {
      return sorted(this.#all).filter((parser) => parser.messageStart === 0);
    }

    active(): unknown[] {
      return sorted(this.#active);
    }

    /** Takes off the parsers whose head or whole message has been due for too long; milliseconds, 0 for no limit. */
    expired(headersTimeout: number, requestTimeout: number): unknown[] {
      if (headersTimeout === 0 && requestTimeout === 0) return [];
      const swap = requestTimeout > 0 && headersTimeout > requestTimeout;
      const [headers, request] = swap ? [requestTimeout, headersTimeout] : [headersTimeout, requestTimeout];
      const now = clock.now();
      const expired = sorted(this.#active).filter(
        ({ messageStart, headersCompleted }) =>
          (!headersCompleted && headers > 0 && messageStart < now - headers) ||
          (request > 0 && messageStart < now - request),
      );
      for (const parser of expired) this.#active.delete(parser);
      return expired;
    }

    track(parser: TrackedConnection, active: boolean): void {
      this.#all.add(parser);
      if (active) this.#active.add(parser);
      else this.#active.delete(parser);
    }

    forget(parser: TrackedConnection): void {
      this.#all.delete(parser);
      this.#active.delete(parser);
    }
  }

  class HTTPParser
    extends (host.AsyncWrap as new (provider: string) => AsyncWrap & Record<number, Any>)
    implements MessageSink, StreamListener, TrackedConnection
  {
    #parser = new MessageParser(this, REQUEST);
    #connections: ConnectionsList | undefined;
    #stream: Any;
    #current: Uint8Array | undefined;
    #messageStart = 0;
    /** The library’s. */
    declare maxHeaderPairs?: number;

    constructor() {
      super('HTTPINCOMINGMESSAGE');
    }

    get messageStart(): number {
      return this.#messageStart;
    }

    get headersCompleted(): boolean {
      return this.#parser.headersCompleted;
    }

    initialize(
      type: MessageType,
      resource: object,
      maxHeaderSize = 0,
      lenient = 0,
      connections?: ConnectionsList,
    ): void {
      this.asyncReset(resource);
      this.#parser = new MessageParser(this, type, maxHeaderSize || defaultMaxHeaderSize(), lenient);
      this.#connections = connections ?? undefined;
      if (!this.#connections) return;
      this.#messageStart = clock.now();
      this.#connections.track(this, true);
    }

    /** The number of bytes read, or an `Error`. What a callback throws comes out, and ends the parser. */
    execute(data: Uint8Array): Any {
      this.#current = data;
      const outcome = this.#outcome(withStackRoom(host.global.Error, () => this.#parser.execute(data)));
      this.#current = undefined;
      return outcome;
    }

    finish(): Any {
      const error = this.#parser.end();
      return error && this.#outcome(error);
    }

    #outcome(result: ExecuteResult): Any {
      if (typeof result === 'number') return result;
      const { code, reason, bytesParsed } = result;
      return Object.assign(new Error('Parse Error'), { bytesParsed, code, reason });
    }

    pause(): void {
      this.#parser.pause();
    }

    resume(): void {
      this.#parser.resume();
    }

    close(): void {
      this.remove();
      this.unconsume();
    }

    free(): void {}

    remove(): void {
      this.#connections?.forget(this);
    }

    /** Reads from the stream handle directly from now on; `kOnExecute` gets every outcome. */
    consume(stream: Any): void {
      this.#stream = stream;
      stream.setListener(this);
    }

    unconsume(): void {
      this.#stream?.setListener(undefined);
      this.#stream = undefined;
    }

    onStreamData(bytes: Uint8Array): void {
      const result = this.execute(bytes);
      this.#current = bytes;
      this.#call(kOnExecute, [result]);
      this.#current = undefined;
    }

    /** A copy of the bytes being parsed. */
    getCurrentBuffer(): Any {
      const bytes = this.#current;
      return bytes ? new (FastBuffer())(copyBytes(bytes).buffer) : new (FastBuffer())(0);
    }

    onMessageBegin(): void {
      this.#messageStart = clock.now();
      this.#connections?.track(this, true);
      this.#call(kOnMessageBegin, []);
    }

    onHeaders(headers: string[], url: string): void {
      this.#call(kOnHeaders, [headers, url]);
    }

    onHeadersComplete(head: MessageHead): number {
      const { versionMajor, versionMinor, headers, method, url, statusCode, statusMessage } = head;
      const { upgrade, shouldKeepAlive } = head;
      const line = [versionMajor, versionMinor, headers, method, url, statusCode, statusMessage];
      return this.#call(kOnHeadersComplete, [...line, upgrade, shouldKeepAlive]) | 0;
    }

    onBody(data: Uint8Array, start: number, end: number): void {
      this.#call(kOnBody, [new (FastBuffer())(copyBytes(data, start, end).buffer)]);
    }

    onMessageComplete(): void {
      this.#messageStart = 0;
      this.#connections?.track(this, false);
      this.#call(kOnMessageComplete, []);
    }

    #call(index: number, args: readonly unknown[]): Any {
      const callback = this[index];
      return typeof callback === 'function' ? this.makeCallback(callback, ...args) : undefined;
    }
  }

  Object.assign(HTTPParser, constants);

  function defaultMaxHeaderSize(): number {
    return host.builtin('internal/options').getOptionValue('--max-http-header-size') || MAX_HEADER_SIZE;
  }

  return { methods: [...methods], allMethods: [...allMethods], HTTPParser, ConnectionsList };
}

function sorted(parsers: Iterable<TrackedConnection>): TrackedConnection[] {
  return [...parsers].sort((a, b) => a.messageStart - b.messageStart);
}
