import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import config from '../../astro.config.mjs';
import { headersFor, headersPlugin, readShippedHeaders } from '../../scripts/headers-file.mjs';
import { startEngineServer } from '../../scripts/in-page/engine-server.mjs';

const rules = readShippedHeaders();
const SANDBOX = `/_engine/${readdirSync('public/_engine').find((name) => name.startsWith('sandbox.'))}`;

describe('what the servers send', () => {
  test('pages are isolated, and nothing of theirs goes to other sites', () => {
    expect(headersFor(rules, '/learn/x/')).toMatchObject({
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Embedder-Policy': 'require-corp',
      'Referrer-Policy': 'no-referrer',
      'X-Content-Type-Options': 'nosniff',
    });
  });

  test('the sandbox is one wherever it is opened, and its policy is the one that it carries', () => {
    const sent = headersFor(rules, SANDBOX)['Content-Security-Policy'];
    const carried = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(
      readFileSync(`public${SANDBOX}`, 'utf8'),
    );
    expect(sent).toBe(`sandbox allow-scripts; ${carried?.[1]}`);
    expect(sent).not.toMatch(/allow-same-origin|https?:|connect-src|'self'/);
  });

  test('the servers for writing and for looking send the same on pages', () => {
    expect(config.server).toMatchObject({ headers: headersFor(rules, '/') });
  });

  test('the server for writing sends the same with the sandbox', () => {
    const sent: Record<string, string> = {};
    let use!: (request: object, response: object, next: () => void) => void;
    headersPlugin().configureServer({ middlewares: { use: (handle: typeof use) => void (use = handle) } });
    use(
      { url: `${SANDBOX}?x` },
      { setHeader: (name: string, value: string) => void (sent[name] = value) },
      () => {},
    );
    expect(sent).toEqual(headersFor(rules, SANDBOX));
  });
});

describe('the server of `scripts/in-page.mjs`', () => {
  let server: Awaited<ReturnType<typeof startEngineServer>>;
  beforeAll(async () => void (server = await startEngineServer()), 120_000);
  afterAll(() => server.close());

  test.each(['', SANDBOX.slice(1)])('sends the shipped headers on `/%s`', async (path) => {
    const { headers } = await fetch(server.url + path);
    for (const [name, value] of Object.entries(headersFor(rules, `/${path}`))) {
      expect([name, headers.get(name)]).toEqual([name, value]);
    }
  });
});
