import type { Scenario } from '../scenario.ts';

const files = (name: string, tree: Record<string, string>, more: Partial<Scenario> = {}): Scenario => ({
  name,
  files: tree,
  ...more,
});

/** CommonJS, ES modules, their meeting, resolution, and what is said when it fails. */
export const moduleCases: readonly Scenario[] = [
  files('live bindings', {
    'main.mjs':
      'import { n, inc } from "./b.mjs";\nconsole.log(n); inc(); console.log(n);\ntry { n = 5 } catch (e) { console.log(e.name, e.message) }\n',
    'b.mjs': 'export let n = 1;\nexport function inc() { n++ }\n',
  }),
  files('cycles', {
    'main.mjs': 'import { b } from "./b.mjs";\nexport const a = "a";\nconsole.log(b());\n',
    'b.mjs':
      'import { a } from "./main.mjs";\nexport const b = () => `b sees ${a}`;\ntry { a } catch (e) { console.log(e.name, e.message) }\n',
  }),
  files('top-level await orders modules', {
    'main.mjs': 'import "./slow.mjs";\nimport "./fast.mjs";\nconsole.log("main");\n',
    'slow.mjs':
      'console.log("slow start"); await new Promise((r) => setTimeout(r, 10)); console.log("slow end");\n',
    'fast.mjs': 'console.log("fast");\n',
  }),
  files('import.meta', {
    'main.mjs':
      'console.log(import.meta.url, import.meta.filename, import.meta.dirname, import.meta.main, import.meta.resolve("./x.mjs"), Object.keys(import.meta));\n',
  }),
  files('namespaces', {
    'main.mjs':
      'import * as ns from "./b.mjs";\nimport d, { x as y } from "./b.mjs";\nconsole.log(ns, d, y, ns[Symbol.toStringTag], Object.keys(ns), "z" in ns);\ntry { ns.x = 2 } catch (e) { console.log(e.name, e.message) }\n',
    'b.mjs': 'export const x = 1;\nexport default function () {}\nexport * as fs from "node:path";\n',
  }),
  files('a JSON module', {
    'main.mjs': 'import data from "./d.json" with { type: "json" };\nconsole.log(data);\n',
    'd.json': '{"a": [1, 2]}',
  }),
  files('a JSON module without the attribute', {
    'main.mjs': 'import data from "./d.json";\nconsole.log(data);\n',
    'd.json': '{}',
  }),
  files('dynamic import', {
    'main.cjs':
      'import("./b.mjs").then((ns) => console.log(ns.default, ns.x));\nimport("./gone.mjs").catch((e) => console.log(e.code, e.message));\nimport("node:path").then((p) => console.log(p.basename("/a/b")));\n',
    'b.mjs': 'export default 1; export const x = 2;\n',
  }),
  files('CommonJS from an ES module', {
    'main.mjs':
      'import cjs, { named } from "./c.cjs";\nimport { createRequire } from "node:module";\nconst require = createRequire(import.meta.url);\nconsole.log(cjs, named, require("./c.cjs") === cjs);\n',
    'c.cjs': 'exports.named = "n"; exports.other = 1;\n',
  }),
  files('an ES module from CommonJS', {
    'main.cjs':
      'const ns = require("./b.mjs");\nconsole.log(ns.default, ns.x, ns);\ntry { require("./tla.mjs") } catch (e) { console.log(e.code) }\n',
    'b.mjs': 'export default "d"; export const x = 1;\n',
    'tla.mjs': 'await null; export {};\n',
  }),
  files('CommonJS cycles and require.cache', {
    'main.cjs':
      'exports.early = 1;\nconst b = require("./b.cjs");\nexports.late = 2;\nconsole.log(b, Object.keys(require.cache).map((p) => require("path").basename(p)), module.children.length, module.paths.length > 1, require.resolve("./b.cjs"));\n',
    'b.cjs': 'const a = require("./main.cjs");\nmodule.exports = { keys: Object.keys(a) };\n',
  }),
  files('package exports', {
    'main.mjs':
      'import x from "p";\nimport f from "p/feature";\nimport { createRequire } from "node:module";\nconsole.log(x, f, createRequire(import.meta.url)("p"));\nfor (const s of ["p/hidden", "p/none", "nothere", "#internal"]) await import(s).catch((e) => console.log(e.code, e.message));\n',
    'node_modules/p/package.json':
      '{"name":"p","exports":{".":{"browser":"./browser.js","import":"./esm.mjs","require":"./cjs.cjs"},"./feature":{"node":"./node.mjs","default":"./default.mjs"},"./none":null}}',
    'node_modules/p/esm.mjs': 'export default "esm";\n',
    'node_modules/p/cjs.cjs': 'module.exports = "cjs";\n',
    'node_modules/p/node.mjs': 'export default "node";\n',
    'node_modules/p/default.mjs': 'export default "default";\n',
    'node_modules/p/browser.js': 'throw new Error("browser");\n',
  }),
  files('package.json type and main, index files, JSON', {
    'main.cjs':
      'console.log(require("./dir"), require("./pkg"), require("./data"), require("./esm/x.js").default);\n',
    'dir/index.js': 'module.exports = "index";\n',
    'pkg/package.json': '{"main":"lib/m"}',
    'pkg/lib/m.js': 'module.exports = "main";\n',
    'data.json': '{"j":1}',
    'esm/package.json': '{"type":"module"}',
    'esm/x.js': 'export default "typed";\n',
  }),
  files('module syntax in a .js file', {
    'main.js': 'import { basename } from "node:path";\nconsole.log(basename(import.meta.url));\n',
  }),
  files('MODULE_NOT_FOUND', {
    'main.cjs':
      'try { require("./gone") } catch (e) { console.log(e.code, e.message, e.requireStack.length) }\nrequire("not-installed");\n',
  }),
  files('ERR_MODULE_NOT_FOUND', { 'main.mjs': 'import "./gone.mjs";\n' }),
  files('ERR_MODULE_NOT_FOUND of a package', { 'main.mjs': 'import "not-installed";\n' }),
  files('a missing export', {
    'main.mjs': 'import { nope } from "./b.mjs";\n',
    'b.mjs': 'export const yes = 1;\n',
  }),
  files('a missing export of CommonJS', {
    'main.mjs': 'import { nope } from "./b.cjs";\n',
    'b.cjs': 'module.exports = { yes: 1 };\n',
  }),
  files('a syntax error in an ES module', { 'main.mjs': 'const a = 1;\nfoo(\n}\n' }),
  files('a syntax error in CommonJS', { 'main.cjs': 'const a = 1;\nlet a = 2;\n' }),
  files('a syntax error in a required file', { 'main.cjs': 'require("./b.cjs")\n', 'b.cjs': 'function (\n' }),
  files('an unterminated string', { 'main.cjs': 'const s = "open\nconsole.log(s)\n' }),
  files('await outside an async function', { 'main.cjs': 'function f() { await x }\n' }),
  files('a bad JSON file', { 'main.cjs': 'require("./d.json")\n', 'd.json': '{"a": }' }),
  files('TypeScript', {
    'main.ts':
      'interface A { x: number }\nconst a: A = { x: 1 };\nfunction f<T>(v: T): T { return v as T }\nconsole.log(f<number>(a.x)!);\n',
  }),
  files('TypeScript that needs more than stripping', { 'main.ts': 'enum E { A }\nconsole.log(E.A);\n' }),
  files('names of default exports', {
    'main.mjs':
      'import f from "./f.mjs";\nimport c from "./c.mjs";\nimport a from "./a.mjs";\nconsole.log(f.name, c.name, a.name, this);\n',
    'f.mjs': 'export default function () {}\n',
    'c.mjs': 'export default class {}\n',
    'a.mjs': 'export default () => {};\n',
  }),
  files('an error thrown by an imported module', {
    'main.mjs': 'import "./b.mjs";\nconsole.log("never");\n',
    'b.mjs': '\n\nthrow new Error("in b");\n',
  }),
  files('hashbang, BOM and strict mode', {
    'main.cjs':
      '#!/usr/bin/env node\n"use strict";\ntry { undeclared = 1 } catch (e) { console.log(e.message) }\nconsole.log(this === module.exports, typeof arguments, arguments.length);\n',
  }),
  files('builtins', {
    'main.mjs':
      'import { builtinModules, isBuiltin } from "node:module";\nimport process from "process";\nconsole.log(builtinModules.length > 60, isBuiltin("node:test"), isBuiltin("test"), process === globalThis.process);\nawait import("node:nothing").catch((e) => console.log(e.code, e.message));\n',
  }),
];
