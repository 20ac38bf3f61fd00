import type { Scenario } from '../scenario.ts';

/**
 * When a program hears of a rejection: before the next callback, however the promise was made. Each line that is printed
 * before `later` and after it tells.
 */
const heardBeforeTheNext = (first: string): string => `const { EventEmitter, once } = require('node:events');
const fs = require('node:fs');
const { promisify } = require('node:util');
const { setTimeout: sleep } = require('node:timers/promises');
const { PassThrough } = require('node:stream');
const { pipeline } = require('node:stream/promises');
process.on('unhandledRejection', (reason) => console.log('heard', reason?.code ?? reason?.message ?? reason));
process.on('rejectionHandled', () => console.log('handled late'));
function begin() {
  ${first}
  setImmediate(() => console.log('later 1'));
  setImmediate(() => console.log('later 2'));
  setTimeout(() => console.log('much later'), 200);
  process.nextTick(() => console.log('tick'));
}
fs.stat('.', () => { console.log('begin'); begin(); });
`;

const WAYS: Readonly<Record<string, string>> = {
  'Promise.reject': "Promise.reject(new Error('a'));",
  'an async function that does not await': "(async () => { throw new Error('a'); })();",
  'an async function with a function in it':
    "async function f() { function g() { throw new Error('a'); } g(); } f();",
  'an async arrow function that is an expression': "const f = async () => JSON.parse('{'); f();",
  'an async method': 'new (class { async m() { null.x; } })().m();',
  'new Promise, at once': "new Promise((_, reject) => reject(new Error('a')));",
  'new Promise, thrown in': "new Promise(() => { throw new Error('a'); });",
  withResolvers: "Promise.withResolvers().reject(new Error('a'));",
  'Promise.try': "Promise.try(() => { throw new Error('a'); });",
  'a class that extends Promise': "class P extends Promise {} new P((_, reject) => reject(new Error('a')));",
  'another name of Promise': "const P = Promise; new P((_, reject) => reject(new Error('a')));",
  'Promise.all of nothing that can be iterated': 'Promise.all(5);',
  'import()': "import('./not-there.mjs');",
  'fs.promises with a wrong argument': 'fs.promises.open(1.5);',
  'fs.promises of what is not there': "fs.promises.readFile('not-there');",
  'a promisified callback': "promisify((done) => done(new Error('a')))();",
  'a promisified function of fs': "promisify(fs.readFile)('not-there');",
  once: "const e = new EventEmitter(); once(e, 'x'); setImmediate(() => e.emit('error', new Error('a')));",
  'timers/promises': 'const c = new AbortController(); sleep(1000, 0, { signal: c.signal }); c.abort();',
  'stream/promises':
    "const p = new PassThrough(); pipeline(p, new PassThrough()); p.destroy(new Error('a'));",
  'an async generator': "(async function* () { throw new Error('a'); })().next();",
  'then, thrown in': "Promise.resolve().then(() => { throw new Error('a'); });",
  'finally, thrown in': "Promise.resolve().finally(() => { throw new Error('a'); });",
  'a handler that comes with the tick':
    "const p = Promise.reject(new Error('a')); process.nextTick(() => p.catch(() => console.log('caught')));",
  'a handler that comes with a microtask':
    "const p = Promise.reject(new Error('a')); queueMicrotask(() => p.catch(() => console.log('caught')));",
  'a handler that comes with the next callback':
    "const p = Promise.reject(new Error('a')); setImmediate(() => p.catch(() => console.log('caught')));",
  'rejected by a timer': "new Promise((_, reject) => setTimeout(reject, 30, new Error('a')));",
  'rejected by an immediate':
    "const { promise, reject } = Promise.withResolvers(); setImmediate(() => reject(new Error('a')));",
  'an async listener':
    "const e = new EventEmitter(); e.on('x', async () => { throw new Error('a'); }); e.emit('x');",
  'an async listener whose rejections are captured':
    "const e = new EventEmitter({ captureRejections: true }); e.on('error', (error) => console.log('event', error.message)); e.on('x', async () => { throw new Error('a'); }); e.emit('x');",
  'a thenable that rejects': "(async () => { await { then(_, reject) { reject(new Error('a')); } }; })();",
  webcrypto: "crypto.subtle.digest('nope', new Uint8Array(1));",
  'fetch of nothing': "fetch('http://127.0.0.1:1/').catch((error) => console.log(error.cause.code));",
};

/** What goes on in microtasks goes on before the next callback. */
const MICROTASKS = `const fs = require('node:fs');
const log = (name) => console.log(name);
const resolved = new Promise((resolve) => { globalThis.resolve = resolve; });
fs.stat('.', () => {
  setImmediate(() => { log('immediate 1'); queueMicrotask(() => { log('microtask of 1'); process.nextTick(log, 'tick of the microtask'); }); process.nextTick(log, 'tick of 1'); });
  setImmediate(() => { log('immediate 2'); (async () => { log('async begins'); await null; log('async goes on'); await null; log('async ends'); })(); });
  setImmediate(() => { log('immediate 3'); Promise.resolve().then(() => log('then 1')).then(() => log('then 2')); });
  setImmediate(() => { log('immediate 4'); resolved.then((value) => log(value)); globalThis.resolve('resolved'); });
  setImmediate(() => { log('immediate 5'); fs.promises.stat('.').then(() => { log('stat'); setTimeout(read, 5); }); });
  setImmediate(() => { log('immediate 6'); });
});
// One after the other, whatever a busy machine makes of the times.
const read = () => fs.access('.', () => { log('read'); Promise.resolve().then(() => log('then of read')); setImmediate(timers); });
const timers = () => {
  log('immediate of read');
  setTimeout(() => { log('timer 1'); queueMicrotask(() => log('microtask of the timer')); }, 5);
  setTimeout(log, 5, 'timer 2');
};
`;

const MICROTASKS_OF_A_SERVER = `const http = require('node:http');
const order = [];
const server = http.createServer((req, res) => {
  order.push('asked ' + req.url);
  setImmediate(() => order.push('immediate of ' + req.url));
  queueMicrotask(() => order.push('microtask of ' + req.url));
  res.on('finish', () => order.push('finish ' + req.url)).on('close', () => order.push('close ' + req.url));
  req.on('end', () => order.push('end ' + req.url)).resume();
  res.end('ok');
}).listen(0, async () => {
  for (const path of ['/1', '/2']) {
    await new Promise((resolve) => http.get({ port: server.address().port, path, agent: false }, (res) => res.resume().on('close', resolve)));
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  console.log(order.join('\\n'));
  server.close();
});
`;

export const rejectionsCases: readonly Scenario[] = [
  ...Object.entries(WAYS).map(([name, first]) => ({
    name: `rejections: ${name}`,
    files: { 'main.cjs': heardBeforeTheNext(first) },
  })),
  { name: 'rejections: what goes on in microtasks', files: { 'main.cjs': MICROTASKS } },
  { name: 'rejections: the order of a server', files: { 'main.cjs': MICROTASKS_OF_A_SERVER } },
  {
    name: 'rejections: one that ends the process comes before the next callback',
    files: {
      'main.mjs': `import { setImmediate } from 'node:timers';
process.on('exit', (code) => console.log('exit', code));
setImmediate(() => { new (class { async m() { null.x; } })().m(); });
setImmediate(() => console.log('not seen'));
`,
    },
  },
];
