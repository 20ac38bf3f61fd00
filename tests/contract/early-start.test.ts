/**
 * A server starts before the whole engine has been downloaded; what it needs beyond a start is waited for in the middle
 * of whatever asks for it, and looks the same as later.
 */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ensurePacked } from '../../scripts/in-page/ensure-packed.mjs';
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

type OpenEngine = Engine & { close(): Promise<void> };

let engine: OpenEngine;
const asked = Promise.withResolvers<void>();
const late = Promise.withResolvers<void>();
const isLate = (path: string) => !path.includes('.start.') && /\/(?:library|packages-\d+)\./.test(path);

const ask = async (path: string, body?: string, from = engine) => {
  const headers: [string, string][] = body === undefined ? [] : [['content-type', 'application/json']];
  const content = body === undefined ? {} : { body: new TextEncoder().encode(body) };
  const response = await from.request(3000, { method: body ? 'POST' : 'GET', path, headers, ...content });
  return { status: response.status, text: textFromBytes(response.body) };
};

async function outputOf({ output }: { readonly output: unknown }) {
  let text = '';
  for await (const { data } of output as AsyncIterable<{ data: string }>) text += data;
  return text;
}

async function start(from = engine) {
  const ready = new Promise((resolve) => from.on('server-ready', resolve));
  const child = await from.spawn('node', ['server.mjs']);
  await ready;
  return { child, output: outputOf(child) };
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
}, 120_000);

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

test('where the rest cannot be downloaded, the program that needs it ends and says so, and Run tries again', async () => {
  let isOffline = true;
  const cutOff = (await openPageEngine({
    packages: ['express'],
    hold: (path: string) => (isOffline && isLate(path) ? Promise.reject(new Error('offline')) : undefined),
  })) as unknown as OpenEngine;
  try {
    await cutOff.mount({ 'server.mjs': { file: { contents: SERVER } } });
    const { child, output } = await start(cutOff);
    expect(await ask('/', undefined, cutOff)).toEqual({ status: 200, text: '{"ok":true}' });
    await expect(ask('/beyond', undefined, cutOff)).rejects.toMatchObject({ reason: 'ECONNRESET' });
    expect(await child.exit).toEqual({ code: null, signal: 'SIGABRT' });
    expect(await output).toBe(
      'The sandbox failed: a part of it could not be loaded. Check the connection, and run the program again.\n',
    );
    await expect(cutOff.spawn('node', ['server.mjs'])).rejects.toMatchObject({ code: 'ERR_ENGINE_BLOCKED' });
    isOffline = false;
    await start(cutOff);
    expect((await ask('/beyond', undefined, cutOff)).text).toContain('"zipped":"zipped","file":true');
  } finally {
    await cutOff.close();
  }
}, 120_000);

test('a sandbox whose document does not arrive is reported at once', async () => {
  const hold = (path: string) =>
    path.includes('/sandbox.') ? Promise.reject(new Error('offline')) : undefined;
  await expect(openPageEngine({ packages: ['express'], hold })).rejects.toMatchObject({
    code: 'ERR_ENGINE_BLOCKED',
  });
}, 120_000);

test('a worker that could not be made ready is reported by the program that was to run in it', async () => {
  await ensurePacked();
  const packed = mkdtempSync(join(tmpdir(), 'safety-net-broken-'));
  try {
    cpSync(new URL('../../public/_engine', import.meta.url), packed, { recursive: true });
    const frame = join(packed, readdirSync(packed).find((each) => each.startsWith('sandbox.')) as string);
    const module = /(?<="internal\/bootstrap\/node":)"(?:[^"\\]|\\.)*"/;
    const broken = JSON.stringify("throw new Error('broken on purpose');");
    writeFileSync(frame, readFileSync(frame, 'utf8').replace(module, broken));
    const engine = (await openPageEngine({ packages: [], packed })) as unknown as OpenEngine;
    try {
      const child = await engine.spawn('node', ['-e', '0']);
      expect(await child.exit).toEqual({ code: null, signal: 'SIGABRT' });
      expect(await outputOf(child)).toMatch(/^The sandbox failed: .*broken on purpose\n$/);
    } finally {
      await engine.close();
    }
  } finally {
    rmSync(packed, { recursive: true });
  }
}, 120_000);
