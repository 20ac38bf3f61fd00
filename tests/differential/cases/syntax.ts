import type { Scenario } from '../scenario.ts';

/** Sources that do not parse, modules that are not there or export something else: what Node prints. */
export const syntaxCases: readonly Scenario[] = [
  {
    name: 'syntax: of many JSON files',
    files: {
      'main.cjs': String.raw`const fs=require('fs'); for (const [i, s] of ['','{','{"a":1,}','[1,]','{a:1}','nul','\ufeff{"a":1}','{"a":"\n"}','{"a":01}','"x','{"a":1}}',"{'a':1}",'{"a":undefined}','[1 2]','// c\n{}','{"a":1\n"b":2}'].entries()) { fs.writeFileSync('s'+i+'.json', s); try { console.log(i, require('./s'+i+'.json')) } catch (e) { console.log(i, e.name, e.message.replaceAll(process.cwd(),'<cwd>')) } try { JSON.parse(s) } catch (e) { console.log(i, e.message) } }`,
    },
  },
  {
    name: 'syntax: of many TypeScript files',
    files: {
      'main.cjs': `const fs=require('fs'); (async()=>{ for (const [i, s] of ['const a: = 1','interface A { x: }','type X =','enum E { A }','namespace N { export const x = 1 }','class A { constructor(private x: number) {} }','const x = <string>y','function f(this: Date, a?: number): asserts a {}','let v!: number','abstract class B { abstract f(): void }','import type { A } from "./a.ts"; import { type B } from "node:fs"','export = 5','import fs = require("fs")','@dec class D {}','const a = 1 satisfies number as const','declare const z: string; export {}','let x: number = ;','function g<T extends {}>(a: T): a is T { return true }','declare enum Q { A }','module M {}','const y = x!'].entries()) { fs.writeFileSync('s'+i+'.ts', s); try { await import('./s'+i+'.ts'); console.log(i, 'ok') } catch (e) { console.log(i, e.name, e.code, e.message.replaceAll(process.cwd(),'<cwd>')) } } })()`,
    },
  },
  {
    name: 'syntax: an imported JSON file that is none',
    files: { 'main.mjs': 'import d from "./d.json" with { type: "json" };', 'd.json': '{"a": 1,\n "b" }' },
  },
  {
    name: 'syntax: a missing brace at the end of a module',
    files: { 'main.mjs': 'export function f() {\n  if (true) {\n    console.log(1);\n}\n' },
  },
  {
    name: 'syntax: import in a .cjs file',
    files: { 'main.cjs': 'import express from "express";\nconsole.log(express);\n' },
  },
  { name: 'syntax: require in a module', files: { 'main.mjs': 'const fs = require("fs");\n' } },
  { name: 'syntax: __dirname in a module', files: { 'main.mjs': 'console.log(__dirname);\n' } },
  {
    name: 'syntax: require in a .js file of a package of modules',
    files: { 'main.js': 'const fs = require("fs");\n', 'package.json': '{"type":"module"}' },
    args: ['main.js'],
  },
  {
    name: 'syntax: await beside require in a .js file',
    files: { 'main.js': 'const fs = require("fs");\nconst x = await 5;\n' },
  },
  {
    name: 'syntax: await at the top of a .cjs file',
    files: { 'main.cjs': 'const x = await Promise.resolve(5);\nconsole.log(x);\n' },
  },
  { name: 'syntax: an export of nothing', files: { 'main.mjs': 'export { nothing };\n' } },
  {
    name: 'syntax: TypeScript that does not parse',
    files: { 'main.ts': 'const port: number = ;\nconsole.log(port);\n' },
  },
  {
    name: 'syntax: a parameter property in a module of TypeScript',
    files: {
      'main.mts': 'class HttpError extends Error {\n  constructor(private status: number) { super() }\n}\n',
    },
    args: ['main.mts'],
  },
  {
    name: 'TypeScript: a crash with its line',
    files: {
      'main.ts':
        'interface Book { title: string }\nfunction find(id: number): Book | undefined {\n  return undefined;\n}\nconst book = find(1) as Book;\nconsole.log(book.title);\n',
    },
  },
  {
    name: 'TypeScript: a throw of an error of an own class',
    files: {
      'main.ts': `type E = { status: number };
class HttpError extends Error {
  status: number;
  constructor(m: string, s: number) { super(m); this.status = s; }
}
throw new HttpError("nope", 404);
`,
    },
  },
  {
    name: 'modules: exports that are missing or ambiguous',
    files: {
      'main.mjs': `(async () => { for (const s of ["./a.mjs","./b.mjs","./c.mjs","./d.mjs","./e.mjs","./f.mjs","./g.mjs"]) { try { const m = await import(s); console.log(s, m.default ?? Object.keys(m)) } catch (e) { console.log(s, e?.name, e?.code, String(e?.message ?? e).replaceAll(process.cwd(), '<cwd>')) } } })();`,
      'a.mjs': 'import { nope } from "./x.mjs"',
      'b.mjs': 'import d from "./x.mjs"',
      'c.mjs': 'export { nope } from "./x.mjs"',
      'd.mjs': 'import { nope as renamed } from "./c.cjs"',
      'e.mjs': 'import { readFileSnyc } from "node:fs"',
      'f.mjs': 'export * from "./y.mjs"; export * from "./x.mjs"',
      'g.mjs': 'import { x } from "./f.mjs"',
      'x.mjs': 'export const x = 1;',
      'y.mjs': 'export const x = 2;',
      'c.cjs': 'module.exports = { a: 1, b() {} }',
    },
  },
  {
    name: 'modules: a missing export in an import of several lines',
    files: {
      'main.mjs': 'import {\n  a,\n  nope,\n} from "./x.mjs";\nconsole.log(a);\n',
      'x.mjs': 'export const a = 1;',
    },
  },
  {
    name: 'modules: a missing export of a package in CommonJS',
    files: { 'main.mjs': 'import { Router, nope } from "express";\nconsole.log(Router);\n' },
  },
  {
    name: 'modules: the exports of packages, by import',
    files: {
      'main.mjs': `(async () => { for (const s of ["p","p/a","p/b","p/sub/x","p/sub/y.js","p/sub/hidden/z","p/none","p/bad","p/null","p/package.json","p/dir/","p/arr","p/cond","p/esc","q","q/x","r","s","t","u"]) { try { const m = await import(s); console.log(s, m.default ?? Object.keys(m)) } catch (e) { console.log(s, e?.name, e?.code, String(e?.message ?? e).replaceAll(process.cwd(), '<cwd>')) } } })();`,
      'node_modules/p/package.json': `{"name":"p","exports":{".":{"browser":"./no.js","node":{"import":"./i.mjs","require":"./r.cjs"}},"./a":"./a.js","./b":["./nope-invalid","./a.js"],"./sub/*":"./src/*.js","./sub/*.js":"./src/*.js","./sub/hidden/*":null,"./bad":"bad.js","./null":null,"./arr":[{"deno":"./no.js"},"./a.js"],"./cond":{"worker":"./w.js"},"./esc":"./../q/index.js"}}`,
      'node_modules/p/i.mjs': 'export default "import"',
      'node_modules/p/r.cjs': 'module.exports="require"',
      'node_modules/p/a.js': 'module.exports="a"',
      'node_modules/p/src/x.js': 'module.exports="x"',
      'node_modules/p/src/y.js': 'module.exports="y"',
      'node_modules/q/package.json': '{ bad json',
      'node_modules/q/index.js': 'module.exports="q"',
      'node_modules/r/package.json': '{"main":5,"exports":{}}',
      'node_modules/s/package.json': '{"exports":{"./a":"./a.js","import":"./b.js"}}',
      'node_modules/t/package.json': '{"name":5,"type":7,"main":"./m","exports":null}',
      'node_modules/t/m.js': 'module.exports="t"',
      'node_modules/u/package.json': '{"exports":"./u.mjs","type":"module"}',
      'node_modules/u/u.mjs': 'export default import.meta.resolve("u").split("/").pop()',
    },
  },
  {
    name: 'modules: the exports of packages, by require',
    files: {
      'main.cjs': `for (const s of ["p","p/a","p/sub/x","p/none","p/bad","p/null","p/package.json","p/src/x.js","q","r","s","t"]) { try { console.log(s, require(s)) } catch (e) { console.log(s, e?.name, e?.code, String(e?.message ?? e).replaceAll(process.cwd(), '<cwd>'), e?.requireStack?.length) } }
try{require.resolve("p/none")}catch(e){console.log(e.code)} console.log(require.resolve.paths("x").length, require.resolve("fs"), require("module").builtinModules.length>50, require("module").isBuiltin("node:test"))`,
      'node_modules/p/package.json': `{"name":"p","exports":{".":{"browser":"./no.js","node":{"import":"./i.mjs","require":"./r.cjs"}},"./a":"./a.js","./sub/*":"./src/*.js","./bad":"bad.js","./null":null}}`,
      'node_modules/p/i.mjs': 'export default "import"',
      'node_modules/p/r.cjs': 'module.exports="require"',
      'node_modules/p/a.js': 'module.exports="a"',
      'node_modules/p/src/x.js': 'module.exports="x"',
      'node_modules/q/package.json': '{ bad json',
      'node_modules/q/index.js': 'module.exports="q"',
      'node_modules/r/package.json': '{"main":5,"exports":{}}',
      'node_modules/s/package.json': '{"exports":{"./a":"./a.js","import":"./b.js"}}',
      'node_modules/t/package.json': '{"name":5,"type":7,"main":"./m","exports":null}',
      'node_modules/t/m.js': 'module.exports="t"',
    },
  },
  {
    name: 'modules: #imports, and a package that imports itself',
    files: {
      'main.mjs': `(async () => { for (const s of ["#x","#cond","#pkg","#deep/a","#none","#","#/","self","self/feature","self/none","#bad","#fs"]) { try { const m = await import(s); console.log(s, m.default ?? Object.keys(m)) } catch (e) { console.log(s, e?.name, e?.code, String(e?.message ?? e).replaceAll(process.cwd(), '<cwd>')) } } })();`,
      'package.json': `{"name":"self","exports":{".":"./index.mjs","./feature":"./f.mjs"},"imports":{"#x":"./x.mjs","#cond":{"node":"./x.mjs","default":"./gone.mjs"},"#pkg":"dep","#deep/*":"./deep/*.mjs","#bad":"../up.mjs","#fs":"node:fs/promises"}}`,
      'x.mjs': 'export default "x"',
      'deep/a.mjs': 'export default "deep a"',
      'index.mjs': 'export default "self"',
      'f.mjs': 'export default "feature"',
      'node_modules/dep/index.js': 'module.exports="dep"',
    },
  },
  {
    name: 'modules: a package.json that is no JSON',
    files: { 'main.js': 'console.log(1)', 'package.json': '{ "type": "module" ' },
  },
  {
    name: 'modules: a file that a package does not export',
    files: {
      'main.cjs': 'const x = require("p/internal.js");',
      'node_modules/p/package.json': '{"name":"p","exports":"./i.js"}',
      'node_modules/p/i.js': '',
    },
  },
  {
    name: 'modules: an import without its extension',
    files: { 'main.mjs': 'import { x } from "./lib/x";\n', 'lib/x.js': 'export const x = 1' },
  },
  { name: 'modules: an import of a folder', files: { 'main.mjs': 'import "./lib";', 'lib/index.js': '' } },
  {
    name: 'modules: require of what is not there, three files down',
    files: {
      'main.cjs': 'require("./a.cjs")',
      'a.cjs': 'require("./b.cjs")',
      'b.cjs': 'require("not-there")',
    },
  },
  {
    name: 'modules: cycles of all kinds',
    files: {
      'main.mjs':
        'import { b } from "./b.mjs"; export let a = "a"; console.log(b); import("./c.cjs").then(m=>console.log(m.default));',
      'b.mjs': 'import { a } from "./main.mjs"; export let b; try { b = a } catch (e) { b = e.message }',
      'c.cjs': 'const d = require("./d.cjs"); module.exports = { fromD: d.x, undef: d.y }',
      'd.cjs':
        'exports.x = 1; const c = require("./c.cjs"); exports.keys = Object.keys(c); exports.z = c.fromD',
    },
  },
  {
    name: 'modules: require of a module that requires back',
    files: {
      'main.cjs':
        'try { console.log(require("./a.mjs")) } catch (e) { console.log(e.code, e.message.replaceAll(process.cwd(),"<cwd>").slice(0,200)) }',
      'a.mjs': 'import b from "./b.cjs"; export default b',
      'b.cjs': 'try { module.exports = require("./a.mjs") } catch (e) { module.exports = e.code }',
    },
  },
  {
    name: 'modules: what require gives of a module',
    files: {
      'main.cjs': `const m = require("./m.mjs"); console.log(m, m.default, m.__esModule, typeof m[Symbol.toStringTag]); console.log(require("./me.mjs")); console.log(require("./x.mjs"));`,
      'm.mjs': 'export default class A {} export const v = 1;',
      'me.mjs': 'const o = { picked: 1 }; export { o as "module.exports" }; export default 5',
      'x.mjs':
        'import { createRequire } from "module"; export default createRequire(import.meta.url)("./j.json")',
      'j.json': '{"j":[1]}',
    },
  },
  {
    name: 'modules: import.meta and a namespace that is closed',
    files: {
      'main.mjs': `console.log(import.meta.filename.split("/").pop(), import.meta.dirname.length > 0, import.meta.main, import.meta.resolve("./x.mjs").split("/").pop(), Object.keys(import.meta)); try { import.meta.resolve("nope") } catch (e) { console.log(e.code) } import * as self from "./main.mjs"; console.log(self); export const q = 1; export default q; console.log(Object.isFrozen(self), Object.isSealed(self)); try { self.q = 2 } catch (e) { console.log(e.message) } try { self.zz = 2 } catch (e) { console.log(e.message) } try { delete self.q } catch (e) { console.log(e.message) }`,
    },
  },
  {
    name: 'modules: attributes of imports',
    files: {
      'main.mjs': `for (const f of [() => import('./j.json'), () => import('./j.json', { with: { type: 'json' } }), () => import('./x.mjs', { with: { type: 'json' } }), () => import('./j.json', { with: { type: 'css' } }), () => import('./x.mjs', { with: { foo: 'bar' } }), () => import('./j.json', { with: { type: 5 } }), () => import('./j.json', 5), () => import('node:fs', { with: { type: 'json' } })]) { try { console.log((await f()).default) } catch (e) { console.log(e.name, e.code, e.message.replaceAll(process.cwd(), '')) } }`,
      'j.json': '{"a":1}',
      'x.mjs': 'export default 1',
    },
  },
  {
    name: 'modules: require.cache, require.extensions and module',
    files: {
      'main.cjs': `const M=require("module"); console.log(module.id, module.loaded, module.children.length, module.paths.length>0, module.parent, require.main.id, Object.keys(require.extensions)); const a=require("./a.cjs"); a.n++; console.log(require("./a.cjs").n); delete require.cache[require.resolve("./a.cjs")]; console.log(require("./a.cjs").n); console.log(module.children.length, typeof M._load, M.wrap("x")); require.extensions[".txt"]=(m,f)=>{m.exports=require("fs").readFileSync(f,"utf8")}; console.log(require("./t.txt")); console.log(require("./wrapped.cjs"), this===exports, arguments.length, typeof require, __filename.split("/").pop())`,
      'a.cjs': 'exports.n = 1',
      't.txt': 'hello',
      'wrapped.cjs': 'return 5; module.exports = 1',
    },
  },
  {
    name: 'modules: a file that throws is run again by require',
    files: {
      'main.cjs':
        'for (let i=0;i<2;i++) try { require("./a.cjs") } catch (e) { console.log(i, e.message, Object.keys(require.cache).length) }',
      'a.cjs': 'console.log("run"); throw new Error("init failed")',
    },
  },
  {
    name: 'modules: a module that throws is not run again by import',
    files: {
      'main.mjs':
        'const es=[]; for (let i=0;i<2;i++) try { await import("./a.mjs") } catch (e) { es.push(e); console.log(i, e.message) } console.log(es[0]===es[1])',
      'a.mjs': 'console.log("run"); throw new Error("init failed")',
    },
  },
  {
    name: 'modules: hooks for resolution and loading',
    files: {
      'main.mjs': `import { registerHooks } from "node:module"; registerHooks({ resolve(s, c, n) { if (s === "virtual:x") return { url: "virtual:x", shortCircuit: true, format: "module" }; return n(s, c) }, load(u, c, n) { if (u === "virtual:x") return { format: "module", source: "export default 42", shortCircuit: true }; return n(u, c) } }); console.log((await import("virtual:x")).default)`,
    },
  },
];
