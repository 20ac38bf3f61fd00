import type { Scenario } from '../scenario.ts';

const HEAD = `
import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';
const als = new AsyncLocalStorage();
const say = (what) => console.log(what, als.getStore());
`;

const mjs = (name: string, body: string, more: Partial<Scenario> = {}): Scenario => ({
  name,
  files: { 'main.mjs': (body.includes('const say') ? HEAD.replace(/const say.*\n/, '') : HEAD) + body },
  ...more,
});

/** Where an async context is kept, and where Node loses it: the line **Context** of what the engine is for. */
export const contextCases: readonly Scenario[] = [
  mjs(
    'context across await, try, finally and nested calls',
    `const inner = async (n) => { await null; say('inner ' + n); await new Promise((r) => setTimeout(r, 1)); say('after timer ' + n); };
await Promise.all([1, 2, 3].map((n) => als.run(n, async () => {
  try { await inner(n); await Promise.reject(new Error('x')); } catch { say('caught ' + n); } finally { await 0; say('finally ' + n); }
})));
say('outside');`,
  ),
  mjs(
    'context across every combinator of promises',
    `als.run('A', () => {
  const late = (v) => new Promise((r) => setTimeout(r, 2, v));
  Promise.all([late(1)]).then(() => say('all'));
  Promise.allSettled([Promise.reject(1)]).then(() => say('allSettled'));
  Promise.race([late(1)]).then(() => say('race'));
  Promise.any([late(1)]).then(() => say('any'));
  const { promise, resolve } = Promise.withResolvers(); promise.then(() => say('withResolvers'));
  als.run('B', () => setTimeout(resolve, 5));
  Promise.reject(1).catch(() => say('catch')).finally(() => say('finally'));
  Promise.try?.(() => say('try'));
});`,
  ),
  mjs(
    'context across timers, ticks, microtasks and immediates',
    `import timers from 'node:timers/promises';
// In which order they come is a matter of how fast the machine is.
const told = []; const say = (what) => told.push(what + ' ' + als.getStore()); process.on('exit', () => console.log(told.sort().join('\\n')));
als.run('A', () => {
  setTimeout(() => say('timeout'), 20); setImmediate(() => say('immediate')); process.nextTick(() => say('tick'));
  queueMicrotask(() => say('microtask'));
  const i = setInterval(() => { say('interval'); clearInterval(i); }, 60);
  timers.setTimeout(100).then(() => say('promised')); timers.setImmediate().then(() => say('promised immediate'));
});
als.run('B', async () => { for await (const _ of timers.setInterval(140)) { say('ticking'); break; } });`,
  ),
  mjs(
    'context across generators, for await and yield',
    `async function* numbers() { say('begun'); yield 1; say('between'); yield* other(); }
async function* other() { await null; say('other'); yield 2; }
als.run('reader', async () => { for await (const n of numbers()) say('got ' + n); });
const shared = numbers();
await als.run('first', () => shared.next()); await als.run('second', () => shared.next());
await Array.fromAsync(als.run('from', () => numbers()));`,
  ),
  mjs(
    'context with foreign thenables',
    `const thenable = { then(resolve) { say('then'); setTimeout(() => resolve('v'), 1); } };
als.run('A', async () => { await thenable; say('after'); await Promise.resolve(thenable); say('again'); });
class Own extends Promise {}
als.run('B', async () => { await Own.resolve(1); say('own class'); await new Own((r) => setTimeout(r, 1)); say('own late'); });`,
  ),
  mjs(
    'context in emitters, and in those that keep one',
    `import { EventEmitter, EventEmitterAsyncResource, once } from 'node:events';
const plain = new EventEmitter(); als.run('listener', () => plain.on('x', () => say('plain')));
als.run('emitter', () => plain.emit('x'));
const keeping = als.run('made', () => new EventEmitterAsyncResource({ name: 'K' })); keeping.on('x', () => say('keeping'));
als.run('emitter', () => keeping.emit('x'));
als.run('waiting', async () => { await once(plain, 'y'); say('once'); }); als.run('other', () => plain.emit('y'));
const target = new EventTarget(); als.run('added', () => target.addEventListener('z', () => say('target')));
als.run('sent', () => target.dispatchEvent(new Event('z')));`,
  ),
  mjs(
    'context across streams and pipelines',
    `import { Readable, Transform, Writable, finished } from 'node:stream'; import { pipeline } from 'node:stream/promises';
als.run('A', async () => {
  await pipeline(Readable.from(['a', 'b']), new Transform({ transform(c, _e, done) { say('transform'); setImmediate(done, null, c); } }),
    new Writable({ write(_c, _e, done) { say('write'); setTimeout(done, 1); } }));
  say('done');
  const stream = Readable.from(['c']); finished(stream, () => say('finished')); stream.on('data', () => say('data'));
});`,
  ),
  mjs(
    'context across files',
    `import fs from 'node:fs'; import { readFile, open } from 'node:fs/promises';
als.run('A', async () => {
  fs.stat('.', () => say('callback')); fs.readFile('nothing', () => say('failed'));
  await readFile('main.mjs'); say('promise');
  const file = await open('main.mjs'); for await (const _line of file.readLines()) { say('line'); break; }
  fs.createReadStream('main.mjs').on('close', () => say('closed')).resume();
});`,
  ),
  mjs(
    'context bound, snapped, left and entered',
    `als.run('A', () => {
  const bound = AsyncLocalStorage.bind(() => say('bound')); const snap = AsyncLocalStorage.snapshot(); const r = new AsyncResource('R');
  als.run('B', () => { bound(); snap(() => say('snapshot')); r.runInAsyncScope(() => say('resource')); als.exit(() => say('left')); say('back'); });
});
setImmediate(() => { als.enterWith('entered'); say('here'); setTimeout(() => say('later'), 1); queueMicrotask(() => als.disable()); });
const second = new AsyncLocalStorage({ defaultValue: 'default', name: 'second' });
console.log(second.getStore(), second.name); als.run('x', () => second.run('y', () => console.log(als.getStore(), second.getStore())));`,
  ),
  ...Object.entries({
    'in a timer': "setTimeout(() => { throw new Error('x'); }, 1);",
    'in a tick': "process.nextTick(() => { throw new Error('x'); });",
    'in a microtask': "queueMicrotask(() => { throw new Error('x'); });",
    'in an emitter': "setImmediate(() => process.stdin.emit('error', new Error('x')));",
    'as a rejection': "Promise.reject(new Error('x'));",
    'in an async function': "(async () => { await null; throw new Error('x'); })();",
    'in a handler of a promise': "Promise.resolve().then(() => { throw new Error('x'); });",
  }).map(([where, code]) =>
    mjs(
      `context of what nobody caught ${where}`,
      `process.on('uncaughtException', (error, origin) => say(error.message + ' ' + origin));
als.run('A', () => { ${code} });`,
    ),
  ),
  ...[2, 200].map((count) => ({
    name: `context of ${count} requests at once`,
    files: {
      'main.mjs': `${HEAD}
import { createServer } from 'node:http';
let open = 0;
const all = Promise.withResolvers();
createServer((req, res) => als.run(req.url, async () => {
  if (++open === ${count}) all.resolve();
  await all.promise; await new Promise((r) => setTimeout(r, Number(req.url.slice(2)) % 3)); await null;
  res.end(als.getStore());
})).listen(3000);`,
    },
    parallel: true,
    requests: Array.from({ length: count }, (_, i) => ({ path: `/r${i}` })),
  })),
  mjs(
    'context of servers, clients and fetch',
    `import http from 'node:http'; import { once } from 'node:events';
const server = http.createServer((req, res) => { req.on('end', () => say('end of request')).resume(); res.on('finish', () => say('finish')); res.end('x'); });
await once(server.listen(0), 'listening');
const url = 'http://127.0.0.1:' + server.address().port;
await als.run('fetch', async () => { const res = await fetch(url); say('head'); await res.text(); say('body'); });
await als.run('get', () => new Promise((done) => http.get(url, { agent: false }, (res) => { say('response'); res.resume().on('end', () => { say('end'); done(); }); }).on('close', () => say('closed'))));
server.close(() => say('server closed')); server.closeAllConnections();`,
  ),
];
