import type { HttpResponse } from '../../../http/message.ts';
import { copyBytes, joinBytes } from '../bytes.ts';
import {
  type MessageError,
  type MessageHead,
  MessageParser,
  type MessageSink,
  RESPONSE,
} from './message-parser.ts';

export interface ResponseEvents {
  readonly onData: ((chunk: Uint8Array) => void) | undefined;
  onResponse(response: HttpResponse): void;
  onInvalid(error: MessageError): void;
  /** The connection ended before the head of the response did. */
  onCut(): void;
}

const KEEP_READING = 0;
const NO_BODY = 1;
const OTHER_PROTOCOL = 2;

/** Puts the response to one request together. Exactly one of the last three events comes, once. */
export class ResponseReader implements MessageSink {
  readonly #method: string;
  readonly #events: ResponseEvents;
  readonly #parser = new MessageParser(this, RESPONSE);
  #startedAt = 0;
  #firstByte = 0;
  #headers: string[] = [];
  #head: MessageHead | undefined;
  #body: Uint8Array[] = [];
  #isComplete = false;
  #isSettled = false;

  constructor(method: string, events: ResponseEvents) {
    this.#method = method;
    this.#events = events;
  }

  /** Call when the request is sent: times count from here. */
  start(): void {
    this.#startedAt = performance.now();
  }

  read(bytes: Uint8Array): void {
    const result = this.#parser.execute(bytes);
    // Also where the response is complete: what follows it at once is not HTTP, and Node's client says so too.
    if (typeof result === 'object') this.#settle(() => this.#events.onInvalid(result));
    else if (this.#isComplete) this.#respond(true);
  }

  /** The server has ended the connection in order. */
  end(): void {
    this.#parser.end();
    if (this.#isComplete) this.#respond(true);
    else this.cut();
  }

  /** The connection is gone. */
  cut(): void {
    if (this.#head) this.#respond(false);
    else this.#settle(() => this.#events.onCut());
  }

  onMessageBegin(): void {
    if (!this.#head) this.#headers = [];
  }

  onHeaders(headers: string[]): void {
    // Later ones are trailers, which the fetch of no browser shows either.
    if (!this.#head) this.#headers.push(...headers);
  }

  onHeadersComplete(head: MessageHead): number {
    const status = head.statusCode ?? 0;
    if (this.#isComplete || (status >= 100 && status < 200 && status !== 101)) return NO_BODY;
    this.#head = head;
    if (head.headers) this.#headers = head.headers;
    this.#firstByte = performance.now() - this.#startedAt;
    if (head.upgrade || this.#method === 'CONNECT') return OTHER_PROTOCOL;
    return this.#method === 'HEAD' || status === 304 ? NO_BODY : KEEP_READING;
  }

  onBody(data: Uint8Array, start: number, end: number): void {
    if (this.#isComplete) return;
    const chunk = copyBytes(data, start, end);
    this.#body.push(chunk);
    this.#events.onData?.(chunk.slice());
  }

  onMessageComplete(): void {
    if (this.#head) this.#isComplete = true;
  }

  #settle(report: () => void): void {
    if (this.#isSettled) return;
    this.#isSettled = true;
    report();
  }

  #respond(complete: boolean): void {
    const { statusCode = 0, statusMessage = '' } = this.#head ?? {};
    this.#settle(() =>
      this.#events.onResponse({
        status: statusCode,
        statusText: statusMessage,
        headers: pairs(this.#headers),
        body: joinBytes(this.#body),
        complete,
        timing: { firstByte: this.#firstByte, total: performance.now() - this.#startedAt },
      }),
    );
  }
}

function pairs(flat: readonly string[]): [string, string][] {
  const result: [string, string][] = [];
  for (let i = 0; i < flat.length; i += 2) result.push([flat[i]!, flat[i + 1] ?? '']);
  return result;
}
