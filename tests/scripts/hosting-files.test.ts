import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { headersFor, headersForBrowser, readShippedHeaders } from '../../scripts/headers-file.mjs';
import { nginxFile, vercelFile } from '../../scripts/hosting-files.mjs';

const rules = readShippedHeaders();
const read = (name: string): string => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');
const chromium =
  'Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36';
const firefox = 'Mozilla/5.0 (X11; Linux x64; rv:140.0) Gecko/20100101 Firefox/140.0';
const safari =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15';
const paths = [
  '/',
  '/learn/1-basic-error-handlers/',
  '/embed/x/',
  '/_astro/a.js',
  '/_engine/sandbox.1.html',
  '/_engine/container.1.html',
];

describe('the files for other hosts', () => {
  test('are written from `public/_headers`: run `node scripts/hosting-files.mjs`', () => {
    expect(read('vercel.json')).toBe(vercelFile());
    expect(read('docs/nginx.conf')).toBe(nginxFile());
  });

  test.each(paths)('Vercel sends the same on %s, to each browser', (path) => {
    const { headers } = JSON.parse(vercelFile()) as {
      headers: {
        source: string;
        has?: { value: string }[];
        headers: { key: string; value: string }[];
      }[];
    };
    for (const agent of [chromium, firefox, safari]) {
      const sent = headers
        .filter(
          ({ source, has }) =>
            new RegExp(`^${source}$`).test(path) &&
            (has ?? []).every(({ value }) => new RegExp(`^${value}$`).test(agent)),
        )
        .flatMap((rule) => rule.headers.map(({ key, value }) => [key, value]));
      expect(Object.fromEntries(sent)).toEqual(headersForBrowser(headersFor(rules, path), agent));
    }
  });

  test('nginx finds the same value for each header, with and without a query', () => {
    for (const path of paths) {
      for (const address of [path, `${path}?x=/learn/`]) {
        const sent: Record<string, string> = {};
        for (const [, name = '', body = ''] of nginxFile().matchAll(
          /map \$request_uri \$safety_net_(\w+) \{([^}]*)\}/g,
        )) {
          const lines = [...body.matchAll(/"~(\S+)" "(.*)";/g)];
          const found = lines.find(([, pattern = '']) => new RegExp(pattern).test(address));
          if (found?.[2]) sent[name] = found[2].replace('$safety_net_isolation', 'require-corp');
        }
        const wanted = Object.entries(headersFor(rules, path)).map(([name, value]) => [
          name.toLowerCase().replaceAll('-', '_'),
          value,
        ]);
        expect(sent).toEqual(Object.fromEntries(wanted));
      }
    }
  });
});

test('`credentialless` goes to browsers that know it, and to no others: these would not be isolated', () => {
  const policy = (agent: string | undefined): string | undefined =>
    headersForBrowser(headersFor(rules, '/'), agent)['Cross-Origin-Embedder-Policy'];
  expect([chromium, firefox, safari, undefined, 'Firefox/118.0', 'Chrome/95.0'].map(policy)).toEqual([
    'credentialless',
    'credentialless',
    'require-corp',
    'require-corp',
    'require-corp',
    'require-corp',
  ]);
});
