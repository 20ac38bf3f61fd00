import type { Scenario, ScenarioRequest } from '../scenario.ts';

const server = (
  name: string,
  source: string,
  requests: readonly ScenarioRequest[],
  more: Partial<Scenario> = {},
): Scenario => ({
  name,
  files: { 'main.mjs': source },
  requests,
  ...more,
});
const get = (path: string, headers: readonly (readonly [string, string])[] = []): ScenarioRequest => ({
  path,
  headers,
});
const json = (path: string, body: string, method = 'POST'): ScenarioRequest => ({
  method,
  path,
  headers: [['Content-Type', 'application/json']],
  body,
});

const express = (routes: string) => `import express from 'express';
const app = express();
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
${routes}
app.listen(3000);
`;
const plain = (handler: string) => `import http from 'node:http';
const server = http.createServer(${handler});
server.listen(3000);
`;

/** node:http and Express: heads, bodies, failures in the middle, clients that leave, servers that end. */
export const httpCases: readonly Scenario[] = [
  server(
    'a plain server',
    plain(`(req, res) => {
  res.statusMessage = 'Fine'; res.setHeader('X-A', ['1', '2']); res.setHeader('Set-Cookie', ['a=1', 'b=2']);
  res.end(JSON.stringify([req.method, req.url, req.httpVersion, req.headers, req.rawHeaders.length]));
}`),
    [
      get('/'),
      get('/a?b=c%20d', [
        ['X-Twice', '1'],
        ['X-Twice', '2'],
        ['Cookie', 'a=1'],
      ]),
      { method: 'HEAD', path: '/' },
      { method: 'DELETE', path: '/x' },
      json('/', '{"a":1}'),
    ],
  ),
  server(
    'statuses without a body',
    plain(
      `(req, res) => { res.statusCode = Number(req.url.slice(1)); res.end(req.url === '/200' ? 'x' : undefined) }`,
    ),
    [get('/200'), get('/204'), get('/304'), get('/404'), get('/500')],
  ),
  server(
    'chunks over time',
    plain(
      `async (req, res) => { for (const part of ['one ', 'two ', 'three']) { res.write(part); await new Promise((r) => setTimeout(r, 10)) } res.end() }`,
    ),
    [get('/')],
  ),
  server(
    'content-length and early end',
    plain(`(req, res) => { res.writeHead(200, { 'Content-Length': 10 }); res.end('short') }`),
    [get('/')],
  ),
  server('a cut body', plain(`(req, res) => { res.write('half'); setTimeout(() => res.destroy(), 10) }`), [
    get('/'),
  ]),
  server('a cut before the head', plain(`(req, res) => { req.socket.destroy() }`), [get('/')]),
  server(
    'header errors',
    plain(`(req, res) => {
  const out = [];
  for (const f of [() => res.setHeader('bad name', '1'), () => res.setHeader('x', 'a\\nb'), () => res.setHeader('x', undefined), () => res.writeHead(99), () => { res.writeHead(200); res.setHeader('y', '1') }, () => res.writeHead(200)]) {
    try { f(); out.push('ok') } catch (e) { out.push([e.name, e.code, e.message]) }
  }
  res.end(JSON.stringify(out));
}`),
    [get('/')],
  ),
  server(
    'write after end',
    plain(
      `(req, res) => { res.on('error', (e) => console.log(e.code, e.message)); res.end('done'); res.write('late', (e) => console.log('callback', e.code)); res.end(); }`,
    ),
    [get('/')],
  ),
  server(
    'request bodies',
    plain(
      `(req, res) => { let n = 0; req.on('data', (d) => { n += d.length }); req.on('end', () => res.end(String(n) + req.complete)) }`,
    ),
    [
      json('/', 'x'.repeat(200000)),
      json('/', ''),
      {
        method: 'PUT',
        path: '/',
        headers: [['Transfer-Encoding', 'chunked']],
        body: '5\r\nhello\r\n0\r\n\r\n',
      },
    ],
  ),
  server(
    'a client that hangs up',
    `const gone = Promise.withResolvers();
${plain(`async (req, res) => {
  res.on('close', () => { console.log('close', res.writableFinished, res.writableEnded, req.aborted, req.destroyed); gone.resolve(); });
  res.on('finish', () => console.log('finish'));
  await gone.promise;
  res.end('late');
}`)}`,
    [{ path: '/', abortAfter: 40 }, get('/again')],
  ),
  server(
    'server.close waits',
    plain(
      `async (req, res) => { if (req.url === '/slow') { server.close(() => console.log('closed')); await new Promise((r) => setTimeout(r, 60)); } res.end('ok') }`,
    ),
    [get('/slow'), get('/after')],
  ),
  server(
    'timeouts have their defaults',
    plain(
      `(req, res) => res.end(JSON.stringify([server.requestTimeout, server.headersTimeout, server.keepAliveTimeout, server.timeout, server.maxHeadersCount, server.maxRequestsPerSocket]))`,
    ),
    [get('/')],
  ),
  server(
    'ports',
    `import http from 'node:http';
const a = http.createServer((q, r) => r.end('a')).listen(3000, () => {
  const b = http.createServer().on('error', (e) => console.log(e.code, e.message, e.syscall, e.port, e.address)).listen(3000);
  const c = http.createServer().listen(0, () => { console.log(c.address().port > 1024, c.listening); c.close(() => console.log(c.listening)) });
});`,
    [get('/')],
  ),
  server(
    'fetch and http.get between servers',
    `import http from 'node:http';
const upstream = http.createServer((req, res) => {
  if (req.url === '/ok') { res.setHeader('x-up', '1'); res.end(JSON.stringify({ ua: req.headers['user-agent'], accept: req.headers.accept })) }
  else if (req.url === '/500') { res.statusCode = 500; res.end('<html>broken</html>') }
  else if (req.url === '/reset') req.socket.destroy();
  else if (req.url === '/half') { res.write('half'); setTimeout(() => res.destroy(), 10) }
}).listen(4000);
const tell = (e) => [e.name, e.message, e.code, e.cause?.name, e.cause?.code, e.cause?.message];
http.createServer(async (req, res) => {
  const out = [];
  for (const f of [
    async () => { const r = await fetch('http://localhost:4000/ok'); return [r.status, r.headers.get('x-up'), await r.json()] },
    async () => { const r = await fetch('http://127.0.0.1:4000/500'); return [r.ok, r.status, await r.json()] },
    () => fetch('http://127.0.0.1:4000/reset'),
    async () => (await fetch('http://127.0.0.1:4000/half')).text(),
    () => fetch('http://127.0.0.1:4000/slow', { signal: AbortSignal.timeout(30) }),
    () => fetch('http://127.0.0.1:1/'),
    () => fetch('http://no.such.host.invalid/'),
    () => fetch('/relative'),
    () => new Promise((ok, no) => http.get('http://127.0.0.1:4000/ok', (r) => { r.resume(); ok([r.statusCode, r.headers['x-up']]) }).on('error', no)),
    () => new Promise((ok, no) => http.get('http://127.0.0.1:4000/reset', ok).on('error', no)),
    () => new Promise((ok, no) => http.get('http://127.0.0.1:1/', ok).on('error', no)),
    async () => { const r = await fetch('http://127.0.0.1:4000/ok', { method: 'POST', body: 'x', headers: { a: 'b' } }); return [r.status, (await r.text()).length] },
  ]) { try { out.push(await f()) } catch (e) { out.push(tell(e)) } }
  res.end(JSON.stringify(out, null, 1));
}).listen(3000);`,
    [get('/')],
  ),
  server(
    'Express answers',
    express(`
app.get('/', (req, res) => res.json({ a: 1 }));
app.get('/text', (req, res) => res.send('<p>hi</p>'));
app.get('/status', (req, res) => res.status(418).send({ tea: true }));
app.get('/cookie', (req, res) => { res.cookie('a', '1', { httpOnly: true }); res.cookie('b', 'x y'); res.append('X-M', '1'); res.append('X-M', '2'); res.end() });
app.get('/redirect', (req, res) => res.redirect('/'));
app.get('/u/:id', (req, res) => res.json(req.params));
app.get('/q', (req, res) => res.json(req.query));
app.get('/format', (req, res) => res.format({ html: () => res.send('<b>'), json: () => res.json({}), default: () => res.status(406).end() }));
app.get('/none', (req, res) => res.sendStatus(204));
`),
    [
      get('/'),
      get('/text'),
      get('/status'),
      get('/cookie'),
      get('/redirect'),
      get('/u/7'),
      get('/u/%E0%A4%A'),
      get('/q?a=1&a=2&b[c]=3'),
      get('/format'),
      get('/format', [['Accept', 'application/json']]),
      get('/format', [['Accept', 'image/png']]),
      get('/none'),
      get('/nope'),
      { method: 'POST', path: '/' },
      { method: 'OPTIONS', path: '/' },
      { method: 'HEAD', path: '/text' },
      get('/', [['If-None-Match', 'W/"7-KqKRVSsRTrqsRUjWzzW61Ewc2EU"']]),
    ],
  ),
  server(
    'Express errors by default',
    express(`
app.get('/throw', () => { throw new Error('thrown') });
app.get('/async', async () => { await sleep(5); throw new Error('async') });
app.get('/next', (req, res, next) => next(new Error('next')));
app.get('/status', () => { throw Object.assign(new Error('teapot'), { status: 418, headers: { 'X-Tea': 'green' } }) });
app.get('/null', () => { throw null });
app.get('/string', () => { throw 'a string' });
app.get('/reject', () => Promise.reject());
app.get('/circular', (req, res) => { const o = {}; o.o = o; res.json(o) });
app.get('/late', async (req, res) => { res.write('half'); await sleep(10); throw new Error('too late') });
app.get('/twice', (req, res) => { res.send('1'); res.send('2') });
`),
    [
      get('/throw'),
      get('/async'),
      get('/next'),
      get('/status'),
      get('/null'),
      get('/string'),
      get('/reject'),
      get('/circular'),
      get('/late'),
      get('/twice'),
      get('/nope'),
    ],
  ),
  server(
    'Express in production',
    express(`app.get('/throw', () => { throw new Error('secret') });`),
    [get('/throw'), get('/nope')],
    { env: { NODE_ENV: 'production' } },
  ),
  server(
    'Express with handlers',
    express(`
app.use(express.json());
app.get('/throw', async () => { throw new Error('boom') });
app.post('/body', (req, res) => res.json(req.body ?? null));
app.use((req, res, next) => next(Object.assign(new Error('no route'), { status: 404 })));
app.use((err, req, res, next) => { if (res.headersSent) return next(err); const status = err.status ?? 500; if (status >= 500) console.error(err); res.status(status).json({ error: err.message, type: err.type, body: err.body }) });
`),
    [
      get('/throw'),
      get('/nope'),
      json('/body', '{"a":[1]}'),
      json('/body', '{"a":'),
      json('/body', ''),
      json('/body', JSON.stringify('x'.repeat(120000))),
      {
        method: 'POST',
        path: '/body',
        headers: [['Content-Type', 'application/json; charset=latin-9']],
        body: '{}',
      },
      { method: 'POST', path: '/body', headers: [['Content-Type', 'text/plain']], body: 'x' },
    ],
  ),
  server(
    'a crash in a route',
    express(`
app.get('/', (req, res) => res.send('ok'));
app.get('/crash', (req, res) => { setTimeout(() => { throw new Error('in a timer') }, 5); res.send('saved') });
`),
    [get('/'), get('/crash')],
  ),
  server(
    'a forgotten await',
    express(`
async function audit() { await sleep(5); throw new Error('audit down') }
app.get('/order', (req, res) => { audit(); res.json({ ordered: true }) });
`),
    [get('/order')],
  ),
  server(
    'one crash ends all',
    express(`
const all = Promise.withResolvers(); let open = 0;
app.use((req, res, next) => { if (++open === 3) all.resolve(); next() });
app.get('/slow', async () => { await new Promise(() => {}) });
app.get('/crash', async (req, res) => { await all.promise; setTimeout(() => { throw new Error('boom') }, 1) });
`),
    [get('/slow'), get('/slow'), get('/crash')],
    { parallel: true },
  ),
  server(
    'streams to a response',
    `import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
${express(`
app.get('/pipe', (req, res) => createReadStream('./missing.csv').on('error', (e) => { console.log(e.code, e.message.replace(/'.*'/, '')); res.status(404).end('gone') }).pipe(res));
app.get('/pipeline', async (req, res) => { await pipeline(createReadStream('./missing.csv'), res) });
app.get('/file', (req, res) => createReadStream('./main.mjs', { start: 0, end: 5 }).pipe(res));
app.get('/sendfile', (req, res) => res.sendFile('main.mjs', { root: import.meta.dirname, headers: { 'Last-Modified': 'x', 'Content-Type': 'text/plain' }, etag: false }));
app.get('/sendmissing', (req, res) => res.sendFile('nope.txt', { root: import.meta.dirname }));
app.use((err, req, res, next) => { console.log('handler', err.code, res.headersSent); if (!res.headersSent) res.status(err.status ?? 500).json({ code: err.code }) });
`)}`,
    [get('/pipe'), get('/pipeline'), get('/file'), get('/sendmissing')],
  ),
  server(
    'AsyncLocalStorage across interleaved requests',
    `import { AsyncLocalStorage } from 'node:async_hooks';
const als = new AsyncLocalStorage();
${express(`
app.use((req, res, next) => als.run({ id: req.get('x-id') }, next));
app.use(express.json());
app.all('/', async (req, res) => { await sleep(Math.random() * 20); const seen = [als.getStore().id]; try { await Promise.reject(new Error('x')) } catch { seen.push(als.getStore().id) } await new Promise((r) => setImmediate(r)); seen.push(als.getStore().id); res.json(new Set(seen).size === 1 && seen[0] === req.get('x-id')) });
`)}`,
    Array.from({ length: 30 }, (_, i) =>
      i % 2
        ? get('/', [['x-id', String(i)]])
        : {
            ...json('/', '{"a":1}'),
            headers: [
              ['Content-Type', 'application/json'],
              ['x-id', String(i)],
            ] as const,
          },
    ),
    { parallel: true },
  ),
  server(
    'a context lost where Node loses it',
    `import { AsyncLocalStorage } from 'node:async_hooks';
const als = new AsyncLocalStorage();
${express(`
app.use((req, res, next) => als.run('ctx', () => { res.on('close', () => console.log('plain', als.getStore())); res.on('close', AsyncLocalStorage.bind(() => console.log('bound', als.getStore()))); next() }));
app.get('/', (req, res) => res.send('ok'));
const gone = Promise.withResolvers();
app.get('/slow', async (req, res) => { res.on('close', gone.resolve); await new Promise(() => {}) });
app.get('/after', async (req, res) => { await gone.promise; res.send('ok') });
`)}`,
    [get('/'), { path: '/slow', abortAfter: 50 }, get('/after')],
  ),
  server(
    'graceful shutdown',
    express(`
const server = app.listen(3001);
app.get('/slow', async (req, res) => { await sleep(100); res.send('slow done') });
process.on('SIGTERM', () => { console.log('closing'); process.exit(0) });
`).replace('const server = app.listen(3001);', ''),
    [get('/slow')],
    { signal: { name: 'SIGTERM' } },
  ),
  server(
    'listen on a taken port with a callback',
    `import express from 'express';
import http from 'node:http';
http.createServer((q, r) => r.end('first')).listen(3000, () => {
  express().listen(3000, (err) => console.log('called back', err?.code));
});`,
    [get('/')],
  ),
];
