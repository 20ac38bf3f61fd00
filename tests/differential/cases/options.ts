import type { Scenario } from '../scenario.ts';

/** Options of `node`, and what the process says of itself. */
export const optionsCases: readonly Scenario[] = [
  {
    name: 'options: --input-type=module and --eval',
    files: { x: '' },
    args: [
      '--input-type=module',
      '-e',
      'import fs from "fs"; console.log(typeof fs.readFileSync, import.meta.url.slice(0,5))',
    ],
  },
  {
    name: 'options: -p with arguments',
    files: { x: '' },
    args: ['-p', 'process.argv.length + [1,2].map(x=>x*2).join()', 'a'],
  },
  {
    name: 'options: --env-file',
    files: {
      'main.mjs': 'console.log(process.env.A, process.env.B, process.env.C, process.env.D)',
      '.env': 'A=1\nB="two words"\n# c\nexport C=\'x # y\' # z\nD=`multi\nline`\n',
    },
    args: ['--env-file=.env', 'main.mjs'],
  },
  {
    name: 'options: --env-file that is missing',
    files: { 'main.mjs': '' },
    args: ['--env-file=gone.env', 'main.mjs'],
  },
  {
    name: 'options: --import of what throws',
    files: { 'main.mjs': 'console.log("never")', 'i.mjs': 'await 1; throw new Error("in instrument")' },
    args: ['--import', './i.mjs', 'main.mjs'],
  },
  {
    name: 'options: --enable-source-maps',
    files: {
      'main.js': 'throw new Error("x")\n//# sourceMappingURL=main.js.map',
      'main.js.map':
        '{"version":3,"sources":["src.ts"],"names":[],"mappings":"AAEA","sourcesContent":["// one\\n\\nthrow new Error(\\"x\\" as string)"]}',
    },
    args: ['--enable-source-maps', 'main.js'],
  },
  {
    name: 'options: --stack-trace-limit',
    files: { 'main.cjs': 'function a(n) { if (n) return a(n - 1); throw new Error("x") }\na(20)' },
    args: ['--stack-trace-limit=3', 'main.cjs'],
  },
  {
    name: 'options: --disable-warning',
    files: {
      'main.cjs':
        'process.emitWarning("a", "DeprecationWarning", "DEP1"); process.emitWarning("b", "Own", "X1")',
    },
    args: ['--disable-warning=DEP1', 'main.cjs'],
  },
  {
    name: 'options: --trace-deprecation',
    files: { 'main.cjs': 'require("util").deprecate(() => {}, "old", "DEP1")()' },
    args: ['--trace-deprecation', 'main.cjs'],
  },
  { name: 'options: --version', files: { x: '' }, args: ['--version'] },
  {
    name: 'options: --unhandled-rejections with a mode that there is not',
    files: { 'main.cjs': '' },
    args: ['--unhandled-rejections=nope', 'main.cjs'],
  },
  {
    name: 'options: --conditions',
    files: {
      'main.mjs': 'import x from "p"; console.log(x)',
      'node_modules/p/package.json': '{"exports":{"custom":"./c.mjs","default":"./d.mjs"}}',
      'node_modules/p/c.mjs': 'export default "custom"',
      'node_modules/p/d.mjs': 'export default "default"',
    },
    args: ['-C', 'custom', 'main.mjs'],
  },
  {
    name: 'options: --unhandled-rejections=strict with listeners',
    files: {
      'main.cjs': `process.on("unhandledRejection", (r) => console.log("un", r.message)); process.on("uncaughtException", (e, o) => console.log("ex", e.message, o)); Promise.reject(new Error("r"))`,
    },
    args: ['--unhandled-rejections=strict', 'main.cjs'],
  },
  {
    name: 'options: NODE_OPTIONS and NODE_NO_WARNINGS',
    files: { 'main.cjs': 'process.emitWarning("w"); console.log(process.execArgv)' },
    env: { NODE_NO_WARNINGS: '1', NODE_OPTIONS: '--trace-warnings' },
  },
  {
    name: 'process: every event of a throw',
    files: {
      'main.cjs': `for (const n of ['exit','beforeExit','uncaughtException','uncaughtExceptionMonitor','unhandledRejection','rejectionHandled','warning','multipleResolves']) process.on(n, (a, b) => console.log(n, a?.message ?? a, typeof b === 'object' ? b?.constructor?.name : b, process.exitCode));
setTimeout(() => { throw new Error("t") }, 1); setTimeout(() => console.log("later"), 5)`,
    },
  },
  {
    name: 'process: every event of a rejection',
    files: {
      'main.cjs': `for (const n of ['exit','beforeExit','uncaughtException','uncaughtExceptionMonitor','unhandledRejection','rejectionHandled','warning','multipleResolves']) process.on(n, (a, b) => console.log(n, a?.message ?? a, typeof b === 'object' ? b?.constructor?.name : b, process.exitCode));
Promise.reject(new Error("r")); setTimeout(() => console.log("later"), 5)`,
    },
  },
  {
    name: 'process: a once listener that throws',
    files: {
      'main.cjs':
        'process.once("uncaughtException", (e) => { console.log("once", e.message); throw new Error("rethrown") }); setTimeout(() => { throw new Error("a") }, 1)',
    },
  },
  {
    name: 'process: a monitor that throws',
    files: {
      'main.cjs':
        'process.on("uncaughtExceptionMonitor", () => { throw new Error("in the monitor") }); throw new Error("x")',
    },
  },
  {
    name: 'process: unhandledRejection with reasons and promises of every kind',
    files: {
      'main.cjs': `process.on("unhandledRejection", (r, p) => console.log(r, p)); Promise.reject(1); Promise.reject(2); (async () => { throw undefined })(); new Promise((_, j) => j({a:1}))`,
    },
  },
  {
    name: 'process: a listener of unhandledRejection that rejects',
    files: {
      'main.cjs':
        'process.on("unhandledRejection", (r) => { console.log(r); if (r < 3) Promise.reject(r + 1) }); Promise.reject(1)',
    },
  },
  {
    name: 'process: listeners of exit, one of which throws',
    files: {
      'main.cjs': `process.once("exit", () => console.log("once")); process.prependListener("exit", () => console.log("first")); process.on("exit", () => { console.log("throws"); throw new Error("x") }); process.on("exit", () => console.log("never"))`,
    },
  },
  {
    name: 'process: an async listener of uncaughtException',
    files: {
      'main.cjs':
        'process.on("uncaughtException", async (e) => { console.log(e.message); await null; console.log("awaited"); process.exitCode = 6 }); null.x',
    },
  },
  {
    name: 'process: odd values for exitCode',
    files: {
      'main.cjs': `for (const v of ["0","12",null,undefined,1.0,256,-1,2**31,2**32,1n]) { try { process.exitCode = v; console.log(typeof v, v, process.exitCode) } catch (e) { console.log(typeof v, e.name, e.code, e.message) } } process.exitCode = undefined`,
    },
  },
  {
    name: 'process: every form of emitWarning',
    files: {
      'main.cjs': String.raw`(async () => { for (const f of [()=>process.emitWarning(), ()=>process.emitWarning('a','B','C',5), ()=>process.emitWarning('m',{type:5}), ()=>process.emitWarning('m',{code:5}), ()=>process.emitWarning('m','T',()=>{}), ()=>process.emitWarning(new TypeError('te')), ()=>process.emitWarning(Object.assign(new Error('with name'),{name:'MyWarning',code:'MW1',detail:'the detail'})), ()=>process.emitWarning('multi\nline','W'), ()=>process.emitWarning('x',{type:'DeprecationWarning',code:'DEP01',detail:'d'}), ()=>{process.noDeprecation=true; process.emitWarning('hidden','DeprecationWarning')}]) { try { const v = await f(); console.log(v) } catch (e) { console.log(e?.name, e?.code, e?.message, e?.cause?.code) } } })();
process.on("warning", w => console.log("W", w.name, w.code, w.message, w.detail))`,
    },
  },
  {
    name: 'process: the order of a whole turn',
    files: {
      'main.cjs': `const fs=require('fs'); const o=[]; const p=(x)=>o.push(x); setTimeout(()=>{p('t0');process.nextTick(()=>p('t0 tick'));Promise.resolve().then(()=>p('t0 micro'));setImmediate(()=>p('t0 imm'))},0); setImmediate(()=>{p('imm1');process.nextTick(()=>p('imm1 tick'));queueMicrotask(()=>p('imm1 qm'))}); setImmediate(()=>p('imm2')); process.nextTick(()=>{p('tick1');process.nextTick(()=>p('tick1.1'));Promise.resolve().then(()=>p('tick1 micro'))}); Promise.resolve().then(()=>{p('m1');process.nextTick(()=>p('m1 tick'));queueMicrotask(()=>p('m1 qm'))}); (async()=>{p('a1');await null;p('a2');await new Promise(r=>process.nextTick(r));p('a3')})(); p('sync'); process.on('exit',()=>console.log(o.filter(x=>x!=='t0'&&!x.startsWith('t0')).join(', '), '|', o.filter(x=>x.startsWith('t0')).join(', ')))`,
    },
  },
  {
    name: 'process: the order in a module',
    files: {
      'main.mjs': `const p=console.log; process.nextTick(()=>p('tick')); Promise.resolve().then(()=>p('micro')); setImmediate(()=>p('imm')); queueMicrotask(()=>p('qm')); p('sync'); await null; p('after await'); process.nextTick(()=>p('tick2')); await 0; p('after 2')`,
    },
  },
  {
    name: 'process: the order of thenables and combinators',
    files: {
      'main.cjs': `const p=console.log; const t={then(r){p('then called');r('t')}}; (async()=>{p(await t)})(); Promise.resolve(t).then(p); new Promise(r=>r(Promise.resolve('inner'))).then(p); Promise.all([1,Promise.resolve(2)]).then(()=>p('all')); Promise.race([1]).then(()=>p('race')); Promise.resolve().then(()=>p(1)).then(()=>p(2)).then(()=>p(3)).then(()=>p(4)); (async()=>{try{await Promise.reject(1)}catch{p('c')}finally{p('f')}})(); Promise.try(()=>p('try')).then(()=>p('tried')); (async()=>{for await(const x of [Promise.resolve('fa'),'fb']) p(x)})(); (async function*(){yield 'g'})().next().then(x=>p(x.value))`,
    },
  },
  {
    name: 'process: every method of console',
    files: {
      'main.cjs': `console.error('e %s', 'x'); console.warn('w'); console.info('i'); console.debug('d'); console.assert(false,'as %d',5); console.assert(true); console.count(); console.count('a'); console.countReset('a'); console.count('a'); console.group('G'); console.log('in'); console.group(); console.log({a:1,b:[1,2]}); console.groupEnd(); console.groupEnd(); console.log('out'); console.table([{a:1,b:2},{a:3}]); console.table([[1,2],[3]]); console.table(new Map([['k','v']])); console.table(5); console.table([{a:1,b:2}],['b']); console.dir({a:{b:{c:{d:1}}}},{depth:0}); console.dirxml({a:1}); console.timeEnd('no'); console.timeLog('no'); console.trace('tr %s','x'); console.log(); console.log('%c styled','color:red'); console.log('%o %O',{f(){}},{a:1}); console.log('%i %f %d','1.5','1.5','x'); console.log('%%',1); console.log('%s',null,undefined,5n,Symbol('s'),-0); console.log('%j',{a:1n}.b); const {Console}=require('console'); new Console(process.stdout,process.stderr,false).log('own'); console.log(-0,[-0],[undefined,null],[,'x'],{undefined:undefined}); try{new Console({})}catch(e){console.log(e.code,e.message)}`,
    },
  },
  {
    name: 'process: stdin with for await',
    files: {
      'main.cjs':
        '(async()=>{for await (const c of process.stdin) console.log(String(c)); console.log("end")})()',
    },
    stdin: 'x\ny',
  },
  {
    name: 'options: a module of --eval that throws',
    files: { 'unused.txt': '' },
    args: ['--input-type=module', '-e', 'await 1;\nthrow new TypeError("m")'],
  },
  {
    name: 'options: --input-type of no type',
    files: { 'unused.txt': '' },
    args: ['--input-type=x', '-e', '1'],
  },
  ...['--nope', '-e 1', '--test', '--no-warnings --stack-trace-limit=1'].map((text) => ({
    name: `options: NODE_OPTIONS with ${text}`,
    files: { 'main.cjs': 'process.emitWarning("not seen"); throw new Error("x")' },
    env: { NODE_OPTIONS: text },
  })),
  {
    name: 'options: --env-file-if-exists of no file',
    files: { 'unused.txt': '' },
    args: ['--env-file-if-exists=none.env', '-p', '1'],
  },
];
