import {
  bytesFromText,
  type HeaderList,
  type HttpRequest,
  type HttpResponse,
  mediaType,
  textFromBytes,
} from '../http/message.ts';

/** A request as the form holds it: headers one per line, the body as text. */
export interface RequestDraft {
  readonly method: string;
  readonly path: string;
  readonly headers: string;
  readonly body: string;
}

export const emptyDraft: RequestDraft = { method: 'GET', path: '/', headers: '', body: '' };

/** What is wrong with a draft, in words for the person who wrote it. */
export class DraftError extends Error {
  override readonly name = 'DraftError';
  readonly field: 'path' | 'headers';

  constructor(field: 'path' | 'headers', message: string) {
    super(message);
    this.field = field;
  }
}

const token = /^[!#$%&'*+.^_`|~\w-]+$/;

/** Reads `Name: value` lines; empty lines are skipped. */
export function parseHeaderLines(text: string): HeaderList {
  const headers: [string, string][] = [];
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).trim();
    if (colon < 1 || !token.test(name)) {
      throw new DraftError('headers', `“${line.trim()}” is no header line. Write it as Name: value.`);
    }
    headers.push([name, line.slice(colon + 1).trim()]);
  }
  return headers;
}

/** The request that the draft describes. The engine adds `Host` and `Content-Length` where they are missing. */
export function requestFromDraft(draft: RequestDraft): HttpRequest {
  const path = draft.path.trim() || '/';
  if (!path.startsWith('/') && path !== '*')
    throw new DraftError('path', 'A path begins with a slash, as in /books.');
  if (/\s/.test(path)) throw new DraftError('path', 'A path has no spaces: write them as %20.');
  const [foreign] = /[^!-~]/u.exec(path) ?? [];
  if (foreign !== undefined) {
    const written = foreign.isWellFormed() ? encodeURIComponent(foreign) : '%EF%BF%BD';
    throw new DraftError('path', `A path has only ASCII characters: write “${foreign}” as ${written}.`);
  }
  const headers = parseHeaderLines(draft.headers);
  const base = { method: draft.method, path, headers };
  return draft.body === '' ? base : { ...base, body: bytesFromText(draft.body) };
}

/** A request as the form shows it. */
export function draftFromRequest({ method, path, headers, body }: HttpRequest): RequestDraft {
  return {
    method,
    path,
    headers: headers.map(([name, value]) => `${name}: ${value}`).join('\n'),
    body: body === undefined ? '' : textFromBytes(body),
  };
}

/** As much of a text is shown as a browser lays out at once, in characters. */
const mostShown = 200_000;

function beginning(text: string): string {
  if (text.length <= mostShown) return text;
  return `${text.slice(0, mostShown)}\n… ${(text.length - mostShown).toLocaleString('en-GB')} more characters`;
}

/** The body for reading: JSON indented where the response says that it is JSON and it is. */
export function prettyBody(response: HttpResponse): string {
  const text = textFromBytes(response.body);
  const type = mediaType(response.headers);
  if (type !== 'application/json' && !type.endsWith('+json')) return beginning(text);
  try {
    return beginning(JSON.stringify(JSON.parse(text), null, 2));
  } catch {
    return beginning(text);
  }
}

/** The message as it stood on the wire, a very long one in part. */
export function wireText(response: HttpResponse): string {
  const headers = response.headers.map(([name, value]) => `${name}: ${value}\n`).join('');
  return `HTTP/1.1 ${response.status} ${response.statusText}\n${headers}\n${beginning(textFromBytes(response.body))}`;
}

/** `GET /books`, the name of a request that has none of its own. */
export function requestLine({ method, path }: { readonly method: string; readonly path: string }): string {
  return `${method} ${path}`;
}

/**
 * The draft of a request that was written as a text: `POST /books`, header lines, an empty line, the body. `undefined` where
 * it is none, or where it was cut short (it ends in `…`).
 */
export function draftFromText(text: string): RequestDraft | undefined {
  const [head = '', ...rest] = text.split('\n\n');
  const [line = '', ...headers] = head.split('\n');
  const [, method = 'GET', path] = /^(?:([A-Z]+) )?(\/\S*)$/.exec(line.trim()) ?? [];
  const body = rest.join('\n\n');
  if (path === undefined || body.endsWith('…')) return undefined;
  return { method, path, headers: headers.join('\n'), body };
}
