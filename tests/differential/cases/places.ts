import type { Scenario } from '../scenario.ts';

/** Where things happened, as stacks, reports and printed objects tell it. */
export const placesCases: readonly Scenario[] = [
  {
    name: 'places: an error of a constructor that only inherits from Error',
    files: {
      'main.cjs': `function NotFound(message) { this.message = message; Error.captureStackTrace(this, NotFound) }
NotFound.prototype = Object.create(Error.prototype);
NotFound.prototype.name = 'NotFound';
function find() { throw new NotFound('no such note') }
find();`,
    },
  },
  {
    name: 'places: scripts whose names hold spaces and quotes',
    files: {
      "it's [a] (b).cjs": `console.log(new Error('x').stack.split('\\n')[1]); require('./my notes/b c.cjs')`,
      'my notes/b c.cjs': `exports.read = function read() { throw new TypeError('t') };\nexports.read();`,
    },
  },
  {
    name: 'places: functions that are called as methods of a namespace',
    files: {
      'main.mjs': `import * as store from './store.mjs';
for (const key of ['find', 'arrow', 'default', 'again']) try { store[key]() } catch (error) { console.log(error.stack.split('\\n').slice(1, 3).join()) }
try { new Proxy(store.shop, {}).buy() } catch (error) { console.log(error.stack.split('\\n')[1]) }
store.find();`,
      'store.mjs': `export function find() { throw new Error('f') }
export const arrow = () => find();
export { find as again };
export const shop = { buy() { throw new Error('b') } };
export default function () { find() }`,
    },
  },
  {
    name: 'places: stacks that the program forms itself',
    files: {
      'main.cjs': `Error.prepareStackTrace = (error) => error + ' (own form)';\nconsole.log(new Error('x').stack);\nnull.title;`,
    },
  },
  {
    name: 'places: what C++ throws as a DOMException',
    files: { 'main.cjs': `structuredClone({ send() {} });` },
  },
  {
    name: 'places: a generator that fails inside next',
    files: {
      'main.cjs': `const fail = () => { throw new Error('b') };
const pages = async function* () { fail(); yield 1 };
(async () => { for await (const page of pages()) console.log(page) })().catch(({ stack }) => console.log(stack.split('\\n').slice(1, 5).join()));
pages().next().catch(({ stack }) => console.log(stack.split('\\n').slice(1, 5).join()));`,
    },
  },
  {
    name: 'places: scripts of vm, with lines of their own',
    files: {
      'main.cjs': `const vm = require('vm');
const tell = (run) => { try { run() } catch ({ stack }) { console.log(stack) } };
tell(() => vm.runInThisContext('throw new Error("x")', { filename: 'my script.js' }));
tell(() => vm.runInThisContext('\\n  null.y'));
tell(() => vm.runInNewContext('foo()'));
tell(() => vm.runInThisContext('throw new Error("x")', { displayErrors: false }));
tell(() => new vm.Script('let x y', { filename: 'a b.js', lineOffset: 5 }));
tell(() => vm.compileFunction('return x y', [], { filename: 'cf.js', lineOffset: 3 }));
vm.runInThisContext('\\nthrow new Error("fatal")', { lineOffset: 10 });`,
    },
  },
  {
    name: 'places: what threads throw',
    files: {
      'main.cjs': `const { Worker } = require('worker_threads');
const first = new Worker('throw new TypeError("in a thread")', { eval: true });
first.on('error', (error) => { console.log(error.constructor.name, error.stack); new Worker(__dirname + '/thread.cjs') });`,
      'thread.cjs': `const load = () => {\n  null.title;\n};\nload();`,
    },
  },
  {
    name: 'places: threads and ports that are printed',
    files: {
      'main.cjs': `const { MessageChannel, Worker } = require('worker_threads');
const { port1 } = new MessageChannel();
console.log(port1);
port1.on('message', () => {});
console.log(port1);
port1.close();
console.log(new Worker('', { eval: true }));`,
    },
  },
  ...(
    [
      ['a code that was set before', 'process.exitCode = 5'],
      ['the code 0', 'process.exitCode = 0'],
      ['the code 13', 'process.exitCode = 13'],
      ['a code that is set at the end', "process.on('exit', () => { process.exitCode = 5 })"],
      ['an exit at the end', "process.on('exit', (code) => { console.log(code); process.exit(4) })"],
      ['an error at the end', "process.on('exit', () => { throw new Error('x') })"],
    ] as const
  ).map(([what, code]) => ({
    name: `places: an await that stays, and ${what}`,
    files: { 'main.mjs': `${code};\nawait new Promise(() => {});` },
  })),
  {
    name: 'places: a folder that is not there',
    files: { 'main.cjs': `process.chdir('/no/such/folder');` },
  },
  {
    name: 'places: rejections while there are hooks',
    files: {
      'main.cjs': `const hooks = require('async_hooks').createHook({ init() {} }).enable();
process.on('unhandledRejection', (reason) => { console.log(reason.message); hooks.disable() });
Promise.reject(new Error('hooked'));`,
    },
  },
  {
    name: 'places: more header lines than a server takes',
    files: {
      'main.cjs': `const http = require('http'), net = require('net');
const ask = async (max, lines) => {
  const server = http.createServer((req, res) => res.end(String(Object.keys(req.headers).length)));
  server.on('clientError', (error, socket) => { console.log(error.code, error.message, error.bytesParsed); socket.end('HTTP/1.1 431 Too Many\\r\\n\\r\\n') });
  if (max !== undefined) server.maxHeadersCount = max;
  await new Promise((resolve) => server.listen(0, resolve));
  const names = Array.from({ length: lines }, (_, at) => 'A' + at + ': 1\\r\\n').join('');
  await new Promise((resolve) => {
    const socket = net.connect(server.address().port, () => socket.write('GET / HTTP/1.1\\r\\nHost: a\\r\\nConnection: close\\r\\n' + names + '\\r\\n'));
    let got = '';
    socket.on('data', (data) => { got += data }).on('close', () => { console.log(max, lines, got.split('\\r\\n')[0], got.split('\\r\\n\\r\\n')[1]); resolve() });
  });
  server.close();
};
(async () => { for (const [max, lines] of [[2, 0], [2, 1], [40, 38], [40, 39], [0, 100], [undefined, 998], [undefined, 999]]) await ask(max, lines) })();`,
    },
  },
  {
    name: 'places: a socket whose path is too long',
    files: {
      'main.cjs': `require('net').createServer().on('error', ({ code, syscall }) => console.log(code, syscall)).listen('x'.repeat(200))`,
    },
  },
];
