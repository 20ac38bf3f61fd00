import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import type { FromGuest, ToGuest } from '../protocol.ts';

/** The requests that are under way, each over a connection of its own. */
export class Requests {
  readonly #send: (message: FromGuest) => void;
  readonly #open = new Map<number, ClientRequest>();

  constructor(send: (message: FromGuest) => void) {
    this.#send = send;
  }

  send({ id, port, method, path, headers }: Extract<ToGuest, { type: 'request' }>): void {
    const startedAt = performance.now();
    const since = (): number => performance.now() - startedAt;
    const settle = (message: FromGuest): void => {
      const sent = this.#open.get(id);
      if (!sent) return;
      this.#open.delete(id);
      sent.destroy();
      this.#send(message);
    };
    let request: ClientRequest;
    try {
      request = httpRequest({
        host: 'localhost',
        port,
        method,
        path,
        agent: false,
        // Pairs in one flat list: the only form that keeps case, order and repetition.
        headers: headers.flat() as unknown as Record<string, string>,
      });
    } catch (error) {
      this.#send({ type: 'failed', id, code: 'unwritable', message: String(error) });
      return;
    }
    this.#open.set(id, request);
    request.setNoDelay(true);
    request.on('error', ({ code = '', message }: NodeJS.ErrnoException) =>
      settle({ type: 'failed', id, code, message }),
    );
    request.on('response', (response: IncomingMessage) => {
      const { statusCode: status = 0, statusMessage: statusText = '', rawHeaders } = response;
      this.#send({ type: 'head', id, status, statusText, headers: pairs(rawHeaders), firstByte: since() });
      const done = (): void => settle({ type: 'end', id, complete: response.complete, total: since() });
      response.on('data', (bytes: Buffer) => {
        if (this.#open.has(id)) this.#send({ type: 'data', id, data: bytes.toString('base64') });
      });
      response.on('end', done).on('error', done).on('close', done);
    });
  }

  write(id: number, data: string | null): void {
    const request = this.#open.get(id);
    if (data === null) request?.end();
    else request?.write(Buffer.from(data, 'base64'));
  }

  hangUp(id: number): void {
    const request = this.#open.get(id);
    this.#open.delete(id);
    request?.destroy();
  }
}

function pairs(flat: readonly string[]): [string, string][] {
  return flat.flatMap((name, i) => (i % 2 === 0 ? [[name, flat[i + 1] ?? ''] as [string, string]] : []));
}
