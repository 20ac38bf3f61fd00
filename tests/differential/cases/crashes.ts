import type { Scenario } from '../scenario.ts';

/** What stderr and the exit code are when nobody caught it, in every shape that a throw has. */
export const crashesCases: readonly Scenario[] = [
  {
    name: 'crash: in a getter',
    files: {
      'main.cjs':
        'const user = { get name() {\n    throw new Error("in a getter");\n  } };\nconsole.log(`Hello ${user.name}`);\n',
    },
  },
  {
    name: 'crash: in a toJSON',
    files: { 'main.cjs': 'JSON.stringify({ a: { toJSON() { throw new Error("in toJSON") } } });\n' },
  },
  {
    name: 'crash: in an async generator',
    files: {
      'main.cjs':
        'async function* rows() {\n  yield 1;\n  throw new Error("cursor lost");\n}\n(async () => {\n  for await (const row of rows()) console.log(row);\n})();\n',
    },
  },
  {
    name: 'crash: in a `for await` at the top of a module',
    files: {
      'main.mjs':
        'async function* rows() {\n  yield 1;\n  throw new Error("cursor lost");\n}\nfor await (const row of rows()) console.log(row);\n',
    },
  },
  {
    name: 'crash: in a top-level await, two modules down, with a cause',
    files: {
      'main.mjs': 'import "./b.mjs";\nconsole.log("never");\n',
      'b.mjs': 'import { load } from "./c.mjs";\nexport const x = await load();\n',
      'c.mjs':
        'export async function load() {\n  await null;\n  throw new Error("config", { cause: new Error("ENOENT") });\n}\n',
    },
  },
  {
    name: 'crash: a top-level await of a rejected number',
    files: { 'main.mjs': 'await Promise.reject(42)' },
  },
  {
    name: 'crash: a plain object, in a module',
    files: { 'main.mjs': 'throw { status: 404, message: "not found" }' },
  },
  { name: 'crash: an object without a prototype', files: { 'main.cjs': 'throw Object.create(null)' } },
  { name: 'crash: an array with an error in it', files: { 'main.cjs': 'throw [1, new Error("inside")]' } },
  { name: 'crash: a text of two lines', files: { 'main.cjs': 'throw "line 1\\nline 2"' } },
  { name: 'crash: a bigint', files: { 'main.cjs': 'throw 10n' } },
  { name: 'crash: without a message', files: { 'main.cjs': 'throw new Error()' } },
  {
    name: 'crash: with a toString of its own',
    files: {
      'main.cjs': 'class E extends Error { toString() { return "custom string" } }\nthrow new E("m")',
    },
  },
  {
    name: 'crash: with an inspection of its own',
    files: {
      'main.cjs':
        'class E extends Error { [Symbol.for("nodejs.util.inspect.custom")]() { return "CUSTOM" } }\nthrow new E("m")',
    },
  },
  {
    name: 'crash: with an inspection that throws',
    files: {
      'main.cjs':
        'class E extends Error { [Symbol.for("nodejs.util.inspect.custom")]() { throw new Error("in inspect") } }\nthrow new E("m")',
    },
  },
  {
    name: 'crash: with a number for a stack',
    files: { 'main.cjs': 'const e = new Error("m"); e.stack = 5; e.code = "X"; throw e' },
  },
  {
    name: 'crash: causes with properties',
    files: {
      'main.cjs': `const root = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED", errno: -111, address: "10.0.0.1" });
const mid = new Error("query failed", { cause: root });
mid.query = "SELECT 1";
throw new TypeError("load failed", { cause: mid });
`,
    },
  },
  {
    name: 'crash: an AggregateError with properties and causes',
    files: {
      'main.cjs':
        'const e = new AggregateError([Object.assign(new Error("one"), { code: "E1" }), "two", new TypeError("three", { cause: 4 })], "many");\ne.attempt = 3;\nthrow e',
    },
  },
  {
    name: 'crash: of Promise.any',
    files: {
      'main.cjs': 'Promise.any([Promise.reject(new Error("a")), Promise.reject(new RangeError("b"))])',
    },
  },
  {
    name: 'crash: a SuppressedError',
    files: {
      'main.cjs': 'throw new SuppressedError(new Error("close failed"), new Error("work failed"), "both")',
    },
  },
  {
    name: 'crash: in a block with `using`',
    files: {
      'main.cjs':
        '{\n  using r = { [Symbol.dispose]() { throw new Error("dispose") } };\n  throw new Error("body");\n}\n',
    },
  },
  {
    name: 'crash: behind tabs',
    files: { 'main.cjs': 'function f() {\n\t\tif (true) {\n\t\t\tthrow new Error("tabs")\n\t\t}\n}\nf()' },
  },
  {
    name: 'crash: in a line of letters that are not ASCII',
    files: { 'main.cjs': 'const größe = "ü😀"; throw new Error("Fehler: " + größe)' },
  },
  {
    name: 'crash: an error that another file made',
    files: {
      'main.cjs': 'const err = require("./e.cjs");\nfunction boom() {\n  throw err;\n}\nboom()',
      'e.cjs': 'module.exports = new Error("made in e")',
    },
  },
  {
    name: 'crash: JSON.parse, caught and thrown again',
    files: {
      'main.cjs':
        'try {\n  JSON.parse("{bad");\n} catch (error) {\n  error.file = "config.json";\n  throw error;\n}\n',
    },
  },
  {
    name: 'crash: JSON.parse of a page',
    files: { 'main.cjs': 'const text = "<html>";\nconst data = JSON.parse(text);\n' },
  },
  {
    name: 'crash: a call of undefined, two levels down',
    files: { 'main.cjs': 'const api = { v1: {} };\napi.v1.users.list();\n' },
  },
  {
    name: 'crash: destructuring undefined in parameters',
    files: { 'main.cjs': 'function handler({ body: { title } }) {\n  return title;\n}\nhandler({});\n' },
  },
  {
    name: 'crash: a mistyped name',
    files: { 'main.cjs': 'function start() {\n  conosle.log("x");\n}\nstart();\n' },
  },
  {
    name: 'crash: a variable before its declaration',
    files: { 'main.cjs': 'console.log(later);\nlet later = 1;\n' },
  },
  {
    name: 'crash: a private field of another class',
    files: { 'main.cjs': 'class A { #x; static get(o) { return o.#x } }\nA.get({});\n' },
  },
  {
    name: 'crash: in a listener',
    files: {
      'main.cjs': `const { EventEmitter } = require("events");
const bus = new EventEmitter();
bus.on("order", function onOrder(o) { throw new Error("bad order " + o.id) });
bus.emit("order", { id: 7 });
`,
    },
  },
  {
    name: 'crash: in a chain of then',
    files: {
      'main.cjs':
        'Promise.resolve(1).then(function first(v) { return v + 1 }).then(function second() { throw new Error("in then") })',
    },
  },
  {
    name: 'crash: through async methods and arrow functions',
    files: {
      'main.cjs': `class Repo { async find(id) { await null; return this.#query(id) } async #query(id) { await null; throw new Error("q" + id) } }
const service = { get: async (id) => await new Repo().find(id) };
(async () => { await service.get(7) })()
`,
    },
  },
  {
    name: 'crash: in the second tick of an interval',
    files: {
      'main.cjs':
        'let n = 0;\nsetInterval(function tick() { if (++n === 2) throw new Error("second tick") }, 1)',
    },
  },
];
