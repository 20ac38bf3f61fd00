/**
 * Parses URLs as https://url.spec.whatwg.org/#url-parsing says.
 *
 * Browsers differ in the addresses that servers and module loaders use (hosts and drive letters of `file:`, schemes of
 * one's own, what is escaped in a path), so none is asked but for the names of hosts that are not ASCII.
 */
import { parseHost } from './host.ts';
import { encodeSets, percentEncode } from './percent-encoding.ts';
import { defaultPort, hasOpaquePath, isSpecial, type UrlRecord } from './record.ts';

const schemePattern = /^([a-z][a-z\d+.-]*):/i;
const driveLetter = /^[a-z][:|]$/i;
const startsWithDriveLetter = /^[a-z][:|](?:[/\\]|$)/i;
const singleDot = /^(?:\.|%2e)$/i;
const doubleDot = /^(?:\.|%2e){2}$/i;

function emptyRecord(scheme: string): UrlRecord {
  return {
    scheme,
    username: '',
    password: '',
    host: null,
    port: null,
    path: [],
    query: null,
    fragment: null,
  };
}

export function removeTabsAndNewlines(text: string): string {
  return /[\t\n\r]/.test(text) ? text.replace(/[\t\n\r]/g, '') : text;
}

function shorten(url: UrlRecord): void {
  const path = url.path as string[];
  if (url.scheme === 'file' && path.length === 1 && /^[a-z]:$/i.test(path[0]!)) return;
  path.pop();
}

/** Adds the segments of `text`, which starts behind a slash, to the path. */
export function appendPath(url: UrlRecord, text: string): void {
  const path = url.path as string[];
  const segments = text.split(isSpecial(url.scheme) ? /[/\\]/ : '/');
  for (const [index, segment] of segments.entries()) {
    const isLast = index === segments.length - 1;
    if (doubleDot.test(segment)) {
      shorten(url);
      if (isLast) path.push('');
    } else if (singleDot.test(segment)) {
      if (isLast) path.push('');
    } else if (url.scheme === 'file' && path.length === 0 && driveLetter.test(segment)) {
      path.push(`${segment[0]}:`);
    } else {
      path.push(percentEncode(segment, encodeSets.path));
    }
  }
}

/** Sets the path to what follows a host: nothing, or a slash and segments. */
function pathAfterHost(url: UrlRecord, text: string): void {
  if (text !== '') appendPath(url, text.slice(1));
  else if (isSpecial(url.scheme)) appendPath(url, '');
}

/** Where the host ends in `host:port`; -1 for the end of the text. A colon in brackets belongs to an address. */
export function portColon(text: string): number {
  let inBrackets = false;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '[') inBrackets = true;
    else if (text[i] === ']') inBrackets = false;
    else if (text[i] === ':' && !inBrackets) return i;
  }
  return -1;
}

/** Sets the port; false where the digits are no port. */
export function setPort(url: UrlRecord, digits: string): boolean {
  if (digits === '') return true;
  const port = Number(digits);
  if (port > 65535) return false;
  url.port = port === defaultPort(url.scheme) ? null : port;
  return true;
}

