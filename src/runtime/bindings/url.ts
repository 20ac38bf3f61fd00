/**
 * `internalBinding('url')`: parses and changes URLs, by the browser's own `URL`.
 *
 * A result is the whole address as a string and, in the shared `urlComponents`, where its parts are. Parts that an
 * address does not have are at {@link omitted}.
 */
import type { Binding, Host } from '../host.ts';
import { nativeError } from './buffer/bytes.ts';
import { scanComponents } from './url/components.ts';
import { toUnicode } from './url/idna.ts';

/** The property that each number of the library's `updateActions` sets. */
const settable = [
  'protocol',
  'host',
  'hostname',
  'port',
  'username',
  'password',
  'pathname',
  'search',
  'hash',
  'href',
] as const;

const parseNative = (input: string, base?: string): URL | undefined => {
  try {
    return base === undefined ? new URL(input) : new URL(input, base);
  } catch {
    return undefined;
  }
};

function invalidUrl(input: string, base?: string): TypeError {
  const error = nativeError(TypeError, 'ERR_INVALID_URL', 'Invalid URL');
  const given = { input: input.toWellFormed() };
  return Object.assign(error, base === undefined ? given : { ...given, base: base.toWellFormed() });
}

/** The host that setting `domain` gives, or `''` where that is refused. */
function domainToAscii(domain: string): string {
  if (domain === '') return '';
  // A refused name leaves the host as it was, and no name is both.
  const [first, second] = ['ws://x', 'ws://y'].map((address) => {
    const url = new URL(address);
    url.hostname = domain;
    return url.hostname;
  });
  return first === second ? first! : '';
}

/**
 * Characters of a path that setting a URL's `pathname` would drop, decode, take for a separator or leave as they are,
 * where Node escapes them. On Windows the backslash is a separator.
 */
const escaped = /[%\\\n\r\t[\]|~]/g;
const escapedOnWindows = /[%\n\r\t[\]|~]/g;

function percentEncode(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}

export function createUrlBinding(_host: Host): Binding {
  const urlComponents = new Uint32Array(9);

  const publish = (url: URL): string => {
    const { href } = url;
    scanComponents(href, urlComponents);
    return href;
  };

  return {
    urlComponents,
    parse(input: string, base: string | undefined, raiseException: boolean) {
      const url = parseNative(input, base);
      if (url !== undefined) return publish(url);
      if (raiseException) throw invalidUrl(input, base);
      return undefined;
    },
    canParse: (input: string, base?: string) => parseNative(input, base) !== undefined,
    update(href: string, action: number, value: string) {
      const name = settable[action]!;
      if (name === 'href') {
        const url = parseNative(value);
        return url === undefined ? false : publish(url);
      }
      const url = new URL(href);
      url[name] = value;
      return publish(url);
    },
    pathToFileURL(path: string, windows: boolean, hostname?: string) {
      const url = new URL('file://');
      url.pathname = path.replace(windows ? escapedOnWindows : escaped, percentEncode);
      if (windows && hostname !== undefined) url.hostname = hostname;
      return publish(url);
    },
    domainToASCII: domainToAscii,
    domainToUnicode: (domain: string) => toUnicode(domainToAscii(domain)),
    getOrigin(href: string) {
      const url = parseNative(href);
      if (url === undefined) throw invalidUrl(href);
      return url.origin;
    },
    format(href: string, hash: boolean, unicode: boolean, search: boolean, auth: boolean) {
      const url = new URL(href);
      if (!hash) url.hash = '';
      if (!search) url.search = '';
      if (!auth) {
        url.username = '';
        url.password = '';
      }
      if (!unicode || url.hostname === '') return url.href;
      const text = url.href;
      const [, , hostStart, hostEnd] = scanComponents(text, new Uint32Array(9)) as unknown as number[];
      const start = text[hostStart!] === '@' ? hostStart! + 1 : hostStart!;
      return text.slice(0, start) + toUnicode(text.slice(start, hostEnd)) + text.slice(hostEnd);
    },
  };
}
