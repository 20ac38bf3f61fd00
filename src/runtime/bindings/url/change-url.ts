/** The setters of `URL` (https://url.spec.whatwg.org/#api). */
import { parseHost } from './host.ts';
import { appendPath, encodeQuery, portColon, removeTabsAndNewlines, setPort } from './parse-url.ts';
import { encodeSets, percentEncode } from './percent-encoding.ts';
import { defaultPort, hasOpaquePath, isSpecial, type UrlRecord } from './record.ts';

function cannotHaveCredentials(url: UrlRecord): boolean {
  return url.host === null || url.host === '' || url.scheme === 'file';
}

function setProtocol(url: UrlRecord, value: string): boolean {
  if (value === '') return true;
  const scheme = /^([a-z][a-z\d+.-]*)(?::|$)/i.exec(removeTabsAndNewlines(value))?.[1]?.toLowerCase();
  if (scheme === undefined || isSpecial(scheme) !== isSpecial(url.scheme)) return false;
  const hasMore = url.username !== '' || url.password !== '' || url.port !== null;
  if ((scheme === 'file' && hasMore) || (url.scheme === 'file' && !url.host)) return false;
  url.scheme = scheme;
  if (url.port === defaultPort(scheme)) url.port = null;
  return true;
}

function setHostAndPort(url: UrlRecord, value: string, withPort: boolean): boolean {
  if (hasOpaquePath(url)) return false;
  const special = isSpecial(url.scheme);
  const text = removeTabsAndNewlines(value);
  const end = text.search(special ? /[/\\?#]/ : /[/?#]/);
  const whole = end === -1 ? text : text.slice(0, end);
  const colon = url.scheme === 'file' ? -1 : portColon(whole);
  if (colon === 0 || (colon !== -1 && !withPort)) return false;
  const name = colon === -1 ? whole : whole.slice(0, colon);
  if (name === '') {
    const needsHost = special && url.scheme !== 'file';
    if (needsHost || url.username !== '' || url.password !== '' || url.port !== null) return false;
  }
  const host = name === '' ? '' : parseHost(name, special);
  if (host === undefined) return false;
  url.host = url.scheme === 'file' && host === 'localhost' ? '' : host;
  if (colon !== -1) setPort(url, /^\d*/.exec(whole.slice(colon + 1))![0]);
  return true;
}

function setPortNumber(url: UrlRecord, value: string): boolean {
  if (cannotHaveCredentials(url)) return false;
  if (value === '') {
    url.port = null;
    return true;
  }
  return setPort(url, /^\d*/.exec(removeTabsAndNewlines(value))![0]);
}

function setPathname(url: UrlRecord, value: string): boolean {
  if (hasOpaquePath(url)) return false;
  const text = removeTabsAndNewlines(value);
  url.path = [];
  const special = isSpecial(url.scheme);
  if (text !== '' || special) appendPath(url, (special ? /^[/\\]/ : /^\//).test(text) ? text.slice(1) : text);
  else if (url.host === null) url.path.push('');
  return true;
}

function setCredential(url: UrlRecord, name: 'username' | 'password', value: string): boolean {
  if (cannotHaveCredentials(url)) return false;
  url[name] = percentEncode(value, encodeSets.userinfo);
  return true;
}

/** Properties by the library's numbers of them; `href` is no part. */
export const urlParts = [
  'protocol',
  'host',
  'hostname',
  'port',
  'username',
  'password',
  'pathname',
  'search',
  'hash',
] as const;
export type UrlPart = (typeof urlParts)[number];

const setters: Readonly<Record<UrlPart, (url: UrlRecord, value: string) => boolean>> = {
  protocol: setProtocol,
  host: (url, value) => setHostAndPort(url, value, true),
  hostname: (url, value) => setHostAndPort(url, value, false),
  port: setPortNumber,
  username: (url, value) => setCredential(url, 'username', value),
  password: (url, value) => setCredential(url, 'password', value),
  pathname: setPathname,
  search(url, value) {
    url.query = value === '' ? null : encodeQuery(url, removeTabsAndNewlines(value.replace(/^\?/, '')));
    return true;
  },
  hash(url, value) {
    const text = removeTabsAndNewlines(value.replace(/^#/, ''));
    url.fragment = value === '' ? null : percentEncode(text, encodeSets.fragment);
    return true;
  },
};

/** Sets one part; false where the value is refused and nothing has changed. */
export function changeUrl(url: UrlRecord, part: UrlPart, value: string): boolean {
  return setters[part](url, value);
}
