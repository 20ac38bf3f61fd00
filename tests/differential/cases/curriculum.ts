import type { Scenario, ScenarioRequest } from '../scenario.ts';
import { each, js, mjs } from './programs.ts';

const get = (path: string, headers: readonly (readonly [string, string])[] = []): ScenarioRequest => ({
  path,
  headers,
});
const post = (path: string, body: string): ScenarioRequest => ({
  method: 'POST',
  path,
  headers: [['Content-Type', 'application/json']],
  body,
});
const express = (
  name: string,
  routes: string,
  requests: readonly ScenarioRequest[],
  more: Partial<Scenario> = {},
): Scenario => ({
  name,
  files: {
    'main.mjs': `import express from 'express';\nconst app = express();\nconst sleep = (ms) => new Promise((r) => setTimeout(r, ms));\n${routes}\napp.listen(3000);\n`,
  },
  requests,
  ...more,
});
const production = { env: { NODE_ENV: 'production' } };

/** What the course says of Express, Node and the packages, by the experiment that showed it: e01–e18, m1–m4. */
export const curriculumCases: readonly Scenario[] = [
  express(
    'e01: what counts as an error, and which status it has',
    `app.get('/null', () => { throw null; }); app.get('/zero', (req, res, next) => next(0)); 
app.get('/tea', () => { throw { status: 418, headers: { 'X-Tea': 'green' } }; }); app.get('/text', () => { throw Object.assign(new Error('t'), { status: '404' }); });
app.get('/low', () => { throw Object.assign(new Error('l'), { status: 200 }); }); app.get('/code', () => { throw Object.assign(new Error('c'), { statusCode: 409 }); });
app.get('/res', (req, res) => { res.status(503); throw new Error('r'); }); app.get('/u/:id', (req, res) => res.send(req.params.id));
app.get('/route', (req, res, next) => next('route'), () => {}); app.get('/route', (req, res) => res.send('the next route'));`,
    ['/null', '/zero', '/tea', '/text', '/low', '/code', '/res', '/u/%E0%A4%A', '/route'].map((path) =>
      get(path),
    ),
    production,
  ),
  express(
    'e02: which handler runs',
    `app.use(express.json({ limit: 50 }));
app.use((err, req, res) => res.send('three parameters')); app.get('/boom', () => { throw new Error('boom'); });
const api = express.Router(); api.get('/own', () => { throw new Error('own'); }); api.get('/up', () => { throw Object.assign(new Error('up'), { fatal: true }); });
api.use((err, req, res, next) => err.fatal ? next(err) : res.status(500).json({ api: err.message })); app.use('/api', api);
app.get('/empty', () => Promise.reject()); app.get('/recover', () => { throw new Error('recovered'); }); app.post('/', (req, res) => res.json(req.body));
app.use((err, req, res, next) => { if (err.message === 'recovered') return next(); if (err.message === 'boom') throw new Error('in the handler'); next(err); });
app.use('/recover', (req, res) => res.send('after recovery'));
app.use((err, req, res, next) => res.status(err.status ?? 500).json({ message: err.message, type: err.type, expose: err.expose, body: err.body }));`,
    [
      get('/boom'),
      get('/api/own'),
      get('/api/up'),
      get('/recover'),
      get('/empty'),
      get('/nope'),
      post('/', '{"a":1}'),
      post('/', '{bad'),
      post('/', JSON.stringify({ a: 'x'.repeat(60) })),
      {
        method: 'POST',
        path: '/',
        headers: [['Content-Type', 'application/json; charset=nope']],
        body: '{}',
      },
    ],
  ),
  ...(
    [
      ['a timer', "setTimeout(() => { throw new Error('in a timer'); }, 1)"],
      [
        'an emitter that fails later',
        "const e = new EventEmitter(); setTimeout(() => e.emit('error', new Error('emitted')), 1)",
      ],
      ['a stream that is piped', "fs.createReadStream('./missing.csv').pipe(res)"],
      ['a promise that is not returned', "Promise.reject(new Error('not returned'))"],
      ['a listener of finish', "res.on('finish', () => { throw new Error('in finish'); }); res.send('sent')"],
      ['a second answer from a timer', 'res.json({ a: 1 }); setTimeout(() => res.json({ b: 2 }), 5)'],
    ] as const
  ).map(([where, code]) =>
    express(
      `e03: no handler catches ${where}`,
      `import fs from 'node:fs'; import { EventEmitter } from 'node:events';
app.get('/', (req, res) => { ${code}; }); app.use((err, req, res, next) => res.status(500).send('caught'));`,
      [get('/')],
    ),
  ),
  express(
    'e03: what a handler does catch, and what a cut answer looks like',
    `import fs from 'node:fs'; import { EventEmitter } from 'node:events'; import { pipeline } from 'node:stream/promises';
app.get('/emit', () => { new EventEmitter().emit('error', new Error('emitted at once')); }); app.get('/circle', (req, res) => { const o = {}; o.o = o; res.json(o); });
app.get('/twice', (req, res) => { res.json({ a: 1 }); res.json({ b: 2 }); }); app.get('/deep', () => { const f = () => f(); f(); });
app.get('/pipeline', async (req, res) => { await pipeline(fs.createReadStream('/nope'), res); }); app.get('/next', (req, res, next) => { fs.createReadStream('/nope').on('error', next).pipe(res); });
app.get('/half', async (req, res) => { res.write('first half '); await sleep(10); throw new Error('mid-stream'); });
app.param('id', async () => { throw new Error('param'); }); app.get('/p/:id', () => {});
app.use((err, req, res, next) => { console.error(err.code ?? err.message, res.headersSent); if (res.headersSent) return next(err); res.status(500).json({ error: 'handled' }); });`,
    ['/emit', '/circle', '/deep', '/next', '/p/1', '/twice', '/half', '/pipeline'].map((path) => get(path)),
    production,
  ),
  express(
    'e04: last words, a drain, and exit code 1',
    `const server = app.listen(3001); app.get('/slow', async (req, res) => { await sleep(60); res.send('finished'); });
app.get('/bug', (req, res) => { setTimeout(() => { throw new Error('a bug'); }, 1); });
process.on('uncaughtException', (err, origin) => { console.error(JSON.stringify({ level: 'fatal', message: err.message, origin })); server.closeAllConnections(); setTimeout(() => process.exit(1), 150).unref(); });
app.get('/locked', (req, res) => res.status(503).send('locked'));`,
    [get('/slow'), get('/bug')],
    { parallel: true },
  ),
  js(
    'e04, e06: promises that are awaited one after the other, or together, or returned',
    `const fail = (ms, m) => new Promise((_, reject) => setTimeout(() => reject(new Error(m)), ms));
async function returned() { try { return fail(1, 'x'); } catch { return 'caught'; } } async function awaited() { try { return await fail(1, 'x'); } catch { return 'caught'; } }
const swallowed = () => { try { throw new Error('lost'); } finally { return 'finally'; } };
(async () => { console.log(await awaited(), swallowed()); await returned().catch((e) => console.log('escaped', e.message));
try { await Promise.all([fail(20, 'slow'), fail(5, 'fast')]); } catch (e) { console.log('together', e.message); }
try { const a = fail(20, 'slow'); const b = fail(5, 'fast'); await a; await b; } catch (e) { console.log('never', e.message); } })();`,
  ),
  js(
    'e05: what pino writes of an error',
    `const pino = require('pino'); const lines = []; const to = { write: (line) => lines.push(line) }; const log = pino({ redact: ['*.password'], base: null, timestamp: false }, to);
const err = new Error('could not load cart', { cause: Object.assign(new Error('ECONNREFUSED 127.0.0.1:5432'), { code: 'ECONNREFUSED' }) }); err.cartId = 42; err.stack = err.stack.split('\\n')[0]; err.cause.stack = 'cause stack';
log.error({ err }, 'm'); log.error('m', err); log.error(err); log.error(err, 'given'); log.error({ error: err }); log.error('failed: ' + err); log.error('failed %s', 'x', 'y');
log.error({ user: { password: 'p', deep: { password: 'leak' } }, password: 'top' }, 'pw=hunter2');
const many = new AggregateError([new Error('one')], 'many'); many.stack = 's'; many.errors[0].stack = 's1'; log.error({ err: many });
const circle = new Error('circle'); circle.cause = circle; circle.stack = 'c'; log.error({ err: circle }); log.child({ reqId: 7 }).warn('child'); log.debug('hidden'); log.level = 'silent'; log.fatal('no');
const nested = pino({ base: null, timestamp: false, serializers: { err: pino.stdSerializers.errWithCause } }, to); nested.error({ err }); pino({ errorKey: 'problem', base: null, timestamp: false }, to).error(err);
console.log(lines.join(''), JSON.stringify(new Error('hidden')), \`\${err}\`, JSON.stringify({ ...err }), log.isLevelEnabled('error'), pino.levels.labels[50]);`,
  ),
  js(
    'e06: what Node gives to those who handle errors',
    each(
      `() => Error.isError(new Error('x')), () => Error.isError(require('vm').runInNewContext('new Error(1)')), () => Promise.try(() => { throw new Error('tried'); }), () => { using a = { [Symbol.dispose]() { throw new Error('dispose'); } }; throw new Error('body'); }, () => new Error('m', { cause: 5 }).cause, () => new Error('a', { cause: new Error('b') }).stack.includes('Error: b'), () => Promise.allSettled([1, Promise.reject(new Error('part'))]), () => fetch('http://127.0.0.1:4899/'), () => fetch('http://nobody.invalid/'), () => new Promise((_, j) => setTimeout(() => j(AbortSignal.abort().reason), 1)), () => require('http').createServer().requestTimeout, () => require('http').createServer().headersTimeout, () => require('http').createServer().keepAliveTimeout, () => require('http').createServer().timeout`,
    ),
  ),
  {
    name: 'e07: what pino-http says of a request',
    files: {
      'main.mjs': `import express from 'express'; import { pinoHttp } from 'pino-http'; import pino from 'pino';
const logger = pino({ base: null, timestamp: false, redact: ['req.remotePort', 'req.headers.host'] }); const app = express();
app.use(pinoHttp({ logger, genReqId: () => 'id-1', customProps: () => ({ extra: 1 }) }));
app.get('/ok', (req, res) => { req.log.info('inside'); res.send('ok'); }); app.get('/boom', () => { throw new Error('real'); });
app.use((err, req, res, next) => { if (req.query.keep) { err.stack = 'kept'; res.err = err; } res.status(500).send('failed'); });
app.listen(3000);`,
    },
    requests: [
      get('/ok', [
        ['Authorization', 'Bearer secret'],
        ['Cookie', 'sid=1'],
      ]),
      get('/boom?keep=1'),
      get('/nope'),
    ],
  },
  express(
    'e08: res.format, types, and a template that is missing',
    `app.set('view engine', 'ejs'); const variants = { html: (r) => r.send('<p>html'), json: (r) => r.json({ json: 1 }) };
app.get('/all', (req, res) => res.status(404).format({ html: () => variants.html(res), json: () => variants.json(res), default: () => res.type('txt').send('plain') }));
app.get('/none', (req, res) => res.status(500).format({ json: () => variants.json(res) })); app.get('/problem', (req, res) => res.status(400).type('application/problem+json').json({ title: 'Bad' }));
app.get('/only', (req, res) => res.format({ 'application/problem+json': () => res.send('{}'), html: () => variants.html(res) }));
app.get('/render', (req, res) => res.render('gone')); app.get('/callback', (req, res) => res.render('gone', {}, (err) => res.status(500).send(err.name)));
app.get('/err', (req, res) => res.send(Object.assign(new Error('m'), { config: { token: 'T' } }))); app.get('/file', (req, res) => res.sendFile('/nope/x.html'));
app.use((err, req, res, next) => { console.error(err.name); res.status(err.status ?? 500).send('fallback'); });`,
    [
      get('/all'),
      get('/all', [['Accept', 'application/json']]),
      get('/all', [['Accept', 'image/png']]),
      get('/all', [['Accept', 'text/html;q=0.1, application/json']]),
      get('/none', [['Accept', 'image/png']]),
      get('/problem'),
      get('/only', [['Accept', 'application/json']]),
      get('/render'),
      get('/callback'),
      get('/err'),
      get('/file'),
    ],
  ),
  mjs(
    'e10: the states of a circuit',
    `import CircuitBreaker from 'opossum';
const now = { down: true }; let calls = 0; const log = [];
const breaker = new CircuitBreaker(async () => { calls++; if (now.down) throw new Error('down'); return 'up'; }, { volumeThreshold: 5, errorThresholdPercentage: 50, resetTimeout: 40 });
for (const name of ['fire', 'success', 'failure', 'reject', 'open', 'halfOpen', 'close', 'timeout', 'fallback', 'semaphoreLocked']) breaker.on(name, () => log.push(name));
const fire = () => breaker.fire().catch((e) => e.code ?? e.message);
for (let i = 0; i < 8; i++) log.push(await fire()); console.log(calls, breaker.opened, breaker.halfOpen);
const half = () => new Promise((r) => breaker.once('halfOpen', r));
await half(); log.push(await fire()); await half(); now.down = false; log.push(await fire()); console.log(calls, breaker.opened, log.join(' '));
const one = new CircuitBreaker(async () => { throw new Error('x'); }); await one.fire().catch(() => {}); console.log(one.opened); one.fallback(() => 'instead'); console.log(await one.fire());
const slow = new CircuitBreaker(() => new Promise((r) => setTimeout(r, 500)), { timeout: 10 }); await slow.fire().catch((e) => console.log(e.code, e.message));
const full = new CircuitBreaker(() => new Promise((r) => setTimeout(r, 20)), { capacity: 1 }); await Promise.allSettled([full.fire(), full.fire()]).then((all) => console.log(all.map((r) => r.reason?.code)));
for (const b of [breaker, one, slow, full]) b.shutdown();`,
  ),
  js(
    'e11: stale when it must be, retries, and one payment for one key',
    `(async () => { let t = 0; let down = false; let hits = 0; const origin = async () => { hits++; if (down) throw new Error('down'); return 'v' + hits; }; let kept;
const read = async () => { if (kept && t - kept.at < 10) return 'fresh:' + kept.value; try { kept = { value: await origin(), at: t }; return 'origin:' + kept.value; } catch (e) { if (kept && t - kept.at < 100) return 'stale:' + kept.value; throw e; } };
const out = []; for (const [time, isDown] of [[0, false], [5, false], [20, true], [200, true], [210, false]]) { t = time; down = isDown; out.push(await read().catch((e) => 'ERR ' + e.message)); } console.log(out.join(' '));
let attempts = 0; const retry = async (n, f) => { for (let i = 1; ; i++) try { return await f(); } catch (e) { if (i === n) throw e; } };
await retry(3, () => retry(3, () => retry(3, async () => { attempts++; throw new Error('x'); }))).catch(() => console.log(attempts));
const paid = new Map(); let charges = 0; const pay = (key) => { if (!paid.has(key)) paid.set(key, ++charges); return paid.get(key); }; pay('k'); pay('k'); pay(Symbol()); console.log(charges); })();`,
  ),
  express(
    'e12, e15: the context of a request, and headers on every answer',
    `import { AsyncLocalStorage } from 'node:async_hooks'; import fs from 'node:fs'; const als = new AsyncLocalStorage(); const say = (what) => console.log(what, als.getStore()?.id);
app.use((req, res, next) => als.run({ id: req.get('x-id') }, next)); app.use(express.json());
app.use((req, res, next) => { const { writeHead } = res; res.writeHead = function (...args) { res.setHeader('X-After', als.getStore().id); return writeHead.apply(this, args); }; next(); });
app.post('/', async (req, res) => { say('body'); await sleep(1); say('await'); await new Promise((r) => fs.readFile('/nope', r)); say('fs'); res.on('finish', () => say('finish')); res.on('close', () => say('close')); res.json(req.body); });
app.get('/boom', async () => { await sleep(1); throw new Error('boom'); }); app.use((err, req, res, next) => { say('handler'); res.status(500).send('failed'); });
process.on('uncaughtException', (e) => say('uncaught ' + e.message)); app.get('/crash', (req, res) => { setTimeout(() => { throw new Error('timer'); }, 1); res.send('ok'); });`,
    [
      {
        ...post('/', '{"a":1}'),
        headers: [
          ['Content-Type', 'application/json'],
          ['X-Id', 'A'],
        ],
      },
      get('/boom', [['X-Id', 'B']]),
      get('/crash', [['X-Id', 'C']]),
    ],
  ),
  express(
    'e12: the channels of Express and of node:http',
    `import dc from 'node:diagnostics_channel';
dc.subscribe('http.server.request.start', ({ request }) => console.log('start', request.url)); dc.subscribe('http.server.response.finish', ({ response }) => console.log('finish', response.statusCode));
dc.tracingChannel('express.router.request').subscribe({ error: ({ error, route }) => console.log('error', error.message, route) });
app.get('/u/:id', (req) => { throw new Error('u ' + req.params.id); }); app.use((err, req, res, next) => res.status(500).end());`,
    [get('/u/7'), get('/none')],
  ),
  {
    name: 'e13: readiness first, then the last requests, then the end',
    files: {
      'main.mjs': `import express from 'express'; const app = express(); let leaving = false; const sleep = (ms) => new Promise((r) => setTimeout(r, ms));
app.get('/livez', (req, res) => res.send('alive')); app.get('/readyz', (req, res) => leaving ? res.status(503).set('Retry-After', '5').send('leaving') : res.send('ready')); app.get('/late', async (req, res) => { await sleep(300); res.status(503).send('deadline'); });
const server = app.listen(3000, () => console.log('up')); process.on('SIGTERM', () => { leaving = true; console.log('leaving'); server.close((err) => { console.log('closed', err); process.exit(0); }); server.closeIdleConnections(); });`,
    },
    requests: [get('/livez'), get('/readyz'), get('/late')],
    signal: { name: 'SIGTERM' },
  },
  js(
    'A1, e14: a port that is taken, with Express and with node:http',
    `const http = require('http'); const express = require('express'); const busy = http.createServer().listen(0, () => { const { port } = busy.address();
express().listen(port, () => console.log('server listening!')); express().listen(port, (err) => console.log(err?.code, err?.port === port)); http.createServer().listen(port, () => console.log('never')).on('error', (e) => { console.log(e.code, e.syscall, e.address); busy.close(); }); });`,
  ),
  express(
    'e14: what fetch sees of an answer that is cut',
    `app.get('/cut', async (req, res) => { res.write('first half '); await sleep(10); res.destroy(); }); app.get('/500', (req, res) => res.status(500).send('<h1>failed'));
app.get('/', async (req, res) => { const out = []; const r = await fetch('http://127.0.0.1:3000/cut'); out.push(r.status, r.ok); await r.text().catch((e) => out.push(e.name, e.message, e.cause?.code, e.cause?.message));
const f = await fetch('http://127.0.0.1:3000/500'); out.push(f.ok); await f.json().catch((e) => out.push(e.name, e.message)); res.json(out); });`,
    [get('/')],
  ),
  js(
    'e16: alerts on an error rate with two windows',
    `const minutes = Array.from({ length: 60 }, (_, m) => ({ all: m % 7 === 0 ? 1 : 100, bad: m >= 30 && m < 40 ? 20 : m === 10 ? 1 : 0 })); const rate = (m, n) => { const part = minutes.slice(Math.max(0, m - n + 1), m + 1); const all = part.reduce((s, p) => s + p.all, 0); return all < 20 ? 0 : part.reduce((s, p) => s + p.bad, 0) / all; };
console.log(minutes.map((_, m) => (rate(m, 5) > 0.05 && rate(m, 20) > 0.02 ? '!' : '.')).join('')); console.table([{ window: 5, rate: rate(34, 5) }, { window: 20, rate: rate(34, 20) }]);`,
  ),
  js(
    'e17: templates that escape, and that miss a variable',
    each(
      `() => require('ejs').render('<%= x %> <%- x %>', { x: '<img onerror>' }), () => require('ejs').render('a\\n<%= nope %>', {}, { filename: '/v/x.ejs' }), () => new (require('eta').Eta)().renderString('<%= it.x %> <%~ it.x %>', { x: '<i>' }), () => require('nunjucks').renderString('{{ x }}|{{ x | safe }}|{{ gone }}|{{ a.b.c }}', { x: '<b>' }), () => require('nunjucks').configure({ autoescape: true, throwOnUndefined: true }).renderString('{{ gone }}'), () => require('nunjucks').configure({ autoescape: true }).renderString('{{ x }}|{{ x | safe }}', { x: '<b>' })`,
    ),
  ),
  js(
    'A12, e18: a log on a full disk, with somebody who listens',
    `const pino = require('pino'); const destination = pino.destination('/dev/full'); const log = pino({}, destination); let heard = false;
destination.on('error', (e) => { if (heard) return; heard = true; console.log('heard', e.code); setTimeout(() => { console.log('alive'); process.kill(process.pid, 'SIGKILL'); }, 20); });
destination.once('ready', () => log.error('x'));`,
  ),
  ...(['', 'development', 'staging', 'test', 'Production'] as const).map((mode) =>
    express(
      `m1: who sees the stack when NODE_ENV is \`${mode}\``,
      "app.get('/', () => { throw new Error('secret'); });",
      [get('/')],
      mode === '' ? {} : { env: { NODE_ENV: mode } },
    ),
  ),
  js(
    'm2: logs that go when the process goes, and a log that cannot be written',
    `const fs = require('fs'); fs.writeFileSync('a.log', ''); const out = fs.createWriteStream('a.log', { flags: 'a' }); for (let i = 0; i < 3; i++) out.write('line ' + i + '\\n');
out.end(() => { fs.renameSync('a.log', 'a.1.log'); fs.appendFileSync('a.log', 'new\\n'); console.log(fs.readFileSync('a.1.log', 'utf8'), fs.readFileSync('a.log', 'utf8')); const full = fs.createWriteStream('/dev/full'); full.on('error', (e) => console.error('cannot log:', e.code)); full.write('x'); });`,
  ),
  express(
    'm3: how many of the ways to fail one handler catches',
    `const ways = { sync: () => { throw new Error('1'); }, rejection: async () => { throw new Error('2'); }, next: (req, res, next) => next(new Error('3')), circular: (req, res) => { const a = {}; a.a = a; res.json(a); }, falsy: () => { throw undefined; }, overflow: () => { (function f() { f(); })(); }, getter: () => { ({ get x() { throw new Error('7'); } }).x; }, parse: () => JSON.parse('{'), tick: (req, res) => { process.nextTick(() => { throw new Error('9'); }); }, micro: () => { queueMicrotask(() => { throw new Error('10'); }); } };
for (const [name, handler] of Object.entries(ways)) app.get('/' + name, handler); let caught = 0; app.use((err, req, res, next) => res.status(500).json({ caught: ++caught, message: err.message }));
process.on('uncaughtException', (err, origin) => { console.log('not caught', err.message, origin); });`,
    [
      ...['sync', 'rejection', 'next', 'circular', 'falsy', 'overflow', 'getter', 'parse'].map((way) =>
        get(`/${way}`),
      ),
      { ...get('/tick'), abortAfter: 150 },
      { ...get('/micro'), abortAfter: 150 },
    ],
  ),
  js(
    'm4: messages that are not for visitors',
    each(
      `() => { throw new Error('connect postgres://shop:hunter2@db:5432 refused'); }, () => require('fs').readFileSync('/srv/app/config/prod.json'), () => JSON.parse('{"password":"hunter2"'), () => fetch('http://127.0.0.1:4898/?token=abc'), () => new URL('http://user:pw@[bad'), () => require('./no/such/module'), () => Buffer.from('x').readUInt32LE(), () => null.user.password`,
    ),
  ),
];