/** Reads credentials, host, port and path. False where they are malformed. */
function parseAuthority(url: UrlRecord, text: string): boolean {
  const special = isSpecial(url.scheme);
  const slash = text.search(special ? /[/\\]/ : /\//);
  const end = slash === -1 ? text.length : slash;
  const authority = text.slice(0, end);
  const at = authority.lastIndexOf('@');
  if (at !== -1) {
    const credentials = authority.slice(0, at);
    const colon = credentials.indexOf(':');
    url.username = percentEncode(
      colon === -1 ? credentials : credentials.slice(0, colon),
      encodeSets.userinfo,
    );
    if (colon !== -1) url.password = percentEncode(credentials.slice(colon + 1), encodeSets.userinfo);
  }
  const hostAndPort = authority.slice(at + 1);
  if (hostAndPort === '' && (special || at !== -1)) return false;
  const colon = portColon(hostAndPort);
  if (colon === 0) return false;
  const host =
    hostAndPort === '' ? '' : parseHost(colon === -1 ? hostAndPort : hostAndPort.slice(0, colon), special);
  if (host === undefined) return false;
  url.host = host;
  const port = colon === -1 ? '' : hostAndPort.slice(colon + 1);
  if (!/^\d*$/.test(port) || !setPort(url, port)) return false;
  pathAfterHost(url, text.slice(end));
  return true;
}

/** Reads the host of a `file:` URL behind its two slashes, and the path. */
function parseFileHost(url: UrlRecord, text: string): boolean {
  const slash = text.search(/[/\\]/);
  const end = slash === -1 ? text.length : slash;
  const name = text.slice(0, end);
  if (driveLetter.test(name)) {
    appendPath(url, text);
    return true;
  }
  const host = name === '' ? '' : parseHost(name, true);
  if (host === undefined) return false;
  url.host = host === 'localhost' ? '' : host;
  pathAfterHost(url, text.slice(end));
  return true;
}

function parseFile(url: UrlRecord, text: string, base: UrlRecord | undefined): boolean {
  const from = base?.scheme === 'file' ? base : undefined;
  url.host = '';
  if (/^[/\\]{2}/.test(text)) return parseFileHost(url, text.slice(2));
  const startsWithSlash = /^[/\\]/.test(text);
  if (from !== undefined) {
    url.host = from.host;
    const path = from.path as string[];
    if (startsWithSlash) {
      const keepsDrive =
        !startsWithDriveLetter.test(text.slice(1)) && path[0] !== undefined && /^[a-z]:$/i.test(path[0]);
      if (keepsDrive) (url.path as string[]).push(path[0]!);
    } else {
      if (!startsWithDriveLetter.test(text)) url.path = [...path];
      if (text === '') {
        url.query = from.query;
        return true;
      }
      if (!startsWithDriveLetter.test(text)) shorten(url);
    }
  }
  appendPath(url, startsWithSlash ? text.slice(1) : text);
  return true;
}

/** Reads what stands for a scheme's own part without the scheme, from a base that is not `file:`. */
function parseRelative(url: UrlRecord, text: string, base: UrlRecord): boolean {
  const special = isSpecial(url.scheme);
  if (special ? /^[/\\]{2}/.test(text) : text.startsWith('//')) {
    return parseAuthority(url, special ? text.replace(/^[/\\]+/, '') : text.slice(2));
  }
  url.username = base.username;
  url.password = base.password;
  url.host = base.host;
  url.port = base.port;
  if (special ? /^[/\\]/.test(text) : text.startsWith('/')) {
    appendPath(url, text.slice(1));
    return true;
  }
  url.path = [...base.path];
  if (text === '') {
    url.query = base.query;
  } else {
    shorten(url);
    appendPath(url, text);
  }
  return true;
}

export function encodeQuery(url: UrlRecord, text: string): string {
  return percentEncode(text, isSpecial(url.scheme) ? encodeSets.specialQuery : encodeSets.query);
}

/** An opaque path that would end in a space ends in `%20` where something follows, so that nothing trims it. */
function opaquePath(text: string, isFollowed: boolean): string {
  const encoded = percentEncode(text, encodeSets.c0Control);
  return isFollowed && encoded.endsWith(' ') ? `${encoded.slice(0, -1)}%20` : encoded;
}

function parseMain(text: string, base: UrlRecord | undefined, isFollowed: boolean): UrlRecord | undefined {
  const scheme = schemePattern.exec(text)?.[1]?.toLowerCase();
  if (scheme === undefined) {
    if (base === undefined) return undefined;
    const url = emptyRecord(base.scheme);
    if (hasOpaquePath(base)) {
      if (text !== '') return undefined;
      url.path = base.path;
      url.query = base.query;
      return url;
    }
    const parsed = base.scheme === 'file' ? parseFile(url, text, base) : parseRelative(url, text, base);
    return parsed ? url : undefined;
  }
  const rest = text.slice(scheme.length + 1);
  const url = emptyRecord(scheme);
  let parsed = true;
  if (scheme === 'file') parsed = parseFile(url, rest, base);
  else if (isSpecial(scheme)) {
    const relative = base?.scheme === scheme && !rest.startsWith('//');
    parsed = relative ? parseRelative(url, rest, base) : parseAuthority(url, rest.replace(/^[/\\]+/, ''));
  } else if (rest.startsWith('//')) parsed = parseAuthority(url, rest.slice(2));
  else if (rest.startsWith('/')) appendPath(url, rest.slice(1));
  else url.path = opaquePath(rest, isFollowed);
  return parsed ? url : undefined;
}

/** The parts of the address, relative to the base if it has to be; `undefined` where it is malformed. */
export function parseUrl(input: string, base?: UrlRecord): UrlRecord | undefined {
  const text = removeTabsAndNewlines(input.replace(/^[\0- ]+/, '').replace(/[\0- ]+$/, ''));
  const hash = text.indexOf('#');
  const beforeHash = hash === -1 ? text : text.slice(0, hash);
  const question = beforeHash.indexOf('?');
  const main = question === -1 ? beforeHash : beforeHash.slice(0, question);
  // A base without segments can only be given another fragment.
  if (question !== -1 && base !== undefined && hasOpaquePath(base) && !schemePattern.test(main))
    return undefined;
  if (hash === -1 && main === '' && base !== undefined && hasOpaquePath(base)) return undefined;
  const url = parseMain(main, base, question !== -1 || hash !== -1);
  if (url === undefined) return undefined;
  if (question !== -1) url.query = encodeQuery(url, beforeHash.slice(question + 1));
  if (hash !== -1) url.fragment = percentEncode(text.slice(hash + 1), encodeSets.fragment);
  return url;
}
