import type { HttpRequest, HttpResponse } from '../../http/message.ts';
import type { RequestOptions } from '../engine.ts';
import { completeHeaders, requestError, requestTimeout, unwritableRequest } from '../request-errors.ts';
import { base64FromBytes, bytesFromBase64 } from './base64.ts';
import type { FromGuest, ToGuest } from './protocol.ts';

/** How much of a body stands in one line. */
const pieceBytes = 24 * 1024;

type Answer = Extract<FromGuest, { type: 'head' | 'data' | 'end' | 'failed' }>;

/** Requests that the resident program sends for the page, which cannot fetch from a container itself. */
export class ContainerRequests {
  readonly #send: (message: ToGuest) => void;
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  #lastId = 0;

  constructor(send: (message: ToGuest) => void) {
    this.#send = send;
  }

  receive(answer: Answer): void {
    this.#waiting.get(answer.id)?.(answer);
  }

  /** Sends a request; `stop` ends it for the engine's own reasons. */
  request(
    port: number,
    request: HttpRequest,
    { timeout = 30_000, signal, stop, onData }: RequestOptions & { readonly stop: AbortSignal },
  ): Promise<HttpResponse> {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      const settle = (finish: () => void): void => {
        if (!this.#waiting.delete(id)) return;
        clearTimeout(timer);
        signal?.removeEventListener('abort', hangUp);
        stop.removeEventListener('abort', ended);
        finish();
      };
      const giveUp = (reason: unknown): void =>
        settle(() => {
          this.#send({ type: 'hang-up', id });
          reject(reason);
        });
      const hangUp = (): void => giveUp(signal?.reason);
      const ended = (): void => giveUp(stop.reason);
      if (signal?.aborted) return reject(signal.reason);
      if (stop.aborted) return reject(stop.reason);
      const timer = setTimeout(() => giveUp(requestTimeout(request, timeout)), timeout);
      signal?.addEventListener('abort', hangUp);
      stop.addEventListener('abort', ended);
      let head: Extract<Answer, { type: 'head' }> | undefined;
      const chunks: Uint8Array[] = [];
      this.#waiting.set(id, (answer) => {
        if (answer.type === 'head') head = answer;
        else if (answer.type === 'data') {
          const bytes = bytesFromBase64(answer.data);
          chunks.push(bytes);
          onData?.(bytes);
        } else if (answer.type === 'failed') {
          const { code } = answer;
          const failed =
            code === 'unwritable' ? unwritableRequest(request, answer) : requestError(answer, port, request);
          settle(() => reject(failed));
        } else if (head) {
          const { status, statusText, headers, firstByte } = head;
          const { complete, total } = answer;
          const body = joined(chunks);
          settle(() =>
            resolve({ status, statusText, headers, body, complete, timing: { firstByte, total } }),
          );
        }
      });
      const { method, path, body } = request;
      this.#send({ type: 'request', id, port, method, path, headers: completeHeaders(port, request) });
      for (let at = 0; body && at < body.length; at += pieceBytes) {
        this.#send({ type: 'body', id, data: base64FromBytes(body.subarray(at, at + pieceBytes)) });
      }
      this.#send({ type: 'body', id, data: null });
    });
  }
}

function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
