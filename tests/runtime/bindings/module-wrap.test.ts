import { describe, expect, test } from 'vitest';
import { logOfNodeModules, logOfOurModules, type ModuleFiles } from './module-host.ts';

const TRY = 'const attempt = (name, f) => { try { log(name, f()) } catch (e) { log(name, String(e)) } };\n';

const PROGRAMS: Record<string, Record<string, ModuleFiles>> = {
  'an import': {
    'shows later assignments': {
      'main.mjs': `import d, { x, inc, set } from './a.mjs'; import * as ns from './a.mjs';
        log(d(), x, ns.x); inc(); log(x, ns.x); set(9); log(x, ns.x, { x }.x, Object.keys(ns));`,
      'a.mjs':
        'export let x = 1; export function inc() { x++; } export const set = (v) => { [x] = [v] }; export default () => x;',
    },
    'shows every form of assignment': {
      'main.mjs': `import * as n from './a.mjs'; import { a, b, c, f, K, o } from './a.mjs';
        log(a, b, c, f(), typeof K, o); n.go(); log(a, b, c, f, K, o); n.loop(); log(a, b, c); await n.later(); log(a, b, c)`,
      'a.mjs': `export let a = 1, b = 2; export var c = 3; export function f() { return 'f' } export class K {}
        export let { o } = { o: 4 };
        export function go() { a = b = c = 7; f = 'F'; K = null; ({ o, q: [b = 5] } = { o: 'O', q: [] }); a += 1; a ??= 4; c &&= 9; return a++ }
        export function loop() { for (a of [1, 2, 'A']); for (b in { z: 1 }) { } for (c = 0; c < 3; c++); }
        export async function later() { a = await 5; const arrow = async () => b = await 6; await arrow();
          { let c = 1; c = 2 } (function (a) { a = 1 })(); label: { try { throw 1 } catch (c) { c = 5 } } }`,
    },
    'cannot be assigned to': {
      'main.mjs': `${TRY}import { x } from './a.mjs'; attempt(1, () => { x = 4 }); attempt(2, () => { x++ });
        attempt(3, () => { [x] = [1] }); attempt(4, () => ({ x } = {})); attempt(5, () => { for (x of [1]); }); log(x)`,
      'a.mjs': 'export let x = 1',
    },
    'is called without this': {
      'main.mjs':
        "import { f } from './a.mjs'; import * as ns from './a.mjs'; log(f() === undefined, ns.f() === ns, f`t` === undefined)",
      'a.mjs': 'export function f() { return this }',
    },
    'is hidden by inner names': {
      'main.mjs': `import { x, y, z } from './a.mjs';
        const f = (x, { y } = { y: 2 }, ...z) => [x, y, z.length]; log(f(1));
        function g() { if (x) { let x = 5; log(x) } var y = 6; log(y); class z { static s = typeof z } log(z.s) } g();
        log(x, y, z); (function x() { log(typeof x) })(); for (const x of [1]) log(x); try { throw 3 } catch (x) { log(x) }
        switch (1) { case 1: let z = 4; log(z) } { function y() {} log(typeof y) }
        log((() => { var { a: [y] } = { a: [1] }; return y })(), y);
        const o = { x, y() { return x }, [z]: z, get x2() { return x } }; log(o.x, o.y(), o.z, o.x2)`,
      // The cycle makes every reference above one that has to be rewritten.
      'a.mjs': "import './main.mjs'; export const x = 'x', y = 'y', z = 'z'",
    },
    'may have an unusual name': {
      'main.mjs': `import v, { $val, __proto__ as p, default as $f, $c as dollar } from './a.mjs'; log(v, $val, p, $f, dollar);
        export { v as __proto__, v as constructor, v as 'a b' }; import * as self from './main.mjs'; log(Object.keys(self));
        export const $scope = 1, $open = 2, $met = 3, $impor = 4; log($scope, $open, $met, $impor, typeof import.meta.url);
        const m = await import('./a.mjs'); log(m.$val)`,
      'a.mjs': "export default 'v'; export const $val = 'val', __proto__ = 'proto', $c = 'c'",
    },
  },
  'a cycle': {
    'has temporal dead zones and hoisted functions': {
      'main.mjs':
        "import { b } from './b.mjs'; export function hoisted() { return typeof later } export const a = 'a'; export let later = 1; log(b())",
      'b.mjs': `${TRY}import { a, hoisted, later as L } from './main.mjs';
        attempt('a', () => a); attempt('h', () => hoisted()); attempt('L', () => L); attempt('typeof', () => typeof a);
        attempt('short', () => ({ a })); attempt('new', () => new a.x()); attempt('write', () => { a = 1 });
        export const b = () => a;
        setTimeout(() => { attempt('a', () => a); attempt('L', () => L); attempt('s', () => JSON.stringify({ a })) });`,
    },
    'may be a module with itself': {
      'main.mjs': `${TRY}import * as self from './main.mjs'; import { x as why, default as d } from './main.mjs';
        attempt(1, () => self.x); attempt(2, () => why); attempt(3, () => self.default); attempt(4, () => d); attempt(5, () => Object.keys(self));
        export let x = 1; export default class { static y = 5 }
        attempt(1, () => self.x); attempt(2, () => why); attempt(3, () => self.default.name); attempt(4, () => d.y);
        attempt(7, () => Object.keys(self)); attempt(8, () => self[Symbol.toStringTag])`,
    },
    'runs each module once, the deepest first': {
      'main.mjs': "import './b.mjs'; import './a.mjs'; import './b.mjs'; log('main')",
      'a.mjs': "import './b.mjs'; log('a')",
      'b.mjs': "import './a.mjs'; log('b')",
    },
    'through a dynamic import sees what is there': {
      'main.mjs':
        "export let x = 1; const { y } = await import('./b.mjs'); log(y); x = 2; const c = await import('./c.mjs'); log(c.get()); x = 3; log(c.get())",
      'b.mjs': 'export const y = 5',
      'c.mjs': "import { y } from './b.mjs'; export const get = () => y",
    },
  },
  'an export': {
    'passes through other modules': {
      'main.mjs':
        "import * as ns from './b.mjs'; import { q, st, r, default as d } from './b.mjs'; log(Object.keys(ns), q, st.x, r, d); ns.inc(); log(r, ns.x, st.x)",
      'b.mjs':
        "export * from './a.mjs'; export * as st from './a.mjs'; export { x as r } from './a.mjs'; import { x } from './a.mjs'; export { x as q }; export default 5; export const own = 1",
      'a.mjs': 'export let x = 1; export const inc = () => { x += 5 }; export default 7',
    },
    'that two stars bring is in neither': {
      'main.mjs': "import * as ns from './b.mjs'; log(Object.keys(ns)); import('./c.mjs').catch(log)",
      'b.mjs': "export * from './a.mjs'; export * from './a2.mjs'",
      'a.mjs': 'export const x = 1; export const y = 2',
      'a2.mjs': 'export const x = 1; export const z = 2',
      'c.mjs': "import { x } from './b.mjs'",
    },
    'that is missing is an error that names it': {
      'main.mjs': "for (const n of 'cde') await import(`./${n}.mjs`).catch(log)",
      'a.mjs': 'export const x = 1;',
      'c.mjs': "import { nope } from './a.mjs'",
      'd.mjs': "export { nope } from './a.mjs'",
      'e.mjs': "import d from './a.mjs'",
    },
    'by default has its name': {
      'main.mjs': `${Array.from({ length: 14 }, (_, i) => `import d${i} from './d${i}.mjs';`).join('')}
        log(${Array.from({ length: 14 }, (_, i) => `d${i}?.name`)}, d6(1), d0(), d12, d13)`,
      'd0.mjs': 'export default function () { return 1 }',
      'd1.mjs': 'export default function named() {}',
      'd2.mjs': 'export default class {}',
      'd3.mjs': 'export default class Named {}',
      'd4.mjs': 'export default () => {}',
      'd5.mjs': 'export default (class { })',
      'd6.mjs': 'export default async x => await x',
      'd7.mjs': 'export default (function () {})',
      'd8.mjs': 'export default async function* /* ( */ () {}',
      'd9.mjs': 'export default function* () {}',
      'd10.mjs': 'export default class { static name = "own" }',
      'd11.mjs': 'export default (0, () => {})',
      'd12.mjs': 'export\ndefault\n5',
      'd13.mjs': 'export default await 6',
    },
  },
  'a namespace': {
    'behaves as an exotic object': {
      'main.mjs': `${TRY}import * as n from './a.mjs'; export const z = 5;
        for (const f of [() => { n.a = 2 }, () => { n.q = 2 }, () => { delete n.a }, () => delete n.q,
          () => Object.defineProperty(n, 'a', { value: 9 }), () => Object.defineProperty(n, 'a', { value: 1 }) === n,
          () => Object.freeze(n), () => Object.setPrototypeOf(n, {}), () => Object.setPrototypeOf(n, null) === n,
          () => JSON.stringify(Object.getOwnPropertyDescriptors(n)), () => Reflect.ownKeys(n).map(String),
          () => Object.isFrozen(n), () => Object.isSealed(n), () => n + '', () => JSON.stringify(n), () => 'a' in n, () => 'q' in n,
          () => n.__proto__, () => Object.seal(n) === n, () => Object.preventExtensions(n) === n, () => { for (const k in n) log(k) },
          () => JSON.stringify({ ...n }), () => Object.prototype.hasOwnProperty.call(n, 'a'), () => Object.isExtensible(n),
          () => Object.getPrototypeOf(n), () => n[Symbol.iterator]]) attempt(f, f)`,
      'a.mjs': 'export let a = 1, z = 2, b = 3; export default function() {}',
    },
  },
  'top-level await': {
    'lets independent modules go on': {
      'main.mjs':
        "log('main start'); import { a } from './a.mjs'; import { b } from './b.mjs'; log('main', a, b); await null; log('end')",
      'a.mjs':
        "log('a1'); import './c.mjs'; await null; log('a2'); export const a = await Promise.resolve('A')",
      'b.mjs': "log('b1'); import './c.mjs'; export let b = 'B'; log('b2')",
      'c.mjs': "log('c1'); await null; log('c2'); await null; log('c3')",
    },
    'runs waiting modules in the order they were reached': {
      'main.mjs': "import './a.mjs'; import './b.mjs'; import './d.mjs'; log('main')",
      'a.mjs': "import './x.mjs'; log('a')",
      'b.mjs': "import './x.mjs'; import './y.mjs'; log('b1'); await 0; log('b2')",
      'd.mjs': "import './a.mjs'; log('d')",
      'x.mjs': "log('x1'); await 0; log('x2')",
      'y.mjs': "log('y1'); await 0; await 0; await 0; log('y2')",
    },
    'fails all modules that wait, each time they are imported': {
      'main.mjs':
        "for (const n of ['a', 'b', 'a']) try { await import('./' + n + '.mjs'); log('ok') } catch (e) { log(n, e) }",
      'a.mjs': "import './x.mjs'; log('never')",
      'b.mjs': "import './a.mjs'; log('never')",
      'x.mjs': "log('x1'); await 0; throw new Error('x')",
    },
    'works in a cycle': {
      'main.mjs': "import './a.mjs'; log('main')",
      'a.mjs':
        "import './b.mjs'; log('a1'); await 0; log('a2'); export const a = 1; export function ha() { return 'ha' }",
      'b.mjs':
        "import { a, ha } from './a.mjs'; log('b1', ha()); try { a } catch (e) { log(e) } await 0; log('b2'); Promise.resolve().then(() => { try { log(a) } catch (e) { log(e) } })",
    },
    'works in for await, labels and blocks': {
      'main.mjs': `for await (const x of [1, Promise.resolve(2)]) log(x); export const z = [await 1, await 2]; log(z);
        label: for await (const q of [1, 2]) { if (q) continue label }\nlog('end'); if (true) { await 0; log('in') }\n`,
    },
  },
  'a module': {
    'that throws is thrown again for each import': {
      'main.mjs':
        "for (const n of ['a', 'b', 'x']) try { await import('./' + n + '.mjs'); log('ok') } catch (e) { log(n, e) }",
      'a.mjs': "import './x.mjs'; log('never')",
      'b.mjs': "import './a.mjs'; log('never')",
      'x.mjs': "log('x1'); throw new Error('x')",
    },
    'has its own import.meta and no this': {
      'main.mjs':
        'log(typeof import.meta, Object.getPrototypeOf(import.meta), import.meta === import.meta); import.meta.q = 1; log(import.meta.q); log(typeof import\n.meta, this)',
    },
    'may begin with a hashbang': { 'main.mjs': '#!/usr/bin/env node\nlog(1);' },
    'may leave out semicolons around imports and exports': {
      'main.mjs':
        "let x = 1\nimport a from './a.mjs'\n(() => log('called', a))()\nexport default 5\nexport { x }\n[1].map((v) => log(v))\nexport const y = 1\n;`t`",
      'a.mjs': 'export default 1',
    },
    'reports bad arguments of import()': {
      'main.mjs': `const attempt = async (f) => { try { log(typeof await f()) } catch (e) { log(e?.name, e?.message ?? e) } };
        await attempt(() => import('./a.mjs', 1)); await attempt(() => import('./a.mjs', null)); await attempt(() => import('./a.mjs', { with: 1 }));
        await attempt(() => import('./a.mjs', { with: { type: 1 } })); await attempt(() => import({ toString() { throw 'str' } }));
        await attempt(() => import(Symbol())); await attempt(() => import('./a.mjs', {})); await attempt(() => import('./a.mjs', { with: {} }))`,
      'a.mjs': '',
    },
  },
};

for (const [subject, programs] of Object.entries(PROGRAMS)) {
  describe(subject, () => {
    for (const [sentence, files] of Object.entries(programs)) {
      test.concurrent(sentence, async () => {
        const [ours, nodes] = await Promise.all([logOfOurModules(files), logOfNodeModules(files)]);
        expect(ours).toEqual(nodes);
        expect(ours.length).toBeGreaterThan(0);
      });
    }
  });
}
