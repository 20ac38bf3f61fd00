import { domainToASCII, domainToUnicode, pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toAscii, toUnicode } from '../../../src/runtime/bindings/url/idna.ts';
import { createUrlBinding } from '../../../src/runtime/bindings/url.ts';
import { createPlainHost, nodeBinding } from './plain-host.ts';

const node = nodeBinding('url');
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

/** The address and the places of its parts, or whatever the binding gives instead. */
function parsed(binding: typeof ours, run: (binding: typeof ours) => unknown): unknown {
  const href = run(binding);
  return typeof href === 'string' ? [href, ...binding['urlComponents']] : href;
}

function same(run: (binding: typeof ours) => unknown): void {
  expect(parsed(ours, run)).toEqual(parsed(node, run));
}

describe('the url binding', () => {
  it('finds the parts of any address, absolute or relative', () => {
    fc.assert(
      fc.property(address, base, (input, to) => same((binding) => binding['parse'](input, to, false))),
      { numRuns: 20_000 },
    );
  });

  it('tells what it could not parse', () => {
    fc.assert(
      fc.property(address, base, (input, to) => {
        const attempt = (binding: typeof ours) => {
          try {
            binding['parse'](input, to, true);
            return 'parsed';
          } catch (error) {
            return { ...(error as object), message: (error as Error).message };
          }
        };
        expect(attempt(ours)).toEqual(attempt(node));
        expect(ours['canParse'](input, to)).toBe(attempt(node) === 'parsed');
      }),
      { numRuns: 3000 },
    );
  });

  it('changes one part and leaves the others', () => {
    fc.assert(
      fc.property(address, fc.nat(9), fc.oneof(fragment, address), (input, action, value) => {
        const href = node['parse'](input, undefined, false);
        fc.pre(href !== undefined);
        same((binding) => {
          const changed = binding['update'](href, action, value);
          // A refused change is told as `false` or as the old address: the library treats both alike.
          return changed === false && action !== 9 ? binding['parse'](href, undefined, true) : changed;
        });
      }),
      { numRuns: 20_000 },
    );
  });

  it('formats with and without hash, search, credentials and Unicode', () => {
    const flag = fc.boolean();
    fc.assert(
      fc.property(address, flag, flag, flag, flag, (input, hash, unicode, search, auth) => {
        const href = node['parse'](input, undefined, false);
        fc.pre(href !== undefined);
        expect(ours['format'](href, hash, unicode, search, auth)).toBe(
          node['format'](href, hash, unicode, search, auth),
        );
        expect(ours['getOrigin'](href)).toBe(node['getOrigin'](href));
      }),
      { numRuns: 3000 },
    );
  });

  it('makes file addresses of any path', () => {
    fc.assert(
      fc.property(fragment, fc.boolean(), (path, windows) => {
        same((binding) => binding['pathToFileURL'](`/${path}`, windows, windows ? 'host' : undefined));
      }),
      { numRuns: 3000 },
    );
    for (let code = 1; code < 128; code++)
      same((b) => b['pathToFileURL'](`/a${String.fromCharCode(code)}b`, false));
    expect(ours['pathToFileURL']('/50% off?#[1].txt', false)).toBe(pathToFileURL('/50% off?#[1].txt').href);
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
