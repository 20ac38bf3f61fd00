import { request as httpRequest, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { type HeaderList, type HttpRequest, type HttpResponse, headerValue } from '../../http/message.ts';
import type { RequestOptions } from '../engine.ts';
import { EngineError, type RequestFailure } from '../errors.ts';

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
    const timer = setTimeout(() => {
      const line = `\`${request.method} ${request.path}\``;
      fail(
        new EngineError('ERR_ENGINE_TIMEOUT', `${line} had no complete answer after ${timeout} ms.`, {
          hint: 'Every request handler has to answer, or to call `next`.',
        }),
      );
    }, timeout);
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
          sent.on('error', (error: NodeJS.ErrnoException) => fail(asRequestError(error, port, request)));
          sent.end(body);
        } catch (cause) {
          fail(
            new EngineError('ERR_ENGINE_REQUEST', `\`${method} ${path}\` cannot be sent as a request.`, {
              hint: 'Write spaces and other special characters of the path with percent signs, as in `%20`.',
              reason: 'HPE_INVALID',
              cause,
            }),
          );
        }
      },
      (error) => fail(asRequestError(error, port, request)),
    );
  });
}

/** The headers that every request needs, added where the caller left them out. */
function completeHeaders(port: number, { headers, body }: HttpRequest): HeaderList {
  const has = (name: string): boolean => headerValue(headers, name) !== undefined;
  const added: [string, string][] = [];
  if (!has('host')) added.push(['Host', `localhost:${port}`]);
  if (!has('connection')) added.push(['Connection', 'close']);
  if (body !== undefined && !has('content-length') && !has('transfer-encoding')) {
    added.push(['Content-Length', String(body.byteLength)]);
  }
  return [...headers, ...added];
}

function pairs(flat: readonly string[]): [string, string][] {
  return flat.flatMap((name, i) => (i % 2 === 0 ? [[name, flat[i + 1] ?? ''] as [string, string]] : []));
}

function asRequestError(error: NodeJS.ErrnoException, port: number, { method, path }: HttpRequest): unknown {
  const line = `\`${method} ${path}\``;
  const fail = (reason: RequestFailure, message: string): EngineError =>
    new EngineError('ERR_ENGINE_REQUEST', message, { reason, cause: error });
  if (error.code?.startsWith('HPE_')) return fail('HPE_INVALID', `The answer to ${line} is not HTTP.`);
  switch (error.code) {
    case 'ECONNREFUSED':
      return fail('ECONNREFUSED', `Nothing listens on port ${port}: ${line} was refused.`);
    case 'ECONNRESET':
      return fail('ECONNRESET', `The connection was closed before ${line} was answered.`);
    case 'EPIPE':
      return fail('EPIPE', `The connection was closed while ${line} was being sent.`);
    default:
      return new EngineError('ERR_ENGINE_CRASHED', `${line} could not be sent: ${error.message}`, {
        cause: error,
      });
  }
}
