import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { headersFor, parseHeadersFile } from '../../scripts/headers-file.mjs';

const rules = parseHeadersFile(readFileSync(new URL('../../public/_headers', import.meta.url), 'utf8'));
const framing = (path: string): string | undefined => headersFor(rules, path)['Content-Security-Policy'];

test('no page may be framed by other sites but those below /embed/', () => {
  const pages = readdirSync(new URL('../../src/pages', import.meta.url))
    .map((name) => name.replace('.astro', ''))
    .filter((name) => !['404', 'index', 'embed', 'lab'].includes(name));
  for (const path of ['/', ...pages.map((name) => `/${name}/`), ...pages.map((name) => `/${name}/x/`)]) {
    expect(framing(path), path).toBe("frame-ancestors 'self'");
  }
  expect(framing('/embed/1-basic-error-handlers/')).toBeUndefined();
});
