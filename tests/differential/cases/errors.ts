import type { Scenario } from '../scenario.ts';
import { each, js, mjs } from './programs.ts';

/** What errors look like: printed, thrown, rejected, with causes, without stacks; and how a process ends by them. */
export const errorCases: readonly Scenario[] = [
  js('errors: a rejection with a number', 'Promise.reject(42)'),
  js('errors: a rejection with null', 'Promise.reject(null)'),
  js('errors: a rejection with a plain object', 'Promise.reject({ a: 1, b: { c: { d: {} } } })'),
  js('errors: a rejection with a symbol', 'Promise.reject(Symbol("s"))'),
  js(
    'errors: a rejection with an error of an own class',
    'class HttpError extends Error { constructor(m, s) { super(m); this.status = s; this.name = "HttpError" } }\nPromise.reject(new HttpError("nope", 404))',
  ),
  js(
    'errors: a rejection whose error has no frames',
    'Promise.any([Promise.reject(new Error("p1")), Promise.reject(2)])',
  ),
  js(
    'errors: a rejection from a file that is missing',
    'require("fs").promises.readFile("config/prod.json")',
  ),
  mjs(
    'errors: an await of a file that is missing, at the top',
    'import { readFile } from "node:fs/promises";\nconst text = await readFile("config.json", "utf8");',
  ),
  js(
    'errors: a rejection of fetch',
    'async function load() {\n  await fetch("http://127.0.0.1:4999/x");\n}\nload()',
  ),
  js('errors: a throw of undefined', 'throw undefined'),
  js('errors: a throw of a symbol', 'throw Symbol("x")'),
  js('errors: a throw of a function', 'throw function named() {}'),
  js(
    'errors: a throw through functions, with lines in its message',
    'function a() { b() }\nfunction b() { c() }\nfunction c() { throw new Error("deep\\nsecond line") }\na()',
  ),
  js('errors: a frozen one', 'throw Object.freeze(new Error("frozen"))'),
  js('errors: without a stack', 'const e = new Error("x"); e.stack = undefined; throw e'),
  js('errors: with a stack of its own', 'const e = new Error("x"); e.stack = "custom stack"; throw e'),
  js('errors: no frames by stackTraceLimit', 'Error.stackTraceLimit = 0; throw new Error("x")'),
  js(
    'errors: two frames by stackTraceLimit',
    'Error.stackTraceLimit = 2; function a() { b() } function b() { throw new Error("x") }\na()',
  ),
  js(
    'errors: with own properties and a getter',
    'const e = new Error("x"); Object.defineProperty(e, "secret", { enumerable: true, get() { return 1 } }); e.list = [1, { a: 2 }]; e.nested = new TypeError("in"); throw e',
  ),
  js(
    'errors: causes in a chain',
    'const a = new Error("a"); const b = new Error("b", { cause: a }); const c = new TypeError("c", { cause: b }); console.log(c); console.error({ c }); throw c',
  ),
  js(
    'errors: causes that are none, and one that goes in a circle',
    'console.log(new Error("x", { cause: "a string" })); console.log(new Error("y", { cause: { code: 7 } })); console.log(new Error("z", { cause: undefined }));\nconst a = new Error("a"); const b = new Error("b", { cause: a }); a.cause = b; console.log(a); throw b',
  ),
  js(
    'errors: printed in every way',
    `class A extends Error {}; class B extends Error { get name() { return 'Bee' } }; class C extends Error { constructor(m) { super(m); this.name = 'Cee' } }
console.log(new A('a')); console.log(new B('b')); console.log(new C('c')); const e = new Error('msg'); e.name = 'Renamed'; console.log(e); e.message = 'changed'; console.log(e);
console.log([new Error('in a list')]); console.log({ err: new Error('in an object', { cause: new Error('c') }) }); console.log(Object.create(Error.prototype)); console.log(Object.assign(new Error('props'), { code: 'E', status: 500, details: { a: [1, 2, { b: 3 }] } })); console.log(new Map([['k', new Error('in a map')]]));
console.log('%s', new Error('as s')); console.log('%j', new Error('as j')); console.log(String(new Error('str')), new Error('plus') + '');
console.log(new AggregateError([new Error('one'), 'two', new AggregateError([new RangeError('deep')], 'inner')], 'many'));`,
  ),
  js(
    'errors: a DOMException',
    'console.log(new DOMException("m", "AbortError")); const e = new DOMException("m2", { name: "DataCloneError", cause: 1 }); console.log(e.code, e.cause, e instanceof Error);\nthrow new DOMException("thrown", "TimeoutError")',
  ),
  js(
    'errors: of JSON, of types, of numbers',
    each(
      `() => JSON.parse('{'), () => JSON.parse(''), () => JSON.parse('{"a":1,}'), () => JSON.parse('nope'), () => { const o = {}; o.o = o; JSON.stringify(o) }, () => JSON.stringify({ a: 1n }), () => undefined.x, () => null.foo(), () => ({}).f(), () => { const a = 1; a = 2 }, () => x, () => [].reduce((a) => a), () => new Array(-1), () => (1).toFixed(101), () => Symbol() + '', () => { const [a] = null }, () => { const { a } = undefined }, () => { for (const x of 5); }, () => decodeURIComponent('%'), () => new RegExp('['), () => new Date(NaN).toISOString(), () => new 5, () => ({}) instanceof 5`,
    ),
  ),
  js(
    'errors: frames of every kind of function',
    `class K { static s() { return new Error('s').stack } m() { return new Error('m').stack } get g() { return new Error('g').stack } constructor(x) { if (x) this.st = new Error('c').stack } }
console.log(K.s()); console.log(new K().m()); console.log(new K().g); console.log(new K(1).st); console.log([1].map(() => new Error('map').stack)[0]); const o = { f() { return new Error('o').stack } }; console.log(o.f());
function make() { const o = {}; Error.captureStackTrace(o, make); return o.stack }
console.log(make());`,
  ),
  js(
    'errors: frames of microtasks that follow a tick',
    `process.nextTick(() => {}); (async () => { await null; console.log(new Error('1').stack); await new Promise((r) => process.nextTick(r)); console.log(new Error('2').stack); await new Promise((r) => setImmediate(r)); console.log(new Error('3').stack); })();`,
  ),
  js(
    'errors: frames of what streams, files and timers go on with',
    `const read = require('stream').Readable.from(['a']); (async () => { for await (const x of read) console.log(new Error('1').stack); await require('fs').promises.readFile('main.cjs'); console.log(new Error('2').stack); await require('timers/promises').setTimeout(1); console.log(new Error('3').stack); })();`,
  ),
  js(
    'errors: of addresses',
    `const url = require('url');\n${each(
      `() => new URL('nope'), () => new URL('/x', 'nope'), () => new URL('http://[::'), () => new URL('http://a:99999'), () => new URL(), () => URL.parse('x'), () => { try { new URL('bad') } catch (e) { return [e.input, e.base, e.code, Object.keys(e)] } }, () => url.fileURLToPath('http://x'), () => url.fileURLToPath('file:///a%2fb'), () => url.parse(5)`,
    )}`,
  ),
  js(
    'errors: an address of the environment that is not there',
    'const u = new URL(process.env.PAYMENTS_URL);',
  ),
  js(
    'errors: aborted, timed out, and with reasons',
    each(
      `() => new Promise((r) => { const s = AbortSignal.any([AbortSignal.timeout(5), new AbortController().signal]); s.onabort = () => r([s.reason.name, s.reason.message, s.reason.code]); setTimeout(() => {}, 100) }), () => { const c = new AbortController(); c.abort('why'); c.signal.throwIfAborted() }, () => AbortSignal.abort(new Error('own')).reason.message, () => AbortSignal.any('x'), () => AbortSignal.timeout(-1), () => new AbortSignal(), () => require('timers/promises').setTimeout(1000, 1, { signal: AbortSignal.abort('given') }), () => require('events').once(new EventTarget(), 'x', { signal: AbortSignal.abort() })`,
    ),
  ),
  js(
    'errors: that cannot be cloned',
    each(
      `() => structuredClone(() => {}), () => structuredClone(Symbol('s')), () => structuredClone({ f() {} }), () => structuredClone(new WeakMap()), () => structuredClone(Promise.resolve()), () => { const e = structuredClone(Object.assign(new TypeError('t', { cause: new Error('c') }), { code: 'X' })); return [e instanceof TypeError, e.message, e.cause?.message, e.code, e.name] }, () => structuredClone(1, { transfer: [5] })`,
    ),
  ),
  js(
    'process: exit codes are eight bits',
    'console.log(process.argv[2] ?? "first"); const { spawnSync, fork } = require("child_process"); if (process.argv[2]) process.exit(Number(process.argv[2])); fork(__filename, ["256"]).on("exit", (code) => { console.log("exit", code); fork(__filename, ["-1"]).on("exit", (code) => { console.log("exit", code); process.exit(300) }) })',
  ),
  js(
    'process: exit codes that are none',
    `${each(
      `() => { process.exitCode = '3'; return process.exitCode }, () => { process.exitCode = 1.5 }, () => { process.exitCode = 'abc' }, () => process.exit('x'), () => { process.exitCode = undefined; return process.exitCode }`,
    )}process.on('exit', (c) => console.log('exit', c))`,
  ),
  js('process: a throw on exit', 'process.on("exit", () => { throw new Error("in exit") })'),
  js('process: a rejection on exit', 'process.on("exit", () => { Promise.reject(new Error("x")) })'),
  js(
    'process: microtasks on exit, and no ticks',
    'process.on("exit", () => { process.nextTick(() => console.log("tick")); Promise.resolve().then(() => console.log("microtask")); setTimeout(() => console.log("timer"), 0) })',
  ),
  js(
    'process: a throw on beforeExit',
    'process.on("beforeExit", () => { throw new Error("in beforeExit") })',
  ),
  js(
    'process: exit on exit',
    'process.on("exit", (c) => { console.log("exit", c); process.exit(9) }); process.exit(2)',
  ),
  js(
    'process: a throw of an unhandledRejection listener',
    'process.on("unhandledRejection", (r) => { throw new Error("from the listener: " + r.message) });\nPromise.reject(new Error("x"))',
  ),
  js(
    'process: an uncaughtException listener that rejects',
    'process.on("uncaughtException", (e, o) => { console.log(e.message, o); if (e.message === "one") Promise.reject(new Error("two")) }); throw new Error("one")',
  ),
  js(
    'process: setUncaughtExceptionCaptureCallback',
    'process.setUncaughtExceptionCaptureCallback((e) => console.log("captured", e.message)); console.log(process.hasUncaughtExceptionCaptureCallback()); setTimeout(() => { throw new Error("x") }, 1); Promise.reject(new Error("y"))',
  ),
  js(
    'process: warnings of every kind',
    'process.emitWarning("plain"); process.emitWarning("typed", "CustomWarning", "C001"); process.emitWarning(new Error("an error")); process.emitWarning("dep", "DeprecationWarning", "DEP0999"); process.emitWarning("dep again", "DeprecationWarning", "DEP0999"); process.emitWarning("d", { type: "T", code: "C", detail: "more\\nlines" }); try { process.emitWarning(5) } catch (e) { console.log(e.code, e.message) } new Buffer(1);',
  ),
  js('process: --trace-warnings', 'process.emitWarning("traced")', {
    args: ['--trace-warnings', 'main.cjs'],
  }),
  js(
    'process: --throw-deprecation',
    'process.emitWarning("d", "DeprecationWarning", "DEPX"); setTimeout(() => console.log("never"), 10)',
    { args: ['--throw-deprecation', 'main.cjs'] },
  ),
  js(
    'process: a SIGTERM handler that throws',
    'process.on("SIGTERM", () => { throw new Error("in the handler") }); console.log("up"); setInterval(() => {}, 1000)',
    { signal: { name: 'SIGTERM', wrote: 'up' } },
  ),
  js(
    'process: signals that it cannot send or handle',
    each(
      `() => process.kill(process.pid, 0), () => process.kill(999999, 0), () => process.kill('x'), () => process.kill(process.pid, 'SIGNOPE'), () => process.on('SIGKILL', () => {})`,
    ),
  ),
  js(
    'process: timers without a reference do not run when nothing else is left',
    'AbortSignal.timeout(1).onabort = () => console.log("never"); setTimeout(() => console.log("never"), 1).unref(); const until = Date.now() + 5; while (Date.now() < until);',
  ),
];
