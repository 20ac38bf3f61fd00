import type { Scenario } from '../scenario.ts';

const js = (name: string, source: string, more: Partial<Scenario> = {}): Scenario => ({
  name,
  files: { 'main.cjs': source },
  ...more,
});
const mjs = (name: string, source: string, more: Partial<Scenario> = {}): Scenario => ({
  name,
  files: { 'main.mjs': source },
  ...more,
});

/** Exit codes, crashes, signals, the order of ticks, promises, immediates and timers. */
export const processCases: readonly Scenario[] = [
  js('a throw at the top', 'function f() {\n  throw new TypeError("bad input");\n}\nf();\n'),
  js('a throw of a string', '\n  throw "a string"\n'),
  js('a throw of null', 'throw null'),
  js('a throw of a plain object', 'throw { a: 1, b: [2] }'),
  js(
    'a throw of an error made elsewhere',
    'const e = new RangeError("made here");\ne.code = "E_CODE";\nsetTimeout(() => {\n  throw e;\n}, 1);\n',
  ),
  js('an error with a cause', 'throw new Error("outer", { cause: new TypeError("inner") })'),
  js('an AggregateError', 'throw new AggregateError([new Error("one"), new Error("two")], "both")'),
  js('a read of undefined', 'const book = undefined;\nconsole.log(book.title);\n'),
  js('a throw in a timer', 'setTimeout(function tick() { throw new Error("in a timer") }, 5)'),
  js('a throw in an immediate', 'setImmediate(() => { throw new Error("in an immediate") })'),
  js('a throw in a tick', 'process.nextTick(() => { throw new Error("in a tick") })'),
  js('a throw in a microtask', 'queueMicrotask(() => { throw new Error("in a microtask") })'),
  js('an unhandled rejection', 'Promise.reject(new Error("rejected"))'),
  js('an unhandled rejection of a string', 'Promise.reject("a string")'),
  js('an unhandled rejection of undefined', 'Promise.reject()'),
  js(
    'an async function that rejects',
    'async function load() { await null; throw new Error("late") }\nload();\n',
  ),
  js(
    'a rejection caught a timer too late',
    'const p = Promise.reject(new Error("late"));\nsetTimeout(() => p.catch(() => console.log("caught")), 0);\n',
  ),
  js(
    'a write that was begun is done when the process exits',
    'require("node:fs").write(1, "written\\n", () => console.log("called back"));\nprocess.exit(3);\n',
  ),
  js(
    'a write that was begun is done while the thread is blocked',
    `const fs = require('node:fs');
const file = fs.openSync('both.txt', 'w');
fs.write(file, 'begun first, ', () => {});
Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
fs.writeSync(file, 'written second');
console.log(fs.readFileSync('both.txt', 'utf8'));`,
  ),
  js(
    'facts of a process cannot be assigned, and can be mocked',
    `const names = ['version', 'versions', 'arch', 'platform', 'release', 'pid', 'ppid', 'execPath', 'noDeprecation', 'noProcessWarnings'];
for (const name of names) {
  const { value, ...flags } = Object.getOwnPropertyDescriptor(process, name) ?? {};
  console.log(name, typeof value, flags);
}
Object.defineProperty(process, 'platform', { value: 'win32' });
console.log(process.platform, Object.getOwnPropertySymbols(process).map(String));`,
  ),
  js(
    'a rejection caught in the same turn',
    'const p = Promise.reject(new Error("soon"));\nprocess.nextTick(() => p.catch((e) => console.log("caught", e.message)));\n',
  ),
  ...['strict', 'warn', 'none', 'warn-with-error-code', 'throw'].map((mode) =>
    js(
      `--unhandled-rejections=${mode}`,
      'setTimeout(() => console.log("later"), 20);\nPromise.reject(new Error("rej"));\n',
      {
        args: [`--unhandled-rejections=${mode}`, 'main.cjs'],
      },
    ),
  ),
  js(
    'an unhandledRejection listener',
    'process.on("unhandledRejection", (reason, promise) => console.log("got", reason.message, promise instanceof Promise));\nPromise.reject(new Error("rej"));\nsetTimeout(() => console.log("alive"), 10);\n',
  ),
  js(
    'rejectionHandled',
    'process.on("unhandledRejection", () => console.log("unhandled"));\nprocess.on("rejectionHandled", () => console.log("handled"));\nconst p = Promise.reject(new Error("rej"));\nsetTimeout(() => p.catch(() => {}), 10);\nsetTimeout(() => console.log("end"), 30);\n',
  ),
  js(
    'an uncaughtException listener with its origin',
    'process.on("uncaughtException", (e, origin) => console.log("got", e.message, origin));\nsetTimeout(() => { throw new Error("one") }, 1);\nsetTimeout(() => Promise.reject(new Error("two")), 5);\nsetTimeout(() => console.log("alive"), 20);\n',
  ),
  js(
    'uncaughtExceptionMonitor',
    'process.on("uncaughtExceptionMonitor", (e, origin) => console.log("seen", e.message, origin));\nthrow new Error("one");\n',
  ),
  js(
    'a throw inside an uncaughtException listener',
    'process.on("uncaughtException", () => { throw new Error("in the listener") });\nthrow new Error("first");\n',
  ),
  js(
    'process.exit cannot be caught',
    'try { process.exit(5) } catch { console.log("caught") } finally { console.log("finally") }\nconsole.log("after");\n',
  ),
  js(
    'process.exit in a promise',
    'Promise.resolve().then(() => { process.exit(3) }).finally(() => console.log("never"));\nsetTimeout(() => console.log("never"), 50);\n',
  ),
  js('process.exitCode', 'process.exitCode = 4;\nprocess.on("exit", (code) => console.log("exit", code));\n'),
  js(
    'exit and beforeExit',
    'let n = 0;\nprocess.on("beforeExit", (code) => { console.log("beforeExit", code); if (n++ < 2) setTimeout(() => console.log("more"), 1) });\nprocess.on("exit", (code) => { console.log("exit", code); setTimeout(() => console.log("never"), 0) });\n',
  ),
  js(
    'exit listeners of a crash',
    'process.on("exit", (code) => console.log("exit", code, process.exitCode));\nthrow new Error("x");\n',
  ),
  mjs(
    'a top-level await that never settles',
    'console.log("before");\nawait new Promise(() => {});\nconsole.log("after");\n',
  ),
  mjs('a top-level await that rejects', 'await null;\nthrow new Error("tla");\n'),
  js('process.abort', 'process.abort()'),
  js(
    'warnings',
    'process.emitWarning("careful", { code: "W1", detail: "more" });\nprocess.on("warning", (w) => console.log(w.name, w.message, w.code));\n',
  ),
  js(
    'too many listeners',
    'const { EventEmitter } = require("events");\nconst e = new EventEmitter();\nfor (let i = 0; i < 11; i++) e.on("x", () => {});\n',
  ),
  js(
    'the order of everything',
    `
setTimeout(() => console.log('timeout 1'), 1);
setImmediate(() => { console.log('immediate'); process.nextTick(() => console.log('tick of immediate')); Promise.resolve().then(() => console.log('promise of immediate')); });
setImmediate(() => console.log('immediate 2'));
process.nextTick(() => { console.log('tick 1'); Promise.resolve().then(() => { console.log('promise of tick'); process.nextTick(() => console.log('tick of promise')); }); });
process.nextTick(() => console.log('tick 2'));
Promise.resolve().then(() => { console.log('promise 1'); process.nextTick(() => console.log('tick of promise 1')); }).then(() => console.log('promise 2'));
queueMicrotask(() => console.log('microtask'));
(async () => { console.log('async start'); await null; console.log('async 1'); await new Promise((r) => process.nextTick(r)); console.log('async 2'); })();
console.log('sync');
`.replace(
      "setTimeout(() => console.log('timeout 1'), 1);\n",
      "setTimeout(() => console.log('timeout'), 300);\n",
    ),
  ),
  js(
    'timers in order',
    'for (const ms of [300, 100, 200, 100, 0, 1]) setTimeout(() => console.log("timer", ms), ms);\nconst i = setInterval(() => { console.log("interval"); if (++n === 3) clearInterval(i) }, 450);\nlet n = 0;\nsetTimeout(() => console.log("unrefed"), 10000).unref();\n'.replace(
      '0, 1]',
      '1]',
    ),
  ),
  js(
    'ticks and promises between two timers of one list',
    'for (const n of [1, 2]) setTimeout(() => { console.log("timer", n); process.nextTick(() => console.log("tick", n)); Promise.resolve().then(() => console.log("promise", n)) }, 5);\n',
  ),
  js(
    'env are strings',
    'process.env.N = 1; process.env.U = undefined; delete process.env.PATH;\nconsole.log(process.env.N === "1", process.env.U, "PATH" in process.env, process.env.GIVEN, Object.keys(process.env).sort().join());\n',
    { env: { GIVEN: 'yes' } },
  ),
  js(
    'argv',
    'console.log(process.argv.length, process.argv.slice(2), process.execArgv, require.main === module, __filename, __dirname);\n',
    { args: ['--no-warnings', 'main.cjs', '--x', 'y z'] },
  ),
  {
    name: '--import runs first',
    files: {
      'main.mjs': 'console.log("main", globalThis.seen);\n',
      'first.mjs': 'globalThis.seen = true; console.log("first");\n',
    },
    args: ['--import', './first.mjs', 'main.mjs'],
  },
  {
    name: '--require runs first',
    files: {
      'main.cjs': 'console.log("main", globalThis.seen);\n',
      'first.cjs': 'globalThis.seen = true; console.log("first");\n',
    },
    args: ['--require', './first.cjs', 'main.cjs'],
  },
  js('SIGTERM ends a program', 'console.log("up");\nsetInterval(() => {}, 1000);\n', {
    signal: { name: 'SIGTERM', wrote: 'up' },
  }),
  js(
    'SIGTERM handled',
    'process.on("SIGTERM", (name, number) => { console.log("got", name, number); setTimeout(() => process.exit(0), 5) });\nconsole.log("up");\nsetInterval(() => {}, 1000);\n',
    { signal: { name: 'SIGTERM', wrote: 'up' } },
  ),
  js(
    'SIGINT handled once',
    'process.once("SIGINT", () => { console.log("bye"); clearInterval(t) });\nconst t = setInterval(() => {}, 1000);\nconsole.log("up");\n',
    { signal: { name: 'SIGINT', wrote: 'up' } },
  ),
  js(
    'stdin',
    'let text = "";\nprocess.stdin.setEncoding("utf8").on("data", (d) => { text += d }).on("end", () => console.log(text.toUpperCase()));\n',
    { stdin: 'from outside\n' },
  ),
  js(
    'for await over stdin lines',
    'const rl = require("readline").createInterface({ input: process.stdin });\n(async () => { for await (const line of rl) console.log("line", line) })();\n',
    { stdin: 'one\ntwo\nthree' },
  ),
  js(
    'signals that a process sends itself: handled once, and then not',
    'process.once("SIGTERM", (name) => console.log("got", name)); process.on("exit", () => console.log("never")); process.kill(process.pid, "SIGTERM"); setTimeout(() => { require("fs").writeSync(1, "again\\n"); process.kill(process.pid, "SIGTERM"); console.log("never"); }, 20); setInterval(() => {}, 1000);\n',
  ),
  js('a bad option', 'console.log("never")', { args: ['--nonsense', 'main.cjs'] }),
  js('a file that is not there', '', { args: ['nothing.js'] }),
  js(
    'captureRejections',
    'const { EventEmitter } = require("events");\nconst e = new EventEmitter({ captureRejections: true });\ne.on("x", async () => { throw new Error("async listener") });\ne.on("error", (err) => console.log("error event", err.message));\ne.emit("x");\n',
  ),
  js(
    'an error event without a listener',
    'const { EventEmitter } = require("events");\nnew EventEmitter().emit("error", new Error("nobody listens"));\n',
  ),
  js(
    'an error event that is no error',
    'const { EventEmitter } = require("events");\nnew EventEmitter().emit("error", { code: 7 });\n',
  ),
  js(
    'assert',
    'const assert = require("node:assert/strict");\ntry { assert.deepEqual({ a: [1, 2], b: new Map([[1, 2]]) }, { a: [1, 3], b: new Map() }) } catch (e) { console.log(e.message, e.code) }\ntry { assert.throws(() => {}) } catch (e) { console.log(e.message) }\nassert.equal(1, 2);\n',
  ),
  js(
    'inspect',
    `
class Foo { #x = 1; y = 2; get z() { return 3 } static s = 4 }
const circular = { name: 'c', list: [1, , 3], fn() {}, sym: Symbol('s'), date: new Date(0), re: /x/g, big: 10n, nil: null };
circular.self = circular;
console.log(circular, new Foo(), [new Error('in array').message], new Set([1, 'a']), new Map([[{ a: 1 }, 'b']]), new WeakMap(), Buffer.from('hi'), new Uint8Array(3), new ArrayBuffer(4));
console.log('%s is %d years and %i, %f, %j %o %O %c %%', 'Bob', 42.5, 42.5, 1.5, { a: 1 }, [1], { b: { c: { d: 1 } } }, 'css');
console.log([['a', 'b'], { deep: { deeper: { deepest: { end: 1 } } } }], 'a'.repeat(120), Array.from({ length: 120 }, (_, i) => i));
console.table([{ a: 1, b: 2 }, { a: 3 }]);
console.group('group'); console.log('inside'); console.groupEnd(); console.log('outside');
console.log(Promise.resolve(1), (async () => {})(), function named() {}, class A extends Foo {}, Symbol.iterator, globalThis === global);
console.error(new Error('stacked').message); console.warn('warn'); console.debug('debug'); console.assert(false, 'asserted');
console.dir({ a: { b: { c: { d: 1 } } } }, { depth: 0 }); console.count(); console.count('x'); console.count();
`,
  ),
  js(
    'console.log of an error',
    'const e = new Error("shown", { cause: new Error("root") }); e.status = 418;\nconsole.log(e);\nconsole.log({ e: new TypeError("nested") });\n',
  ),
  js(
    'stack overflow',
    'function f() { return f() + 1 }\ntry { f() } catch (e) { console.log(e instanceof RangeError, e.message) }\n',
  ),
  js(
    'AsyncLocalStorage is there in uncaughtException',
    'const { AsyncLocalStorage } = require("async_hooks");\nconst als = new AsyncLocalStorage();\nprocess.on("uncaughtException", (e) => { console.log(e.message, als.getStore()); });\nprocess.on("unhandledRejection", (e) => { console.log(e.message, als.getStore()); });\nals.run("A", () => setTimeout(() => { throw new Error("timer") }, 1));\nals.run("B", () => { (async () => { await null; throw new Error("async") })() });\n',
  ),
  js(
    'child_process and workers by name',
    'console.log(typeof require("child_process").fork, typeof require("worker_threads").Worker, require("worker_threads").isMainThread);\n',
  ),
];
