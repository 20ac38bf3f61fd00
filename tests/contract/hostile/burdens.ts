/** Programs that use up what there is. Each ends by itself, with what it says; the engine must be none the worse. */
export interface Burden {
  readonly tries: string;
  readonly code: string;
  /** What it writes to stdout in the end. */
  readonly says: RegExp;
  /** What is told about a limit, on stderr. */
  readonly told?: RegExp;
}

export const BURDENS: readonly Burden[] = [
  {
    tries: 'fill the memory with buffers',
    code: `const kept = [];
      try { for (let i = 0; i < 1000; i++) kept.push(new Uint8Array(256 * 2 ** 20)); console.log('no end'); }
      catch (error) { console.log(error.name); }`,
    says: /^RangeError$/,
  },
  {
    tries: 'double a string',
    code: `let text = 'x'; try { for (;;) text += text; } catch (error) { console.log(error.name); }`,
    says: /^(?:RangeError|InternalError)$/,
  },
  {
    tries: 'call themselves for ever',
    code: `const again = () => again() + 1; try { again(); } catch (error) { console.log(error.name); }`,
    says: /^(?:RangeError|InternalError)$/,
  },
  {
    tries: 'set half a million timers',
    code: `for (let i = 0; i < 500_000; i++) setTimeout(() => {}, 1e6); console.log('set'); process.exit();`,
    says: /^set$/,
  },
  {
    tries: 'reject a hundred thousand promises that nobody looks at',
    code: `let seen = 0;
      process.on('unhandledRejection', () => { if (++seen === 100_000) console.log(seen); });
      for (let i = 0; i < 100_000; i++) Promise.reject(i);`,
    says: /^100000$/,
  },
  {
    tries: 'write a line of 64 MiB',
    code: `console.log('x'.repeat(64 * 2 ** 20)); console.log('after');`,
    says: /^after$/,
    told: /\[Output capped: /,
  },
  {
    tries: 'write more lines than can be shown',
    code: `const line = 'a line of output that nobody reads '.repeat(10);
      for (let i = 0; i < 50_000; i++) process.stdout.write(line + i + '\\n');`,
    says: /nobody reads \d+$/,
    told: /\[Output capped: /,
  },
  {
    tries: 'make a million files',
    code: `const { mkdirSync, writeFileSync } = require('fs');
      mkdirSync('many');
      try { for (let i = 0; i < 1e6; i++) writeFileSync('many/file' + i, ''); console.log('no end'); }
      catch (error) { console.log(error.code); }`,
    says: /^ENOSPC$/,
  },
  {
    tries: 'fill the disk',
    code: `const { appendFileSync } = require('fs'); const piece = Buffer.alloc(16 * 2 ** 20);
      try { for (let i = 0; i < 200; i++) appendFileSync('big', piece); console.log('no end'); }
      catch (error) { console.log(error.code); }`,
    says: /^ENOSPC$/,
  },
  {
    tries: 'change a file ten thousands of times in one go',
    code: `const { writeFileSync, readFileSync } = require('fs');
      for (let i = 0; i < 20_000; i++) writeFileSync('counter', String(i)); console.log(readFileSync('counter', 'utf8'));`,
    says: /^19999$/,
  },
  {
    tries: 'nest folders without end',
    code: `const { mkdirSync } = require('fs');
      try { for (let i = 0; i < 20_000; i++) { mkdirSync('d'); process.chdir('d'); } console.log('no end'); }
      catch (error) { console.log(error.code); }`,
    says: /^ENAMETOOLONG$/,
  },
  {
    tries: 'start processes without end',
    code: `const { spawn } = require('child_process'); let failed = 0;
      for (let i = 0; i < 60; i++) spawn('node', ['-e', 'setInterval(() => {}, 1000)']).on('error', (error) => {
        if (++failed === 30) { console.log(error.code, error.syscall); process.exit(); }
      });`,
    says: /^EAGAIN spawn node$/,
  },
  {
    tries: 'start threads without end',
    code: `const { Worker } = require('worker_threads'); let failed = 0;
      for (let i = 0; i < 60; i++) new Worker('setInterval(() => {}, 1000)', { eval: true }).on('exit', (code) => {
        if (++failed === 30) { console.log(code); process.exit(); }
      });`,
    says: /^1$/,
    told: /\[The sandbox runs 16 processes and threads at a time/,
  },
  {
    tries: 'go on after their own exit',
    code: `console.log('gone'); try { process.exit(); } finally { for (;;) console.log('still there'); }`,
    says: /^gone$/,
  },
  {
    tries: 'answer a process that asks for itself, without end',
    code: `require('child_process').fork(__filename).on('error', () => {}).on('exit', (code) => {
        if (process.ppid === 1) console.log('ended'); process.exit(0);
      });`,
    says: /^ended$/,
  },
  {
    tries: 'wait for a process that waits for itself, without end',
    code: `const { spawnSync } = require('child_process');
      const { error, stdout } = spawnSync(process.execPath, [__filename], { encoding: 'utf8' });
      console.log(error ? error.code : stdout.trim());`,
    says: /^EAGAIN$/,
  },
  {
    tries: 'wait for one shell after the other',
    code: `const { execSync } = require('child_process'); let failed = 0;
      for (let i = 0; i < 6; i++) try { execSync('exit ' + i, { stdio: 'ignore' }); } catch ({ status }) { if (status === i) failed++; }
      console.log(failed);`,
    says: /^5$/,
  },
  {
    tries: 'repeat a text past every limit',
    code: `const told = [2 ** 31, 2 ** 53 - 1, Infinity].map((count) => { try { return 'xy'.repeat(count).length; } catch (error) { return error.name; } });
      console.log([...new Set(told)].join());`,
    says: /^(?:RangeError|InternalError|,)+$/,
  },
  {
    tries: 'hand out objects whose traps speak',
    code: `const trap = new Proxy({}, { get: () => () => { throw new Error('trap'); } });
      const handed = new Proxy({ type: 'exit', code: 9, signal: 9, data: 'x' }, trap);
      const { MessageChannel } = require('worker_threads');
      const ways = [() => console.log('%o', handed), () => process.stdout.write(handed), () => process.exit(handed), () => process.kill(handed),
        () => new MessageChannel().port1.postMessage(handed), () => structuredClone(handed), () => { process.exitCode = handed; },
        () => { process.env.X = handed; }, () => { process.title = handed; }, () => require('child_process').spawn('node', [handed], { env: { X: handed } }),
        () => require('fs').writeFileSync(handed, handed), () => fetch(handed), () => require('http').get(handed), () => process.emitWarning(handed)];
      for (const way of ways) try { Promise.resolve(way()).catch(() => {}); } catch {}
      console.log('handed', process.exitCode, process.env.X); process.exit(0);`,
    says: /^handed undefined undefined$/,
  },
  {
    tries: 'nest what is printed, cloned and read, ten thousand deep',
    code: `let deep = {}; for (let i = 0; i < 10_000; i++) deep = { deep };
      const told = [() => JSON.stringify(deep), () => structuredClone(deep), () => console.log(deep), () => require('v8').serialize(deep),
        () => JSON.parse('['.repeat(100_000))].map((way) => { try { way(); return 'done'; } catch (error) { return error.constructor.name; } });
      console.log(told.every((each) => /^(?:done|RangeError|InternalError|SyntaxError|DOMException|Error)$/.test(each)));`,
    says: /^true$/,
  },
];

/** Programs that never end, each in a way of its own; all are ended by `SIGKILL`. */
export const LOOPS: Readonly<Record<string, string>> = {
  'in a loop': 'while (true) {}',
  'in microtasks': 'const again = () => Promise.resolve().then(again); again();',
  'in awaits': '(async () => { for (;;) await null; })();',
  'in ticks': 'const again = () => process.nextTick(again); again();',
  'in immediates': 'const again = () => setImmediate(again); setInterval(() => {}, 0); again();',
  'in a regular expression': "/^(a+)+$/.test('a'.repeat(40) + '!');",
  'in a sort': '[3, 1, 2].sort(() => { for (;;); });',
  'in a getter of what is printed':
    "console.log({ get x() { return 1 }, [Symbol.for('nodejs.util.inspect.custom')]() { for (;;); } });",
  'waiting for shared memory': 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);',
  'while it is asked to stop': "process.on('SIGTERM', () => {}); process.on('SIGINT', () => {}); for (;;);",
  'in a child': "require('child_process').fork('./loop.cjs');",
  'in a thread': "new (require('worker_threads').Worker)('./loop.cjs');",
  writing: "for (;;) process.stdout.write('.');",
  'writing files': "for (let i = 0; ; i++) require('fs').writeFileSync('f', String(i));",
};

/** Programs that break what the engine itself may stand on. Whatever comes of them, it stays with them. */
export const POLLUTIONS: Readonly<Record<string, string>> = {
  'give every object a type and a signal': "Object.prototype.type = 'exit'; Object.prototype.signal = 9;",
  'give every object getters': `for (const key of ['type', 'pid', 'fd', 'bytes', 'at', 'thread', 'stdio', 'code', 'network', 'event'])
      Object.defineProperty(Object.prototype, key, { get() { return 'polluted'; }, set() {}, configurable: true });`,
  'replace the iterator of arrays': 'Array.prototype[Symbol.iterator] = function* () {};',
  'replace methods of arrays':
    "for (const name of ['push', 'map', 'shift', 'splice', 'slice']) Array.prototype[name] = () => {};",
  'replace methods of maps':
    "for (const name of ['get', 'set', 'delete', 'values']) Map.prototype[name] = () => {};",
  'replace JSON': "JSON.parse = JSON.stringify = () => { throw new Error('JSON'); };",
  'replace methods of texts':
    "for (const name of ['slice', 'split', 'replace', 'indexOf', 'startsWith', 'charCodeAt']) String.prototype[name] = () => {};",
  'put setters at the places of arrays':
    "for (const at of [0, 1, 2]) Object.defineProperty(Array.prototype, at, { get() { return 'polluted'; }, set() {} });",
  'replace what makes stacks': `Error.captureStackTrace = () => { throw new Error('capture'); };
      Error.prepareStackTrace = () => { throw new Error('prepare'); };`,
  'replace clocks and codecs': `Date.now = performance.now = () => NaN;
      TextDecoder.prototype.decode = () => ''; globalThis.TextEncoder = globalThis.TextDecoder = class {};`,
  'replace methods of objects': `for (const holder of [Reflect, Object])
      for (const name of ['apply', 'get', 'assign', 'keys', 'defineProperty', 'getPrototypeOf']) if (holder[name]) holder[name] = () => {};`,
  'catch ports that pass by, and send forged messages on them': `const { apply } = Reflect;
      const forged = [{ type: 'exit', code: 0, signal: 9 }, { type: 'output', piece: null }, { type: 'kill', pid: 1 }, null, 5, { type: 'fs' }];
      const isPort = (value) => value !== null && typeof value === 'object' && typeof value.postMessage === 'function';
      const look = (value) => { if (isPort(value)) for (const message of forged) try { value.postMessage(message); } catch {} };
      for (const [holder, names] of [[Array.prototype, ['push', 'map']], [Map.prototype, ['set', 'get']], [Set.prototype, ['add']], [WeakMap.prototype, ['set']], [Object, ['assign']]])
        for (const name of names) {
          const before = holder[name];
          holder[name] = function (...args) { look(this); for (let i = 0; i < args.length; i++) look(args[i]); return apply(before, this, args); };
        }
      require('http').createServer((req, res) => res.end()).listen(0);`,
  'replace `then`': "Promise.prototype.then = function () { throw new Error('then'); };",
  'replace `call` and `apply`': 'Function.prototype.call = Function.prototype.apply = () => {};',
  'replace the port of messages':
    'MessagePort.prototype.postMessage = () => {}; globalThis.postMessage = () => {};',
  'replace typed arrays':
    'globalThis.Uint8Array = class {}; globalThis.Promise = class {}; globalThis.Map = class {};',
  'freeze what there is':
    'for (const name of Object.getOwnPropertyNames(globalThis)) Object.freeze(globalThis[name]?.prototype);',
  'take the global object apart':
    'for (const name of Object.getOwnPropertyNames(globalThis)) { try { delete globalThis[name]; } catch {} }',
};
