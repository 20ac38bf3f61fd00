import { type HeaderList, type HttpRequest, headerValue } from '../http/message.ts';
import { EngineError, type RequestFailure } from './errors.ts';

/** The headers of a request, with those that every request needs added where the caller left them out. */
export function completeHeaders(port: number, { headers, body }: HttpRequest): HeaderList {
  const has = (name: string): boolean => headerValue(headers, name) !== undefined;
  const added: [string, string][] = [];
  if (!has('host')) added.push(['Host', `localhost:${port}`]);
  if (!has('connection')) added.push(['Connection', 'close']);
  if (body !== undefined && !has('content-length') && !has('transfer-encoding')) {
    added.push(['Content-Length', String(body.byteLength)]);
  }
  return [...headers, ...added];
}

/** What a failure of Node's own HTTP client, told by its `code`, is for whoever sent the request. */
export function requestError(
  error: { readonly code?: string | undefined; readonly message: string },
  port: number,
  { method, path }: HttpRequest,
): EngineError {
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

/** A request that was not answered whole within `timeout` milliseconds. */
export function requestTimeout({ method, path }: HttpRequest, timeout: number): EngineError {
  return new EngineError(
    'ERR_ENGINE_TIMEOUT',
    `\`${method} ${path}\` had no complete answer after ${timeout} ms.`,
    { hint: 'Every request handler has to answer, or to call `next`.' },
  );
}

/** A request that cannot be written as HTTP. */
export function unwritableRequest({ method, path }: HttpRequest, cause: unknown): EngineError {
  return new EngineError('ERR_ENGINE_REQUEST', `\`${method} ${path}\` cannot be sent as a request.`, {
    hint: 'Write spaces and other special characters of the path with percent signs, as in `%20`.',
    reason: 'HPE_INVALID',
    cause,
  });
}
