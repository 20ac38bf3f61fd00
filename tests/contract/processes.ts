import { describe, expect, test } from 'vitest';
import type { Signal } from '../../src/engine/engine.ts';
import type { Lab } from './lab.ts';

export function describeProcesses(lab: Lab): void {
  describe('processes', () => {
    test('arguments, environment and working directory arrive', async () => {
      const { stdout } = await lab.run(
        {
          'sub/main.mjs': `
            import { basename } from 'node:path';
            console.log(JSON.stringify({
              argv: process.argv.slice(2), script: basename(process.argv[1]), cwd: basename(process.cwd()),
              execArgv: process.execArgv, given: process.env.GIVEN, empty: process.env.EMPTY,
              known: ['NODE_ENV', 'NODE_OPTIONS', 'PORT'].filter((name) => name in process.env),
              path: typeof process.env.PATH, home: typeof process.env.HOME, main: import.meta.filename.endsWith('/sub/main.mjs'),
            }));`,
        },
        ['main.mjs', 'one', 'two words', '--flag=é'],
        { cwd: 'sub', env: { GIVEN: 'a b=c', EMPTY: '' } },
      );
      expect(JSON.parse(stdout)).toEqual({
        argv: ['one', 'two words', '--flag=é'],
        script: 'main.mjs',
        cwd: 'sub',
        execArgv: [],
        given: 'a b=c',
        empty: '',
        known: [],
        path: 'string',
        home: 'string',
        main: true,
      });
    });

    test('it is Node 24', async (context) => {
      lab.needs(context, 'node-24');
      const { stdout } = await lab.run({ 'main.mjs': 'console.log(process.version)' });
      expect(stdout).toMatch(/^v24\.\d+\.\d+\n$/);
    });

    test('`node -e` and `node -p` run what they are given', async () => {
      expect((await lab.run({}, ['-p', '6 * 7'])).stdout).toBe('42\n');
      expect((await lab.run({}, ['-e', 'console.log(typeof require)'])).stdout).toBe('function\n');
    });

    test.each([
      ['a program that reaches its end exits with 0', 'console.log("done")', 0],
      [
        '`process.exit(7)` exits with 7, and nothing runs after it',
        'process.exit(7); console.log("never")',
        7,
      ],
      ['`process.exitCode` is used at the end', 'process.exitCode = 3', 3],
      ['an uncaught error exits with 1', 'throw new Error("no")', 1],
      [
        'an unhandled rejection exits with 1',
        'Promise.reject(new Error("no")); setTimeout(() => {}, 5000)',
        1,
      ],
      [
        'a throw inside an `uncaughtException` listener exits with 7',
        'process.on("uncaughtException", () => { throw new Error("again") }); throw new Error("first")',
        7,
      ],
      ['a top-level `await` that can never settle exits with 13', 'await new Promise(() => {})', 13],
    ])('%s', async (_name, code, expected) => {
      const { code: exit, signal, stdout } = await lab.run({ 'main.mjs': code });
      expect({ exit, signal }).toEqual({ exit: expected, signal: null });
      expect(stdout).not.toContain('never');
    });

    test('an uncaught error is told on stderr: file, line, the line itself, message and stack', async () => {
      const { stderr, stdout, code } = await lab.run({
        'main.mjs': `import { read } from './reader.mjs';\n\nread(undefined);\n`,
        'reader.mjs': `export function read(book) {\n  return book.title;\n}\n`,
      });
      expect(code).toBe(1);
      expect(stdout).toBe('');
      expect(stderr).toMatch(/reader\.mjs:2\n {2}return book\.title;\n {14}\^\n/);
      expect(stderr).toContain("TypeError: Cannot read properties of undefined (reading 'title')");
      expect(stderr).toMatch(/at read \(.*reader\.mjs:2:15\)\n {4}at .*main\.mjs:3:1\n/);
      expect(stderr).toMatch(/\nNode\.js v24\.\d+\.\d+\n$/);
    });

    test('a syntax error names its file and line and exits with 1', async () => {
      const { stderr, code } = await lab.run({ 'main.mjs': 'const ok = 1;\nconst broken = ;\n' });
      expect(code).toBe(1);
      expect(stderr).toMatch(/main\.mjs:2\n/);
      expect(stderr).toContain('SyntaxError: Unexpected token');
    });

    test('a module that is not there exits with 1 and is named', async () => {
      const missing = await lab.run({ 'main.mjs': `import './not-here.mjs';` });
      expect(missing).toMatchObject({ code: 1, stdout: '' });
      expect(missing.stderr).toMatch(/ERR_MODULE_NOT_FOUND[\s\S]*not-here\.mjs/);
      const noPackage = await lab.run({ 'main.cjs': `require('no-such-package')` }, ['main.cjs']);
      expect(noPackage.code).toBe(1);
      expect(noPackage.stderr).toMatch(/Cannot find module 'no-such-package'[\s\S]*MODULE_NOT_FOUND/);
    });

    test('a file that is not there cannot be started', async () => {
      const { code, stderr } = await lab.run({}, ['nothing.mjs']);
      expect(code).toBe(1);
      expect(stderr).toContain('nothing.mjs');
    });

    test('stdout and stderr arrive apart, each in order and whole', async (context) => {
      lab.needs(context, 'separate-stderr');
      const lines = Array.from({ length: 400 }, (_, i) => `line ${i}`);
      const { stdout, stderr } = await lab.run({
        'main.mjs': `for (let i = 0; i < 400; i++) { console.log('line ' + i); console.error('line ' + i); }`,
      });
      expect(stdout).toBe(`${lines.join('\n')}\n`);
      expect(stderr).toBe(`${lines.join('\n')}\n`);
    });

    test('lines that are written apart arrive in the order of writing across both streams', async () => {
      const { chunks } = await lab.run({
        'main.mjs': `
          for (const name of ['a', 'b', 'c', 'd']) {
            (name < 'c' ? console.log : console.error)(name);
            await new Promise((resolve) => setTimeout(resolve, 60));
            (name < 'c' ? console.error : console.log)(name.toUpperCase());
            await new Promise((resolve) => setTimeout(resolve, 60));
          }`,
      });
      expect(chunks.map(({ stream, data }) => `${stream} ${data.trim()}`)).toEqual([
        'stdout a',
        'stderr A',
        'stdout b',
        'stderr B',
        'stderr c',
        'stdout C',
        'stderr d',
        'stdout D',
      ]);
      const times = chunks.map(({ at }) => at);
      expect(times).toEqual([...times].sort((a, b) => a - b));
      expect((times.at(-1) as number) - (times[0] as number)).toBeGreaterThan(300);
    });

    test('lines written in one go arrive in the order of writing across both streams', async (context) => {
      lab.needs(context, 'output-order');
      const { chunks } = await lab.run({
        'main.mjs': `for (let i = 0; i < 50; i++) (i % 3 ? console.log : console.error)('line ' + i);`,
      });
      expect(chunks.map(({ data }) => data).join('')).toBe(
        Array.from({ length: 50 }, (_, i) => `line ${i}\n`).join(''),
      );
    });

    test('a large output and characters of several bytes come through whole', async () => {
      const { stdout } = await lab.run({
        'main.mjs': `process.stdout.write('ä€😀'.repeat(100_000)); process.stdout.write('end');`,
      });
      expect(stdout.length).toBe(400_003);
      expect(stdout).toBe(`${'ä€😀'.repeat(100_000)}end`);
    });

    test('what was written before `process.exit` arrives', async () => {
      const { stdout, stderr } = await lab.run({
        'main.mjs': `console.log('out'); console.error('err'); process.exit(0);`,
      });
      expect({ stdout, stderr }).toEqual({ stdout: 'out\n', stderr: 'err\n' });
    });

    test('stdin: what is written arrives, `null` ends it', async () => {
      const running = await lab.start({
        'main.mjs': `
          let text = '';
          for await (const chunk of process.stdin.setEncoding('utf8')) text += chunk;
          console.log(JSON.stringify(text));`,
      });
      running.process.write('first ');
      running.process.write('sécond\n');
      running.process.write(null);
      expect((await running.ended).stdout).toBe('"first sécond\\n"\n');
    });

    test('writing and killing after the end do nothing', async () => {
      const running = await lab.start({ 'main.mjs': '' });
      await running.ended;
      running.process.write('late');
      running.process.write(null);
      running.process.kill();
      expect(await running.process.exit).toEqual({ code: 0, signal: null });
    });

    test.each(['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGUSR2', 'SIGKILL'] as Signal[])(
      '%s ends a program that does not listen to it',
      async (signal) => {
        const running = await lab.start({ 'main.mjs': `console.log('up'); setInterval(() => {}, 1000);` });
        await running.wrote('up');
        running.process.kill(signal);
        expect(await running.ended).toMatchObject({ code: null, signal });
      },
    );

    test.each(['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGUSR2'] as Signal[])(
      'a program that listens to %s decides itself how it ends',
      async (signal, ...rest) => {
        void rest;
        const running = await lab.start({
          'main.mjs': `
            process.on('${signal}', (name) => { console.log('got ' + name); setTimeout(() => process.exit(5), 10); });
            console.log('up'); setInterval(() => {}, 1000);`,
        });
        await running.wrote('up');
        running.process.kill(signal);
        expect(await running.ended).toMatchObject({ code: 5, signal: null, stdout: `up\ngot ${signal}\n` });
      },
    );

    test('`while (true) {}` can be killed, also when it would listen to signals', async () => {
      const running = await lab.start({
        'main.mjs': `process.on('SIGTERM', () => {}); console.log('up'); while (true) {}`,
      });
      await running.wrote('up');
      running.process.kill('SIGKILL');
      expect(await running.ended).toMatchObject({ code: null, signal: 'SIGKILL', stdout: 'up\n' });
    });

    test('a program in an endless loop at its start holds nothing else up', async () => {
      const stuck = await lab.start({ 'stuck.mjs': 'while (true) {}' }, ['stuck.mjs']);
      const { stdout } = await lab.run({ 'main.mjs': `console.log('I run');` });
      expect(stdout).toBe('I run\n');
      stuck.process.kill('SIGKILL');
      expect(await stuck.ended).toMatchObject({ signal: 'SIGKILL' });
    });

    test('`spawn` and `exit` are told', async () => {
      const told: unknown[] = [];
      const offs = [
        lab.engine.on('spawn', (pid, command, args) => told.push(['spawn', pid, command, args])),
        lab.engine.on('exit', (pid, status) => told.push(['exit', pid, status])),
      ];
      const exited = new Promise((resolve) => offs.push(lab.engine.on('exit', resolve)));
      const running = await lab.start({ 'main.mjs': 'process.exitCode = 4' }, ['main.mjs', 'x']);
      await running.ended;
      await exited;
      for (const off of offs) off();
      const { pid } = running.process;
      expect(told).toEqual([
        ['spawn', pid, 'node', ['main.mjs', 'x']],
        ['exit', pid, { code: 4, signal: null }],
      ]);
    });

    test('a program that the engine does not have is `ERR_ENGINE_NO_COMMAND`', async () => {
      await expect(lab.engine.spawn('no-such-program', [])).rejects.toMatchObject({
        code: 'ERR_ENGINE_NO_COMMAND',
      });
    });

    test('an engine that cannot install has no shell', async (context) => {
      context.skip(lab.engine.capabilities.has('install'), 'the engine has one');
      await expect(lab.engine.openShell({ cols: 80, rows: 24 })).rejects.toMatchObject({
        code: 'ERR_ENGINE_UNSUPPORTED',
      });
    });

    test('a working directory that is not there is refused', async () => {
      await expect(lab.engine.spawn('node', ['-v'], { cwd: 'nowhere' })).rejects.toMatchObject({
        code: 'ERR_ENGINE_NO_FILE',
      });
    });

    test('`AsyncLocalStorage` keeps its store across `await`', async (context) => {
      lab.needs(context, 'async-context');
      const { stdout } = await lab.run({
        'main.mjs': `
          import { AsyncLocalStorage } from 'node:async_hooks';
          const storage = new AsyncLocalStorage();
          const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
          const seen = await Promise.all([1, 2, 3].map((n) => storage.run(n, async () => {
            await sleep(30 - n * 10);
            const first = storage.getStore();
            try { await Promise.reject(new Error('x')) } catch {}
            return [first, storage.getStore()];
          })));
          console.log(JSON.stringify([seen, storage.getStore() ?? null]));`,
      });
      expect(JSON.parse(stdout)).toEqual([
        [
          [1, 1],
          [2, 2],
          [3, 3],
        ],
        null,
      ]);
    });
  });
}
