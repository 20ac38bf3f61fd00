/** The page's own HTTP client: one request over one fresh connection, with nothing hidden of what came back. */
import type { RequestOptions } from '../../engine/engine.ts';
import { EngineError, type RequestFailure } from '../../engine/errors.ts';
import type { HttpRequest, HttpResponse } from '../../http/message.ts';
import { Deadlines } from './deadlines.ts';
import { requestBytes } from './http/request-bytes.ts';
import { ResponseReader } from './http/response-reader.ts';
import { type Connection, type NetworkDevice, NetworkError } from './network-device.ts';

const DEFAULT_TIMEOUT_MS = 30_000;
/** A longer answer is not read on: it would fill the memory of the page. */
const LONGEST_RESPONSE_BYTES = 64 * 2 ** 20;
/** Programs listen on either; the order is that of the other engines. */
const ADDRESSES = ['127.0.0.1', '::1'] as const;

/**
 * Sends one request to the process that listens on `port`. Rejects with an `EngineError`: `ERR_ENGINE_REQUEST` where
 * no response came or where it is not HTTP, `ERR_ENGINE_TIMEOUT`, `ERR_ENGINE_TOO_LONG`; or with the reason of the signal. A response that
 * was cut in the middle resolves with `complete: false`. `stop` ends the request for the engine's own reasons; requests
 * of one engine share their `deadlines`.
 */
export function requestOverNetwork(
  network: NetworkDevice,
  port: number,
  request: HttpRequest,
  options: RequestOptions & { readonly stop?: AbortSignal; readonly deadlines?: Deadlines } = {},
): Promise<HttpResponse> {
  const { signal, stop, onData, deadlines = new Deadlines() } = options;
  const timeout = options.timeout ?? DEFAULT_TIMEOUT_MS;
  const line = `\`${request.method} ${request.path}\``;
  return new Promise((resolve, reject) => {
    const bytes = requestBytes(request, port);
    if (!bytes) {
      reject(notSendable(line));
      return;
    }
    let connection: Connection | undefined;
    let length = 0;
    let isSettled = false;
    const settle = (finish: () => void): void => {
      if (isSettled) return;
      isSettled = true;
      meetDeadline();
      signal?.removeEventListener('abort', hangUp);
      stop?.removeEventListener('abort', ended);
      connection?.close();
      finish();
    };
    const fail = (error: unknown): void => settle(() => reject(error));
    const hangUp = (): void => fail(signal?.reason);
    const ended = (): void => fail(stop?.reason);
    const meetDeadline = deadlines.set(timeout, () => fail(tooLate(line, timeout)));
    if (signal?.aborted) return hangUp();
    if (stop?.aborted) return ended();
    signal?.addEventListener('abort', hangUp);
    stop?.addEventListener('abort', ended);

    const reader = new ResponseReader(request.method, {
      onData,
      onResponse: (response) => settle(() => resolve(response)),
      onInvalid: (cause) => fail(noResponse('HPE_INVALID', `The answer to ${line} is not HTTP.`, cause)),
      onCut: () => fail(noResponse('ECONNRESET', `The connection was closed before ${line} was answered.`)),
    });
    connectTo(network, port, (opened) => {
      if (opened instanceof NetworkError) {
        fail(noResponse('ECONNREFUSED', `Nothing listens on port ${port}: ${line} was refused.`, opened));
        return;
      }
      if (isSettled) {
        opened.close();
        return;
      }
      connection = opened;
      opened.listener = {
        onData(received) {
          opened.acknowledge(received.length);
          length += received.length;
          if (length > LONGEST_RESPONSE_BYTES) fail(tooLong(line));
          else if (!isSettled) reader.read(received);
        },
        onEnd: () => isSettled || reader.end(),
        onReset: () => isSettled || reader.cut(),
        onAcknowledged() {},
      };
      reader.start();
      opened.write(bytes, options.cause);
    });
  });
}

function connectTo(
  network: NetworkDevice,
  port: number,
  done: (result: Connection | NetworkError) => void,
): void {
  const [first, second] = ADDRESSES;
  network.connect({ address: first, port }, undefined, (result) => {
    if (result instanceof NetworkError) network.connect({ address: second, port }, undefined, done);
    else done(result);
  });
}

function noResponse(reason: RequestFailure, message: string, cause?: unknown): EngineError {
  return new EngineError('ERR_ENGINE_REQUEST', message, { reason, cause });
}

function notSendable(line: string): EngineError {
  return new EngineError('ERR_ENGINE_REQUEST', `${line} cannot be sent as a request.`, {
    hint: 'Write spaces and other special characters of the path with percent signs, as in `%20`.',
    reason: 'HPE_INVALID',
  });
}

function tooLong(line: string): EngineError {
  const size = LONGEST_RESPONSE_BYTES / 2 ** 20;
  return new EngineError(
    'ERR_ENGINE_TOO_LONG',
    `The answer to ${line} was longer than ${size} MiB: the client hung up.`,
    { hint: 'Look for a body that grows without end.' },
  );
}

function tooLate(line: string, timeout: number): EngineError {
  return new EngineError('ERR_ENGINE_TIMEOUT', `${line} had no complete answer after ${timeout} ms.`, {
    hint: 'Every request handler has to answer, or to call `next`.',
  });
}
