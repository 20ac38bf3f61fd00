import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openEngine } from '../../scripts/in-page.mjs';
import { treeFromFlat } from '../../src/files/file-tree.ts';
import { BURDENS, LOOPS, POLLUTIONS } from './hostile/burdens.ts';
import { reachProgram, relayedReachProgram } from './hostile/reach.ts';
import { WatchedPage } from './hostile/watched-page.ts';
import { type ClosableEngine, Lab, watch } from './lab.ts';

/**
 * What programs try, and what must hold whatever they do: the page's thread is free all the time, nothing of the page
 * was seen or changed, and the next program runs as soon as on a fresh engine.
 */
describe('the engine in the page, under attack', { timeout: 60_000 }, () => {
  const lab = new Lab(async (): Promise<ClosableEngine> => openEngine({ engine: 'embedded' }));
  let page: WatchedPage;
  /** A sandbox that is led away: it takes seconds to be sure of its end, so that begins first. */
  let lost: Awaited<ReturnType<typeof leadAway>>;
  /** Milliseconds that a program takes on the machine as it is. */
  let usual = 0;

  const begin = async () => {
    page = await WatchedPage.watch(lab.engine);
    const started = performance.now();
    await lab.run({ 'first.mjs': 'console.log("here")' }, ['first.mjs']);
    usual = performance.now() - started;
  };
  const standsStill = async () => {
    const started = performance.now();
    const { stdout } = await lab.run({ 'after.mjs': 'console.log("still here")' }, ['after.mjs']);
    expect(stdout).toBe('still here\n');
    expect(performance.now() - started).toBeLessThan(5 * usual + 1000);
    await page.expectUntouched();
  };

  beforeAll(async () => {
    lost = await leadAway();
    await lab.open();
    await begin();
  }, 300_000);
  afterEach(async () => {
    const before = lab.engine;
    await lab.clear();
    if (lab.engine !== before) await begin();
  }, 60_000);
  afterAll(() => lab.close(), 60_000);

  test.each([
    ['a program', ['reach.cjs']],
    ['a thread and a child process', ['relay.cjs', 'main']],
  ])(
    '%s reaches for the page, its storage, the network, other machines and other memory',
    async (_who, args) => {
      const { stdout, stderr } = await lab.run(
        { 'reach.cjs': reachProgram, 'relay.cjs': relayedReachProgram },
        args,
      );
      expect(stderr).toBe('');
      expect(stdout.trimEnd().split('\n')).toEqual(args.length === 1 ? ['{}'] : ['{}', '{}']);
      await standsStill();
    },
  );

  test('a program speaks to the page and the kernel on every channel that it has', async () => {
    const { stdout } = await lab.run(
      {
        'main.cjs': `
          const { parentPort, BroadcastChannel: Threads } = require('worker_threads');
          const forged = [{ type: 'exit', code: 0, signal: 9 }, { type: 'kill', pid: 2, signal: 9 }, { id: 1, method: 'rm', args: ['/'] }];
          for (const channel of [new BroadcastChannel('safety-net'), new Threads('safety-net')]) {
            for (const message of forged) channel.postMessage(message);
            channel.close();
          }
          for (const message of forged) { parentPort?.postMessage(message); process.send?.(message); }
          console.log(parentPort, process.send);
          process.kill(1, 'SIGKILL');`,
      },
      ['main.cjs'],
    );
    expect(stdout).toBe('null undefined\n');
    await standsStill();
  });

  test('a program reads what another one keeps, and ends it only as a user may', async () => {
    const victim = await lab.start(
      {
        'victim.mjs': `const secret = process.env.SECRET; console.log('up', secret.length); setInterval(() => {}, 1000);`,
      },
      ['victim.mjs'],
      { env: { SECRET: 'correct horse' } },
    );
    await victim.wrote('up');
    const { stdout } = await lab.run(
      {
        'spy.mjs': `
        import { readFileSync, readdirSync } from 'node:fs';
        const pid = ${victim.process.pid};
        const told = [JSON.stringify(process.env).includes('horse')];
        for (const path of ['environ', 'mem', 'maps', 'fd/0'])
          try { readFileSync(\`/proc/\${pid}/\${path}\`); told.push(path); } catch (error) { told.push(error.code); }
        told.push(process.kill(pid, 0));
        process.kill(pid, 'SIGTERM');
        console.log(told.join());`,
      },
      ['spy.mjs'],
    );
    expect(stdout).toBe('false,ENOENT,ENOENT,ENOENT,ENOENT,true\n');
    expect(await victim.ended).toMatchObject({ signal: 'SIGTERM' });
    await standsStill();
  });

  test.each(BURDENS)('programs $tries', async ({ code, says, told }) => {
    const { stdout, stderr } = await lab.run({ 'main.cjs': code }, ['main.cjs']);
    expect(stdout.trimEnd().split('\n').at(-1)).toMatch(says);
    if (told) expect(stderr).toMatch(told);
    await standsStill();
  });

  test('programs run for ever, each in its own way, and are ended at once', async () => {
    const files = Object.fromEntries(
      Object.values(LOOPS).map((code, i) => [`loop-${i}.cjs`, `console.log('up');\n${code}`]),
    );
    await lab.engine.mount(treeFromFlat({ ...files, 'loop.cjs': 'for (;;);' }));
    const names = Object.keys(LOOPS);
    // A few at a time: the machine is to stay usable for those who run the test, too.
    for (let i = 0; i < names.length; i += 4) {
      const group = await Promise.all(
        names
          .slice(i, i + 4)
          .map(async (_name, at) => watch(await lab.engine.spawn('node', [`loop-${i + at}.cjs`]))),
      );
      await Promise.all(group.map((each) => each.wrote('up')));
      for (const { process } of group) process.kill('SIGKILL');
      const ended = await Promise.all(group.map((each) => each.ended));
      expect(ended.map(({ signal }, at) => [names[i + at], signal])).toEqual(
        group.map((_, at) => [names[i + at], 'SIGKILL']),
      );
      await standsStill();
    }
  });

  test('a server answers without end, and the client hangs up', async () => {
    await lab.serve(`
      import { createServer } from 'node:http';
      createServer((req, res) => {
        const piece = Buffer.alloc(2 ** 20);
        const more = () => { while (res.write(piece)); res.once('drain', more); };
        if (req.url === '/blind') for (let i = 0; i < 300; i++) res.write(piece);
        else more();
      }).listen(process.env.PORT);`);
    await expect(lab.get('/')).rejects.toMatchObject({ code: 'ERR_ENGINE_TOO_LONG' });
    await expect(lab.get('/blind')).rejects.toMatchObject({ code: 'ERR_ENGINE_TOO_LONG' });
    await standsStill();
  });

  test('programs break what the engine itself may stand on', async () => {
    const names = Object.keys(POLLUTIONS);
    const files = Object.fromEntries(
      Object.values(POLLUTIONS).map((code, i) => [
        `break-${i}.cjs`,
        `console.log('begun');\n${code}\nsetTimeout(() => process.exit(), 10);`,
      ]),
    );
    await lab.engine.mount(treeFromFlat(files));
    // All at once would be more processes than run at a time.
    for (let i = 0; i < names.length; i += 9) {
      const group = names.slice(i, i + 9);
      const running = await Promise.all(
        group.map(async (_name, at) => watch(await lab.engine.spawn('node', [`break-${i + at}.cjs`]))),
      );
      // Those that have cut themselves off cannot say that they have ended.
      await Promise.all(running.map((each) => each.wrote('begun')));
      await standsStill();
      for (const { process } of running) process.kill('SIGKILL');
      const ended = await Promise.all(running.map((each) => each.ended));
      expect(ended.map(({ stdout }) => stdout.split('\n')[0])).toEqual(group.map(() => 'begun'));
    }
    await standsStill();
  });

  test('a sandbox whose process is gone is noticed, its calls do not hang, and a new one starts in its page', async () => {
    const { child, error, engine } = lost;
    try {
      expect(await error).toMatchObject({ code: 'ERR_ENGINE_OUT_OF_MEMORY' });
      expect(await child.exit).toEqual({ code: null, signal: 'SIGKILL' });
      await expect(engine.list()).rejects.toMatchObject({ code: 'ERR_ENGINE_OUT_OF_MEMORY' });
      await engine.reboot();
      const again = watch(await engine.spawn('node', ['-p', '40 + 2']));
      expect((await again.ended).stdout).toBe('42\n');
    } finally {
      await engine.close();
    }
  });
});

/** An engine whose frame shows something else from now on: to the page as if the frame's process had died. */
async function leadAway() {
  const engine = await openEngine({ engine: 'embedded', packages: [] });
  const child = await engine.spawn('node', ['-e', 'setInterval(() => {}, 1000)']);
  const error = new Promise((resolve) => engine.on('error', resolve));
  await engine.page.evaluate(`void (document.querySelector('iframe').src = 'about:blank')`);
  return { engine, child, error };
}
