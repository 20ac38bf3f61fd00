import { type HeaderList, type HttpRequest, headerValue } from '../../../http/message.ts';
import { joinBytes } from '../bytes.ts';

/** Methods that may go without a body; of the others the server is told that it is empty. */
const BODILESS = new Set(['GET', 'HEAD', 'DELETE', 'OPTIONS', 'TRACE', 'CONNECT']);

const invalidPath = /[^\u0021-\u00ff]/;
const validToken = /^[!#$%&'*+\-.^_`|~0-9a-z]+$/i;
const invalidValue = /[^\t\u0020-\u007e\u0080-\u00ff]/;

const encoder = new TextEncoder();

/**
 * A request as it stands on the wire; `undefined` where a part of it cannot stand there. Header lines keep their
 * order; `Host`, `Connection` and `Content-Length` are added after them where they are missing, as Node's client does
 * without an agent.
 */
export function requestBytes(request: HttpRequest, port: number): Uint8Array | undefined {
  const { method, path, body } = request;
  const headers = [...request.headers, ...addedHeaders(request, port)];
  if (!validToken.test(method) || path === '' || invalidPath.test(path)) return undefined;
  if (headers.some(([name, value]) => !validToken.test(name) || invalidValue.test(value))) return undefined;
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`);
  const head = latin1(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n`);
  const payload = isChunked(headers) ? chunked(body) : body;
  return payload ? joinBytes([head, payload]) : head;
}

function addedHeaders({ method, headers, body }: HttpRequest, port: number): HeaderList {
  const has = (name: string): boolean => headerValue(headers, name) !== undefined;
  const added: [string, string][] = [];
  if (!has('host')) added.push(['Host', `localhost:${port}`]);
  if (!has('connection')) added.push(['Connection', 'close']);
  if (has('content-length') || has('transfer-encoding')) return added;
  if (body !== undefined || !BODILESS.has(method)) added.push(['Content-Length', String(body?.length ?? 0)]);
  return added;
}

function isChunked(headers: HeaderList): boolean {
  return /(?:^|\W)chunked(?:$|\W)/i.test(headerValue(headers, 'transfer-encoding') ?? '');
}

/** The body as one chunk and the last one. */
function chunked(body: Uint8Array = new Uint8Array()): Uint8Array {
  const end = '0\r\n\r\n';
  if (body.length === 0) return encoder.encode(end);
  return joinBytes([encoder.encode(`${body.length.toString(16)}\r\n`), body, encoder.encode(`\r\n${end}`)]);
}

function latin1(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}
