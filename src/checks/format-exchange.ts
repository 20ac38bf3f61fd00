import { type HttpRequest, type HttpResponse, textFromBytes } from '../http/message.ts';
import type { Exchange } from './exchange.ts';
import { learnerMessages } from './learner-messages.ts';

/** The request as it would be typed: line, headers, body. */
export function formatRequest(
  { method, path, headers, body }: HttpRequest,
  limit = Number.POSITIVE_INFINITY,
): string {
  return join(`${method} ${path}`, headers, body === undefined ? '' : shorten(textFromBytes(body), limit));
}

/** The response as it stands on the wire, nearly. */
export function formatResponse(response: HttpResponse, limit = Number.POSITIVE_INFINITY): string {
  const { status, statusText, headers, body } = response;
  return join(`${status} ${statusText}`.trim(), headers, shorten(textFromBytes(body), limit));
}

/** What came back, or why nothing did. */
export function formatReceived({ response, failure, milliseconds }: Exchange, limit: number): string {
  const { received } = learnerMessages;
  if (response !== undefined) {
    return formatResponse(response, limit) + (response.complete ? '' : `\n(${received.cut})`);
  }
  return failure === 'timeout' ? received.timeout(milliseconds) : received[failure ?? 'ECONNRESET'];
}

function join(line: string, headers: HttpRequest['headers'], body: string): string {
  const head = [line, ...headers.map(([name, value]) => `${name}: ${value}`)].join('\n');
  return body === '' ? head : `${head}\n\n${body}`;
}

function shorten(text: string, limit: number): string {
  return text.length > limit ? `${text.slice(0, limit)}…` : text;
}
