import { request as httpRequest, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { HttpRequest, HttpResponse } from '../../http/message.ts';
import type { RequestOptions } from '../engine.ts';
import { completeHeaders, requestError, requestTimeout, unwritableRequest } from '../request-errors.ts';

/** Sends one request over the connection that `connect` opens. `stop` ends it for the engine's own reasons. */
export function sendRequest(
  connect: () => Promise<Socket>,
  port: number,
  request: HttpRequest,
  options: RequestOptions & { readonly stop: AbortSignal },
): Promise<HttpResponse> {
  const { timeout = 30_000, signal, stop, onData } = options;
  const startedAt = performance.now();
  const since = (): number => performance.now() - startedAt;
  return new Promise((resolve, reject) => {
    let socket: Socket | undefined;
    let settled = false;
    const settle = (finish: () => void): void => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      signal?.removeEventListener('abort', hangUp);
      stop.removeEventListener('abort', ended);
      socket?.destroy();
      finish();
    };
    const fail = (error: unknown): void => settle(() => reject(error));
    const hangUp = (): void => fail(signal?.reason);
    const ended = (): void => fail(stop.reason);
    const timer = setTimeout(() => fail(requestTimeout(request, timeout)), timeout);
    if (signal?.aborted) return hangUp();
    if (stop.aborted) return ended();
    signal?.addEventListener('abort', hangUp);
    stop.addEventListener('abort', ended);

    const receive = (response: IncomingMessage): void => {
      const firstByte = since();
      const chunks: Uint8Array[] = [];
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        onData?.(new Uint8Array(chunk));
      });
      const done = (): void =>
        settle(() =>
          resolve({
            status: response.statusCode ?? 0,
            statusText: response.statusMessage ?? '',
            headers: pairs(response.rawHeaders),
            body: new Uint8Array(Buffer.concat(chunks)),
            complete: response.complete,
            timing: { firstByte, total: since() },
          }),
        );
      response.on('end', done).on('error', done).on('close', done);
    };

    connect().then(
      (opened) => {
        socket = opened;
        if (settled) return void opened.destroy();
        const { method, path, body } = request;
        try {
          const sent = httpRequest({
            method,
            path,
            createConnection: () => opened,
            // Pairs in one flat list: the only form that keeps case, order and repetition.
            headers: completeHeaders(port, request).flat() as unknown as Record<string, string>,
          });
          sent.on('socket', () => opened.resume());
          sent.on('response', receive);
          sent.on('error', (error: NodeJS.ErrnoException) => fail(requestError(error, port, request)));
          sent.end(body);
        } catch (cause) {
          fail(unwritableRequest(request, cause));
        }
      },
      (error) => fail(requestError(error, port, request)),
    );
  });
}

function pairs(flat: readonly string[]): [string, string][] {
  return flat.flatMap((name, i) => (i % 2 === 0 ? [[name, flat[i + 1] ?? ''] as [string, string]] : []));
}
