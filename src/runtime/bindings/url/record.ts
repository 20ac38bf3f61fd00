/** The parts of a URL (https://url.spec.whatwg.org/#concept-url). */
export interface UrlRecord {
  /** Without the colon, in lower case. */
  scheme: string;
  username: string;
  password: string;
  /** As it is written; `null` where the address has none. */
  host: string | null;
  /** `null` where it is the scheme's own or there is none. */
  port: number | null;
  /** Segments, or one text where the path is opaque, as of `mailto:`. */
  path: string[] | string;
  query: string | null;
  fragment: string | null;
}

/** Schemes with rules of their own, and their ports. */
const specialPorts: ReadonlyMap<string, number | null> = new Map([
  ['http', 80],
  ['https', 443],
  ['ws', 80],
  ['wss', 443],
  ['ftp', 21],
  ['file', null],
]);

export function isSpecial(scheme: string): boolean {
  return specialPorts.has(scheme);
}

export function defaultPort(scheme: string): number | null {
  return specialPorts.get(scheme) ?? null;
}

export function hasOpaquePath(url: UrlRecord): boolean {
  return typeof url.path === 'string';
}

export function serializePath(url: UrlRecord): string {
  return typeof url.path === 'string' ? url.path : url.path.map((segment) => `/${segment}`).join('');
}

export function serializeUrl(url: UrlRecord): string {
  let text = `${url.scheme}:`;
  if (url.host !== null) {
    text += '//';
    if (url.username !== '' || url.password !== '') {
      text += `${url.username}${url.password === '' ? '' : `:${url.password}`}@`;
    }
    text += url.host;
    if (url.port !== null) text += `:${url.port}`;
  } else if (url.path.length > 1 && url.path[0] === '') {
    // Else the path would read as a host.
    text += '/.';
  }
  text += serializePath(url);
  if (url.query !== null) text += `?${url.query}`;
  return url.fragment === null ? text : `${text}#${url.fragment}`;
}
