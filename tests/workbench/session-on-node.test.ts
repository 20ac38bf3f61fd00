import { afterEach, expect, test } from 'vitest';
import { NativeEngine } from '../../src/engine/native/native-engine.ts';
import { Session } from '../../src/workbench/session.ts';

// The same session as in the page, with real Node under it: what Node prints and how it ends is Node's own.

let session: Session;
afterEach(() => session.dispose());

function open(): Session {
  session = new Session({
    program: { entry: ['server.mjs'], env: { PORT: '3000' } },
    limits: { silence: 3000, request: 1000, stop: 700 },
    createEngine: (options) => NativeEngine.boot(options),
  });
  return session;
}

const run = (code: string): Promise<void> => open().run({ 'server.mjs': code });

test('a syntax error names file, line and column', { timeout: 20_000 }, async () => {
  await run("import http from 'node:http'\n\nconst x = = 1\n");
  expect(session.state.value).toMatchObject({
    kind: 'exited',
    place: { file: 'server.mjs', line: 3, column: 11 },
    failure: { what: expect.stringMatching(/`server\.mjs`, line 3, column 11: SyntaxError: /) },
  });
});

test('an endless loop at the top is stopped', { timeout: 20_000 }, async () => {
  await run('process.on("SIGTERM", () => {})\nwhile (true) {}\n');
  expect(session.state.value.kind).toBe('silent');
  await session.stop();
  expect(session.state.value).toEqual({ kind: 'stopped', forced: true });
});

test('a thrown error ends the program and is named with its place', { timeout: 20_000 }, async () => {
  await run("\nthrow new TypeError('no port')\n");
  expect(session.state.value).toMatchObject({
    kind: 'exited',
    status: { code: 1 },
    place: { file: 'server.mjs', line: 2, column: 7 },
    failure: { what: expect.stringContaining('TypeError: no port') },
  });
});

test('a server answers, hangs where it hangs, and cuts where it cuts', { timeout: 20_000 }, async () => {
  await run(`import http from 'node:http'
http.createServer((req, res) => {
  if (req.url === '/hang') return
  if (req.url === '/cut') return req.socket.destroy()
  console.log(req.url)
  res.setHeader('Set-Cookie', ['a=1', 'b=2']).end('hi')
}).listen(process.env.PORT)`);
  expect(session.state.value).toMatchObject({ kind: 'listening' });
  await session.send({ method: 'GET', path: '/books', headers: [] });
  expect(session.exchange.value).toMatchObject({
    kind: 'answered',
    response: { status: 200, statusText: 'OK' },
  });
  await session.send({ method: 'GET', path: '/hang', headers: [] });
  expect(session.exchange.value).toMatchObject({ failure: { reference: 'ERR_ENGINE_TIMEOUT' } });
  await session.send({ method: 'GET', path: '/cut', headers: [] });
  expect(session.exchange.value).toMatchObject({ failure: { reference: 'ECONNRESET' } });
  await expect.poll(() => session.log.text('stdout')).toBe('/books');
  await session.stop();
  expect(session.state.value).toEqual({ kind: 'stopped', forced: false });
});
