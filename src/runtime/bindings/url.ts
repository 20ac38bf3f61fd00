/**
 * `internalBinding('url')`: parses, changes and formats URLs.
 *
 * A result is the whole address as a string and, in the shared `urlComponents`, where its parts are.
 */
import type { Any, Binding, Host } from '../host.ts';
import { nativeError } from './buffer/bytes.ts';
import { changeUrl, urlParts } from './url/change-url.ts';
import { scanComponents } from './url/components.ts';
import { toUnicode } from './url/idna.ts';
import { parseUrl } from './url/parse-url.ts';
import { isSpecial, serializePath, serializeUrl, type UrlRecord } from './url/record.ts';

/** `update` with this number replaces the whole address. */
const updatesHref = 9;

function parse(input: string, base?: string): UrlRecord | undefined {
  if (base === undefined) return parseUrl(input);
  const parsed = parseUrl(base);
  return parsed && parseUrl(input, parsed);
}

/** The record of an address that came out of this binding. */
function parseValid(href: string): UrlRecord {
  const url = parseUrl(href);
  if (url === undefined) throw invalidUrl(href);
  return url;
}

function invalidUrl(input: string, base?: string, caller?: Any): TypeError {
  const error = nativeError(TypeError, 'ERR_INVALID_URL', 'Invalid URL', caller);
  const given = { input: input.toWellFormed() };
  return Object.assign(error, base === undefined ? given : { ...given, base: base.toWellFormed() });
}

/** The host that a name stands for, or `''` where it is none. */
function domainToAscii(domain: string): string {
  const url = parseValid('ws://x');
  url.host = '';
  changeUrl(url, 'hostname', domain);
  return url.host;
}

function originOf(url: UrlRecord): string {
  if (url.scheme === 'blob') {
    const inner = parseUrl(serializePath(url));
    return inner !== undefined && /^https?$/.test(inner.scheme) ? originOf(inner) : 'null';
  }
  if (!isSpecial(url.scheme) || url.scheme === 'file') return 'null';
  return `${url.scheme}://${url.host}${url.port === null ? '' : `:${url.port}`}`;
}

/**
 * Characters of a path that a URL's `pathname` would drop, take for escapes or separators or leave as they are, where
 * Node escapes them. On Windows the backslash is a separator.
 */
const escaped = /[%\\\n\r\t[\]|~]/g;
const escapedOnWindows = /[%\n\r\t[\]|~]/g;

function escapeCharacter(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}

export function createUrlBinding(_host: Host): Binding {
  const urlComponents = new Uint32Array(9);

  const publish = (url: UrlRecord): string => {
    const href = serializeUrl(url);
    scanComponents(href, urlComponents);
    return href;
  };

  const binding: Binding = {
    urlComponents,
    parse(input: string, base: string | undefined, raiseException: boolean) {
      const url = parse(input, base);
      if (url !== undefined) return publish(url);
      if (raiseException) throw invalidUrl(input, base, binding['parse']);
      return undefined;
    },
    canParse: (input: string, base?: string) => parse(input, base) !== undefined,
    update(href: string, action: number, value: string) {
      if (action === updatesHref) {
        const url = parseUrl(value);
        return url === undefined ? false : publish(url);
      }
      const url = parseValid(href);
      if (changeUrl(url, urlParts[action]!, value)) return publish(url);
      // Not as parsing gives it: an address may be written in another way, and a refusal leaves it alone.
      scanComponents(href, urlComponents);
      return href;
    },
    pathToFileURL(path: string, windows: boolean, hostname?: string) {
      const url = parseValid('file://');
      changeUrl(url, 'pathname', path.replace(windows ? escapedOnWindows : escaped, escapeCharacter));
      if (windows && hostname !== undefined) changeUrl(url, 'hostname', hostname);
      return publish(url);
    },
    domainToASCII: domainToAscii,
    domainToUnicode: (domain: string) => toUnicode(domainToAscii(domain)),
    getOrigin(href: string) {
      return originOf(parseValid(href));
    },
    format(href: string, hash: boolean, unicode: boolean, search: boolean, auth: boolean) {
      const url = parseValid(href);
      if (!hash) url.fragment = null;
      if (!search) url.query = null;
      if (!auth) {
        url.username = '';
        url.password = '';
      }
      if (unicode && url.host !== null) url.host = toUnicode(url.host);
      return serializeUrl(url);
    },
  };
  return binding;
}
