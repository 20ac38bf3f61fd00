import { domainToASCII, domainToUnicode, format, pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { omitted } from '../../../src/runtime/bindings/url/components.ts';
import { toAscii, toUnicode } from '../../../src/runtime/bindings/url/idna.ts';
import { createUrlBinding } from '../../../src/runtime/bindings/url.ts';
import { createPlainHost } from './plain-host.ts';

const ours = createUrlBinding(createPlainHost());

// biome-ignore format: a list of fragments
const fragments = [
  'a', 'B', '1', '.', '-', '/', '\\', '?', '#', '@', ':', '[', ']', '%', '%41', ' ', '\t', 'é', 'ß', '。', 'xn--', '..',
  '::1', '0x', '\ud800', '|', '~', '^', '{', 'file:', 'http:', '//', 'foo:', 'data:', 'blob:', 'C:', '443', '80', 'localhost',
];
const fragment = fc.string({ unit: fc.constantFrom(...fragments), maxLength: 12 });
const schemes = [
  'http://',
  'https://',
  'ws:',
  'file:///',
  'file:',
  'foo://',
  'foo:',
  'data:',
  'mailto:',
  'web+demo:/.//',
];
const address = fc.oneof(
  fragment,
  fc.tuple(fc.constantFrom(...schemes), fragment).map((parts) => parts.join('')),
  fc.webUrl({ withQueryParameters: true, withFragments: true }),
  fc
    .record({
      scheme: fc.constantFrom('http', 'foo', 'ftp'),
      user: fragment,
      password: fragment,
      host: fragment,
      port: fc.constantFrom('', ':0', ':80', ':8080', ':21'),
      path: fragment,
    })
    .map(
      (parts) => `${parts.scheme}://${parts.user}:${parts.password}@${parts.host}${parts.port}/${parts.path}`,
    ),
);
const base = fc.oneof(fc.constant(undefined), address);

/** By the library's numbers of them. */
const parts = [
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

/** The parts of an address as the library cuts them out of it by the shared places. */
function cut(href: string): Record<string, string> {
  const [protocolEnd, usernameEnd, hostStart, hostEnd, port, pathStart, searchStart, hashStart] =
    ours['urlComponents'];
  const part = (start: number, end: number) => (start < end ? href.slice(start, end) : '');
  const afterHost = href[hostStart] === '@' ? hostStart + 1 : hostStart;
  const hash = hashStart === omitted ? href.length : hashStart;
  const search = searchStart === omitted ? hash : searchStart;
  const alone = (text: string) => (text.length === 1 ? '' : text);
  return {
    href,
    protocol: href.slice(0, protocolEnd),
    username: part(protocolEnd + 2, usernameEnd),
    password: part(usernameEnd + 1, hostStart),
    host: afterHost === hostEnd ? '' : part(afterHost, pathStart),
    hostname: part(afterHost, hostEnd),
    port: port === omitted ? '' : String(port),
    pathname: href.slice(pathStart, search),
    search: alone(href.slice(search, hash)),
    hash: alone(href.slice(hash)),
  };
}

/** The same parts of real Node's `URL`. */
function partsOf(url: URL): Record<string, string> {
  const { href, protocol, username, password, host, hostname, port, pathname, search, hash } = url;
  return { href, protocol, username, password, host, hostname, port, pathname, search, hash };
}

describe('the url binding', () => {
  it('finds the parts of any address, absolute or relative', () => {
    fc.assert(
      fc.property(address, base, (input, to) => {
        const url = URL.parse(input, to);
        const href = ours['parse'](input, to, false);
        expect(href === undefined ? undefined : cut(href)).toEqual(url === null ? undefined : partsOf(url));
        expect(ours['canParse'](input, to)).toBe(url !== null);
      }),
      { numRuns: 20_000 },
    );
  });

  it('reads addresses, drive letters, ports and opaque paths', () => {
    const text = (units: string[], maxLength: number) =>
      fc.string({ unit: fc.constantFrom(...units), maxLength });
    const v6 = ['0', '1', 'f', 'ffff', '00001', ':', '::', '.', '1.2.3.4', '255', '256', '%', 'g'];
    const v4 = ['0', '1', 'x', '0x', '255', '256', '.', '..', '08', '777', '4294967295', 'a', '%2e', '。'];
    const drive = fc.tuple(
      fc.constantFrom('file:', 'file:/', 'file://', 'file:///', '', '/', '//', '\\'),
      fc.constantFrom('C:', 'C|', 'c%7C', 'CC:', '1:', ''),
      fc.constantFrom('', '/', '\\', '/..', '/../..', '/.', '?q', '#h', '/a/../..'),
    );
    const opaque = fc.tuple(
      fc.constantFrom('data:', 'mailto:', 'x:'),
      text(['a', ' ', '?', '#', '%20', '/', '.', 'é'], 7),
    );
    const inputs = fc.oneof(
      text(v6, 10).map((host) => `http://[${host}]/`),
      text(v4, 7).map((host) => `http://${host}/`),
      text(['0', '9', '65535', '65536', ' ', 'a', ':', '-'], 4).map((port) => `http://h:${port}/`),
      drive.map((parts) => parts.join('')),
      opaque.map((parts) => parts.join('')),
      fc.constantFrom('', '#x', '?x', '//h', ' '),
    );
    fc.assert(
      fc.property(
        inputs,
        fc.oneof(fc.constantFrom(undefined, 'file:///C:/a/b', 'file://host/D:/x'), inputs),
        (input, to) => {
          const url = URL.parse(input, to);
          const href = ours['parse'](input, to, false);
          expect(href === undefined ? undefined : cut(href)).toEqual(url === null ? undefined : partsOf(url));
        },
      ),
      { numRuns: 20_000 },
    );
  });

  it('takes one change after the other', () => {
    const starts = fc.constantFrom(
      'http://u:p@h:81/a?b#c',
      'file:///C:/a',
      'foo://h/p',
      'foo:/p',
      'ws://[::1]/',
    );
    // biome-ignore format: a list of values
    const values = [
      '', 'a', 'ftp', 'file', 'https:', 'h2:90', '[::2]:x', ':5', '/..//x', '//y', '@', '80', '443a', '\\x', 'é', 'localhost', 'C|',
    ];
    const change = fc.tuple(fc.nat(parts.length - 1), fc.constantFrom(...values));
    fc.assert(
      fc.property(starts, fc.array(change, { maxLength: 6 }), (start, changes) => {
        const url = new URL(start);
        let href = url.href;
        for (const [action, value] of changes) {
          href = ours['update'](href, action, value);
          url[parts[action]!] = value;
          expect(cut(href)).toEqual(partsOf(url));
        }
      }),
      { numRuns: 5000 },
    );
  });

  it('numbers the special schemes as the library does', () => {
    const schemes = ['http://a', 'foo://a', 'https://a', 'ws://a', 'ftp://a', 'wss://a', 'file:///a'];
    const numbers = schemes.map((scheme) => {
      ours['parse'](scheme, undefined, true);
      return ours['urlComponents'][8];
    });
    expect(numbers).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  it('tells what it could not parse', () => {
    const failure = (run: () => unknown) => {
      try {
        run();
        return 'parsed';
      } catch (error) {
        return { ...(error as object), message: (error as Error).message };
      }
    };
    fc.assert(
      fc.property(address, base, (input, to) => {
        const nodes = failure(() => new URL(input, to));
        expect(failure(() => ours['parse'](input, to, true))).toEqual(nodes);
      }),
      { numRuns: 3000 },
    );
  });

  it('changes one part and leaves the others', () => {
    fc.assert(
      fc.property(address, fc.nat(parts.length - 1), fc.oneof(fragment, address), (input, action, value) => {
        const url = URL.parse(input);
        fc.pre(url !== null);
        const changed = ours['update'](url.href, action, value);
        url[parts[action]!] = value;
        expect(cut(changed)).toEqual(partsOf(url));
      }),
      { numRuns: 20_000 },
    );
    expect(ours['update']('http://a/', 9, 'nonsense')).toBe(false);
    expect(ours['update']('http://a/', 9, 'http://b')).toBe('http://b/');
  });

  it('formats with and without hash, search, credentials and Unicode', () => {
    const flag = fc.boolean();
    fc.assert(
      fc.property(address, flag, flag, flag, flag, (input, fragment, unicode, search, auth) => {
        const url = URL.parse(input);
        fc.pre(url !== null);
        // Node decodes such labels even where no name is expected, and does not look at what comes out.
        fc.pre(!url.host.includes('xn--') || /^(?:https?|wss?|ftp|file):$/.test(url.protocol));
        const nodes = format(url, { fragment, unicode, search, auth });
        expect(ours['format'](url.href, fragment, unicode, search, auth)).toBe(nodes);
        expect(ours['getOrigin'](url.href)).toBe(url.origin);
      }),
      { numRuns: 3000 },
    );
  });

  it('makes file addresses of any path', () => {
    for (let code = 1; code < 128; code++) {
      const path = `/a${String.fromCharCode(code)}b`;
      expect(ours['pathToFileURL'](path, false)).toBe(pathToFileURL(path, { windows: false }).href);
    }
    expect(cut(ours['pathToFileURL']('/50% off?#[1].txt', false)).pathname).toBe(
      '/50%25%20off%3F%23%5B1%5D.txt',
    );
    const share = pathToFileURL('\\\\server\\share\\a b.txt', { windows: true }).href;
    expect(ours['pathToFileURL']('\\share\\a b.txt', true, 'server')).toBe(share);
  });
});

describe('host names', () => {
  // biome-ignore format: a list of fragments
  const units = [
    'a', 'ä', 'ß', 'İ', '☕', '中', '。', '.', '-', 'xn--', 'XN--', 'mgba3a4f16a', '1', '_', '\u200d', '\u00ad', 'Ⅷ', 'ﬀ', '日',
  ];
  const name = fc.string({ unit: fc.constantFrom(...units), maxLength: 8 });

  it('are what `domainToASCII` and `domainToUnicode` give', () => {
    fc.assert(
      fc.property(fc.oneof(name, fragment), (domain) => {
        expect(ours['domainToASCII'](domain)).toBe(domainToASCII(domain));
        expect(ours['domainToUnicode'](domain)).toBe(domainToUnicode(domain));
      }),
      { numRuns: 5000 },
    );
  });

  it('survive the way to ASCII and back', () => {
    for (const domain of ['faß.de', 'ایران.ir', '日本語。jp', 'bücher.example', 'a.b']) {
      expect(toUnicode(toAscii(domain))).toBe(domain.replace('。', '.'));
    }
    expect(toAscii('EXAMPLE.com')).toBe('example.com');
    expect(toAscii('ä/b@c')).toMatch(/^xn--/);
    expect(toUnicode('xn--a.xn--')).toBe('xn--a.xn--');
  });
});
