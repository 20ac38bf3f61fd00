/**
 * A server starts before the whole engine has been downloaded; what it needs beyond a start is waited for in the middle
 * of whatever asks for it, and looks the same as later.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPageEngine } from '../../scripts/in-page/page-engine.mjs';
import type { Engine } from '../../src/engine/engine.ts';
import { textFromBytes } from '../../src/http/message.ts';

const SERVER = `import express from 'express';
const app = express();
app.use(express.json());
app.get('/', (req, res) => { res.json({ ok: true }); });
app.post('/', (req, res) => { res.json(req.body); });
app.get('/boom', () => { throw new Error('boom'); });
const stackOf = (wrong) => { try { return wrong(); } catch (error) { return error.stack; } };
app.get('/beyond', async (req, res) => {
  const file = '/home/learner/node_modules/router/index.js';
  const { readFileSync, statSync } = await import('node:fs');
  const { gzipSync, gunzipSync } = await import('node:zlib');
  res.json({
    zipped: gunzipSync(gzipSync('zipped')).toString(),
    file: readFileSync(file).length === statSync(file).size,
    stacks: [
      () => res.status('x'),
      () => express.urlencoded({ limit: 'x' }),
      () => Buffer.from(5),
      () => new URL('x'),
      () => app.listen(-1),
      () => res.setHeader('a b', '1'),
      () => readFileSync('/nothing'),
    ].map(stackOf),
  });
});
app.get('/fatal', () => { setImmediate(() => process.emitWarning(5)); });
app.listen(3000);
`;

let engine: Engine & { close(): Promise<void> };
const asked = Promise.withResolvers<void>();
const late = Promise.withResolvers<void>();
const isLate = (path: string) => !path.includes('.start.') && /\/(?:library|packages-\d+)\./.test(path);

const ask = async (path: string, body?: string) => {
  const headers: [string, string][] = body === undefined ? [] : [['content-type', 'application/json']];
  const content = body === undefined ? {} : { body: new TextEncoder().encode(body) };
  const response = await engine.request(3000, { method: body ? 'POST' : 'GET', path, headers, ...content });
  return { status: response.status, text: textFromBytes(response.body) };
};

async function start() {
  const ready = new Promise((resolve) => engine.on('server-ready', resolve));
  const child = await engine.spawn('node', ['server.mjs']);
  await ready;
  const output = (async () => {
    let text = '';
    for await (const { data } of child.output as unknown as AsyncIterable<{ data: string }>) text += data;
    return text;
  })();
  return { child, output };
}

beforeAll(async () => {
  engine = (await openPageEngine({
    packages: ['express'],
    hold(path: string) {
      if (!isLate(path)) return undefined;
      asked.resolve();
      return late.promise;
    },
  })) as unknown as typeof engine;
  await engine.mount({ 'server.mjs': { file: { contents: SERVER } } });
}, 60_000);

afterAll(() => engine?.close());

test('a server starts, answers and shows its errors before the whole engine is there', async () => {
  const { child } = await start();
  expect(await ask('/')).toEqual({ status: 200, text: '{"ok":true}' });
  expect(await ask('/', '{"title":"Pnin"}')).toEqual({ status: 200, text: '{"title":"Pnin"}' });
  const boom = await ask('/boom');
  expect(boom.status).toBe(500);
  expect(boom.text).toContain('at Layer.handleRequest (/home/learner/node_modules/router/lib/layer.js:');
  child.kill('SIGKILL');
  await child.exit;
});

test('what a program needs beyond that is waited for, and is the same as in a program that starts later', async () => {
  const early = await start();
  const waiting = ask('/beyond');
  await asked.promise;
  late.resolve();
  const beyond = await waiting;
  expect(beyond.text).toContain('"zipped":"zipped","file":true');
  await expect(ask('/fatal')).rejects.toThrow('closed');
  const last = await early.output;
  expect(last).toContain('node:internal/process/warning:');

  const later = await start();
  expect(await ask('/beyond')).toEqual(beyond);
  await expect(ask('/fatal')).rejects.toThrow('closed');
  expect(await later.output).toBe(last);
});
