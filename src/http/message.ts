/**
 * HTTP messages as plain data.
 *
 * `Request` and `Response` of the Fetch standard drop `Cookie`, `Host` and `Set-Cookie` in a browser, merge repeated
 * headers and cannot be cloned to a worker; these can. Header names keep their case and order and may repeat.
 */

/** Header lines in the order they stand on the wire; a name may occur more than once. */
export type HeaderList = readonly (readonly [name: string, value: string])[];

/** A request as a client writes it. `path` is the request target, with its query and percent escapes untouched. */
export interface HttpRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: HeaderList;
  readonly body?: Uint8Array;
}

/** A response as a client received it. */
export interface HttpResponse {
  readonly status: number;
  readonly statusText: string;
  readonly headers: HeaderList;
  readonly body: Uint8Array;
  /** False when the connection ended before the message did: the body is only what arrived until then. */
  readonly complete: boolean;
  /** Milliseconds from sending the request to the first and to the last byte of the response. */
  readonly timing: { readonly firstByte: number; readonly total: number };
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** The values of every line called `name`, in order; names are compared without case (RFC 9110 §5.1). */
export function headerValues(headers: HeaderList, name: string): string[] {
  const wanted = name.toLowerCase();
  return headers.filter(([key]) => key.toLowerCase() === wanted).map(([, value]) => value);
}

/** The first value of `name`, or `undefined` where there is none. */
export function headerValue(headers: HeaderList, name: string): string | undefined {
  return headerValues(headers, name)[0];
}

/** The media type without parameters, in lower case; empty where there is no `Content-Type`. */
export function mediaType(headers: HeaderList): string {
  return (headerValue(headers, 'content-type')?.split(';')[0] ?? '').trim().toLowerCase();
}

/** UTF-8 bytes of `text`. */
export function bytesFromText(text: string): Uint8Array {
  return encoder.encode(text);
}

/** `bytes` read as UTF-8; bytes that are not UTF-8 become U+FFFD. */
export function textFromBytes(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

/** A request from loose parts: `GET`, no headers and no body unless given; a string body is encoded as UTF-8. */
export function createRequest(parts: {
  readonly method?: string;
  readonly path: string;
  readonly headers?: HeaderList | Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}): HttpRequest {
  const { method = 'GET', path, headers = [], body } = parts;
  const list: HeaderList = Array.isArray(headers) ? headers : Object.entries(headers);
  const base = { method, path, headers: list };
  if (body === undefined) return base;
  return { ...base, body: typeof body === 'string' ? bytesFromText(body) : body };
}
