import type { Scenario } from '../scenario.ts';

const js = (name: string, source: string, more: Partial<Scenario> = {}): Scenario => ({
  name,
  files: { 'main.cjs': source },
  ...more,
});

/** Worker threads, async ids, functions from texts. */
export const threadCases: readonly Scenario[] = [
  js(
    'a worker thread with its data, its environment and its answers',
    `const { Worker, isMainThread, parentPort, workerData, threadName } = require('worker_threads');
if (isMainThread) {
  const worker = new Worker(__filename, { workerData: { list: [1, new Map([[1, 2]])] }, argv: ['x'], env: { A: '1' }, name: 'counter' });
  worker.on('online', () => console.log('online'));
  worker.on('message', (message) => { console.log('message', message); if (message.pong) worker.postMessage('end'); else worker.postMessage({ ping: 1 }); });
  worker.on('exit', (code) => console.log('exit', code));
} else {
  parentPort.postMessage({ workerData, argv: process.argv.slice(2), env: { ...process.env }, threadName, pid: process.pid > 0 });
  parentPort.on('message', (message) => { if (message === 'end') parentPort.close(); else parentPort.postMessage({ pong: message.ping }); });
}`,
  ),
  js(
    'a worker thread that throws',
    `const { Worker } = require('worker_threads');
new Worker('process.on("exit", (code) => console.log("thread exits", code)); throw new RangeError("in the thread")', { eval: true })
  .on('error', (error) => console.log('error', error instanceof RangeError, error.message))
  .on('exit', (code) => console.log('exit', code));`,
  ),
  js(
    'a worker thread whose error nobody hears',
    `const { Worker } = require('worker_threads');
// Node tells of the error and of the thread's end in either order.
const lines = [];
new Worker('throw new RangeError("in the thread")', { eval: true }).on('exit', (code) => lines.push('exit ' + code));
process.on('exit', (code) => console.log(lines.sort().join('; '), 'main exits', code));
process.on('uncaughtException', (error, origin) => lines.push('uncaught ' + error.message + ' ' + origin));`,
  ),
  js(
    'process.exit in a worker thread, and terminate',
    `const { Worker } = require('worker_threads');
new Worker('process.exit(5)', { eval: true }).on('exit', (code) => {
  console.log('exit', code);
  const idle = new Worker('setInterval(() => {}, 1000)', { eval: true });
  idle.on('online', async () => console.log('terminated', await idle.terminate()));
});`,
  ),
  js(
    'a port that is sent to a worker thread',
    `const { Worker, MessageChannel } = require('worker_threads');
// The end of a thread and what its ports still hold come in either order.
const lines = [];
process.on('exit', () => console.log(lines.sort().join('; ')));
const { port1, port2 } = new MessageChannel();
port2.on('close', () => lines.push('closed'));
port1.postMessage('sent before the journey');
const worker = new Worker('const { workerData } = require("worker_threads"); workerData.port.on("message", (m) => { workerData.port.postMessage("got " + m); if (m === "last") workerData.port.close() })', { eval: true, workerData: { port: port2 }, transferList: [port2] });
port1.on('message', (message) => lines.push(message));
port1.on('close', () => lines.push('the other end is closed'));
port1.postMessage('last');
worker.on('exit', (code) => lines.push('exit ' + code));`,
  ),
  js(
    'async ids follow promises',
    `const { createHook, executionAsyncId } = require('async_hooks');
const names = new Map();
createHook({ init(id) { names.set(id, names.get(executionAsyncId())); } }).enable();
const lines = [];
async function run(name) {
  names.set(executionAsyncId(), name);
  await null;
  lines.push(names.get(executionAsyncId()));
  await new Promise((resolve) => setTimeout(resolve, 5));
  lines.push(names.get(executionAsyncId()));
  await Promise.reject(new Error()).catch(() => lines.push(names.get(executionAsyncId())));
  lines.push(names.get(executionAsyncId()));
}
for (const name of ['a', 'b', 'c']) setImmediate(run, name);
setTimeout(() => console.log(lines.sort().join(' ')), 60);`,
  ),
  js(
    'nested tests below an await',
    `const { test, describe } = require('node:test');
test('outer', async () => {
  await test('first', async () => { await null; });
  await test('second', (t) => { t.assert.ok(true); });
});`,
    { args: ['--test-reporter=tap', 'main.cjs'] },
  ),
  {
    name: 'import in a function made from a text',
    files: {
      'main.cjs': `const load = new Function('name', 'return import(name)');
load('./other.mjs').then((module) => console.log(module.default));
load('./missing.mjs').catch((error) => console.log(error.code));`,
      'other.mjs': 'export default import.meta.url.endsWith("other.mjs")',
    },
  },
  js(
    'a child that ends at once has written all',
    `const { spawn } = require('child_process');
if (process.argv[2]) { require('fs').writeSync(1, 'one\\n'); require('fs').writeSync(2, 'two\\n'); process.exit(3); }
const child = spawn(process.execPath, [__filename, 'child']);
let out = ''; let err = '';
child.stdout.on('data', (data) => { out += data; });
child.stderr.on('data', (data) => { err += data; });
child.on('close', (code) => console.log(code, JSON.stringify(out), JSON.stringify(err)));`,
  ),
  js(
    'modules of native code',
    `for (const id of ['http2', 'inspector', 'repl', 'wasi', 'node:sea']) console.log(id, typeof require(id));
console.log(require('http2').constants.HTTP2_HEADER_STATUS, require('inspector').url(), typeof SharedArrayBuffer);
process.exit();`,
    { args: ['--no-warnings', 'main.cjs'] },
  ),
  js(
    'active resources and handles',
    `const http = require('http');
const seen = [];
const note = (when) => seen.push([when, process.getActiveResourcesInfo().filter((name) => name !== 'PipeWrap')]);
process.on('exit', () => console.log(seen));
setTimeout(() => {}, 1);
setTimeout(() => {}, 1).unref();
setImmediate(() => {});
note('at the start');
const server = http.createServer((request, response) => {
  note('in a request');
  seen.push(process._getActiveHandles().map((handle) => handle.constructor.name).filter((name) => name === 'Server'));
  response.end('x');
}).listen(0, () => {
  note('listening');
  http.get({ port: server.address().port, agent: false }, (response) => {
    response.resume();
    response.on('end', () => server.close());
  });
});`,
  ),
  js(
    'a thread that waits without blocking goes on while its parent blocks',
    `const { Worker, isMainThread, parentPort, workerData } = require('worker_threads');
if (isMainThread) {
  const memory = new Int32Array(new SharedArrayBuffer(8));
  const worker = new Worker(__filename, { workerData: memory });
  worker.on('message', () => {
    Atomics.store(memory, 0, 1);
    Atomics.notify(memory, 0);
    console.log(Atomics.wait(memory, 1, 0, 20000), memory[1]);
  });
  worker.on('exit', (code) => console.log('exit', code));
} else {
  const alive = setInterval(() => {}, 1000);
  Atomics.waitAsync(workerData, 0, 0).value.then((outcome) => process.nextTick(() => {
    Atomics.store(workerData, 1, outcome.length);
    Atomics.notify(workerData, 1);
    clearInterval(alive);
  }));
  parentPort.postMessage('waits');
}`,
  ),
  {
    name: 'what threads and children of a child write reaches who reads the child',
    files: {
      'main.cjs': `const { spawn } = require('child_process');
const child = spawn(process.execPath, ['child.cjs']);
let out = '';
child.stdout.on('data', (chunk) => { out += chunk; });
child.on('close', (code) => console.log(code, JSON.stringify(out)));
`,
      'child.cjs': `const { spawn } = require('child_process');
const { Worker } = require('worker_threads');
new Worker('require("fs").writeSync(1, "thread\\n")', { eval: true }).on('exit', () => {
  spawn(process.execPath, ['-e', 'require("fs").writeSync(1, "grandchild\\n")'], { stdio: ['ignore', 'inherit', 'ignore'] })
    .on('close', () => {
      console.log('child');
      const written = new Int32Array(new SharedArrayBuffer(4));
      new Worker('require("fs").writeSync(1, "as it ends\\n"); const { workerData: w } = require("worker_threads"); Atomics.store(w, 0, 1); Atomics.notify(w, 0); setInterval(() => {}, 1000)', { eval: true, workerData: written })
        .on('online', () => { Atomics.wait(written, 0, 0, 20000); process.exit(4); });
    });
});
`,
    },
  },
  js(
    'children that are waited for without a task in between',
    `const { spawnSync, execFileSync } = require('child_process');
const node = process.execPath;
const show = ({ pid, status, signal, output, error }) => console.log(pid > 0, status, signal, output?.map((each) => each && String(each)), error?.message.replace(node, 'node'), error?.code);
if (process.argv[2] === 'child') {
  process.stdin.setEncoding('utf8').on('data', (text) => console.log('read', text)).on('end', () => { console.error('to stderr'); process.exit(Number(process.argv[3])); });
} else {
  show(spawnSync(node, [__filename, 'child', '3'], { input: 'some input' }));
  show(spawnSync(node, [__filename, 'child', '0']));
  show(spawnSync(node, ['-e', 'process.kill(process.pid, "SIGTERM"); setInterval(() => {}, 1000)']));
  show(spawnSync(node, ['-e', 'setInterval(() => {}, 1000)'], { timeout: 50, killSignal: 'SIGKILL' }));
  show(spawnSync('no-such-program', ['x']));
  show(spawnSync(node, ['-p', '"x".repeat(100)'], { maxBuffer: 10 }));
  console.log(JSON.stringify(execFileSync(node, ['-p', 'process.env.A + process.argv.length'], { env: { A: 'b' }, encoding: 'utf8' })));
  try { execFileSync(node, ['-e', 'console.log("out"); throw new Error("in the child")'], { stdio: 'pipe' }); }
  catch (error) { console.log(error.status, String(error.stdout), error.message.split('\\n')[0].replace(node, 'node'), /in the child/.test(error.stderr)); }
  spawnSync(node, ['-e', 'console.log("shared")'], { stdio: ['ignore', 'inherit', 'inherit'] });
  console.log('after');
}`,
  ),
  js(
    'an https server to which nobody connects',
    `const https = require('https');
const server = https.createServer({}, () => {});
server.listen(0, '127.0.0.1', () => { console.log(server.address().family, server.requestTimeout, server.listening); server.close(() => console.log('closed')); });`,
  ),
  js(
    'call sites',
    `function sites() { const before = Error.prepareStackTrace; Error.prepareStackTrace = (error, list) => list; const list = new Error().stack; Error.prepareStackTrace = before; return list; }
class Thing { static make() { return sites()[1]; } method() { return sites()[1]; } }
for (const site of [sites()[0], sites()[1], Thing.make(), new Thing().method(), (() => sites()[1])()]) {
  console.log(site.getFileName(), site.getLineNumber(), site.getColumnNumber(), site.getFunctionName(), site.getTypeName(), site.getMethodName(), site.isEval(), site.getEvalOrigin(), site.isToplevel(), site.isConstructor(), String(site));
}`,
  ),
];
