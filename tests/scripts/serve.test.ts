import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { headersFor, parseHeadersFile } from '../../scripts/headers-file.mjs';
import { serveSite } from '../../scripts/serve.mjs';

let folder: string;
let site: Awaited<ReturnType<typeof serveSite>>;
const script = `export const x = ${JSON.stringify('a'.repeat(5000))};`;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'serve-'));
  const root = join(folder, 'dist');
  await mkdir(join(root, 'learn', 'one'), { recursive: true });
  await mkdir(join(root, '_astro'));
  await writeFile(join(folder, 'secret.txt'), 'secret');
  await mkdir(join(folder, 'dist-other'));
  await writeFile(join(folder, 'dist-other', 'x.txt'), 'secret');
  await symlink(join(folder, 'secret.txt'), join(root, 'link.txt'));
  await writeFile(join(root, 'index.html'), '<p>front</p>');
  await writeFile(join(root, '404.html'), '<p>not here</p>');
  await writeFile(join(root, 'learn', 'one', 'index.html'), '<p>one</p>');
  await writeFile(join(root, '_astro', 'x.abc.js'), script);
  await writeFile(join(root, 'spaced name.txt'), 'spaced');
  await writeFile(
    join(root, '_headers'),
    '# all\n/*\n  X-Content-Type-Options: nosniff\n\n/_astro/*\n  Cache-Control: public, max-age=31536000, immutable\n',
  );
  site = await serveSite({ root, port: 0 });
});

afterAll(async () => {
  await site.close();
  await rm(folder, { recursive: true, force: true });
});

interface Answer {
  status: number;
  headers: IncomingMessage['headers'];
  body: Buffer;
}

/** A request whose path is sent as it is written: `fetch` would tidy it up. */
function get(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port: site.port, path, method, headers }, async (response) => {
      const body = Buffer.concat(await response.toArray());
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
    });
    sent.on('error', reject).end();
  });
}

describe('pages', () => {
  test('a folder is its index, and a folder without its slash is sent there', async () => {
    expect((await get('/')).body.toString()).toBe('<p>front</p>');
    expect((await get('/learn/one/?x=1')).body.toString()).toBe('<p>one</p>');
    expect(await get('/learn/one')).toMatchObject({ status: 308, headers: { location: '/learn/one/' } });
  });

  test('what is not there is a 404 with the site’s own page, never kept', async () => {
    expect(await get('/_astro/gone.js')).toMatchObject({
      status: 404,
      headers: { 'cache-control': 'no-cache' },
    });
    expect((await get('/nope')).body.toString()).toBe('<p>not here</p>');
    expect((await get('/_headers')).status).toBe(404);
    expect((await get('/index.html/')).status).toBe(404);
  });

  test('a name with a space is found by its escape', async () => {
    expect((await get('/spaced%20name.txt')).body.toString()).toBe('spaced');
  });

  test('HEAD has the headers and no body, other methods are refused', async () => {
    const head = await get('/', {}, 'HEAD');
    expect(head.headers['content-length']).toBe('12');
    expect(head.body).toHaveLength(0);
    expect(await get('/', {}, 'POST')).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } });
  });
});

describe('no address leads out of the site', () => {
  test.each([
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/learn/../../secret.txt',
    '/%2e%2e%2fdist-other/x.txt',
    '/..%5csecret.txt',
    '/link.txt',
    '//secret.txt',
    '/%00',
    '/%E0%A4%A',
  ])('%s', async (path) => {
    const { status, body } = await get(path);
    expect([400, 404]).toContain(status);
    expect(body.toString()).not.toContain('secret');
  });

  test('a redirect stays on this host', async () => {
    const { status, headers } = await get('//learn/one');
    if (status === 308) expect(headers.location).toMatch(/^\/[^/]/);
    else expect(status).toBe(404);
  });
});

describe('compression', () => {
  test.each([
    ['br', 'gzip, deflate, br', brotliDecompressSync],
    ['gzip', 'gzip, br;q=0', gunzipSync],
  ] as const)('%s for who accepts it', async (encoding, accept, decompress) => {
    const { headers, body } = await get('/_astro/x.abc.js', { 'accept-encoding': accept });
    expect(headers).toMatchObject({ 'content-encoding': encoding, vary: 'Accept-Encoding, User-Agent' });
    expect(body.length).toBeLessThan(200);
    expect(decompress(body).toString()).toBe(script);
  });

  test('none for who accepts none', async () => {
    const { headers, body } = await get('/_astro/x.abc.js');
    expect(headers['content-encoding']).toBeUndefined();
    expect(body.toString()).toBe(script);
  });
});

test('hashed files are kept for ever, pages are asked for again, and the shipped headers are on all', async () => {
  expect((await get('/_astro/x.abc.js')).headers).toMatchObject({
    'cache-control': 'public, max-age=31536000, immutable',
    'content-type': 'text/javascript; charset=utf-8',
    'x-content-type-options': 'nosniff',
  });
  const { headers } = await get('/');
  expect(headers).toMatchObject({ 'cache-control': 'no-cache', 'content-type': 'text/html; charset=utf-8' });
  expect(await get('/', { 'if-none-match': String(headers.etag) })).toMatchObject({ status: 304 });
});

test('a file that changed is served as it is now', async () => {
  const path = join(folder, 'dist', 'changing.txt');
  await writeFile(path, 'before');
  expect((await get('/changing.txt')).body.toString()).toBe('before');
  await writeFile(path, 'afterwards');
  expect((await get('/changing.txt')).body.toString()).toBe('afterwards');
});

test('a port that is taken is left for the next one, and that is said', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => other.once('listening', resolve));
  const { port } = other.address() as { port: number };
  const said: string[] = [];
  const second = await serveSite({
    root: join(folder, 'dist'),
    port,
    say: (text: string) => said.push(text),
  });
  expect(second.port).toBeGreaterThan(port);
  expect(said[0]).toContain(`Port ${port} is taken`);
  await second.close();
  other.close();
});

test('a folder without a built site is refused with what to do', async () => {
  await expect(serveSite({ root: join(folder, 'nothing'), port: 0 })).rejects.toThrow('npm run build');
});

test('a `_headers` file: later rules win, placeholders match one segment', () => {
  const rules = parseHeadersFile('/*\n  A: 1\n  B: 2\n/x/:name\n  A: 3\n');
  expect(headersFor(rules, '/x/y')).toEqual({ A: '3', B: '2' });
  expect(headersFor(rules, '/x/y/z')).toEqual({ A: '1', B: '2' });
});
