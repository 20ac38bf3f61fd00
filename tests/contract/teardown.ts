import { describe, expect, test } from 'vitest';
import { treeFromFlat } from '../../src/files/file-tree.ts';
import { createRequest } from '../../src/http/message.ts';
import { type ClosableEngine, watch } from './lab.ts';

export function describeTeardown(open: () => Promise<ClosableEngine>): void {
  describe('teardown', () => {
    test('it ends programs and open requests, and every later call is `ERR_ENGINE_STOPPED`', async () => {
      const engine = await open();
      await engine.mount(
        treeFromFlat({
          'server.mjs': `
          import { createServer } from 'node:http';
          createServer(() => console.log('asked')).listen(process.env.PORT);`,
        }),
      );
      const ready = new Promise((resolve) => engine.on('server-ready', resolve));
      const running = watch(await engine.spawn('node', ['server.mjs'], { env: { PORT: '3000' } }));
      await ready;
      const asked = engine.request(3000, createRequest({ path: '/' }));
      const stopped = expect(asked).rejects.toMatchObject({ code: 'ERR_ENGINE_STOPPED' });
      await running.wrote('asked');
      await engine.teardown();
      await stopped;
      expect(await running.process.exit).toMatchObject({ code: null, signal: 'SIGKILL' });
      for (const call of [
        () => engine.mount({}),
        () => engine.readFile('server.mjs'),
        () => engine.writeFile('a', ''),
        () => engine.rm('a'),
        () => engine.list(),
        () => engine.spawn('node', []),
        () => engine.request(3000, createRequest({ path: '/' })),
      ]) {
        await expect(call()).rejects.toMatchObject({ code: 'ERR_ENGINE_STOPPED' });
      }
      await engine.teardown();
      await engine.close();
    }, 120_000);

    test('two engines share neither files nor ports', async () => {
      const engines = await Promise.all([open(), open()]);
      try {
        const answers = await Promise.all(
          engines.map(async (engine, i) => {
            await engine.mount(
              treeFromFlat({
                [`only-${i}.txt`]: '',
                'server.mjs': `
                import { createServer } from 'node:http';
                createServer((req, res) => res.end('engine ${i}')).listen(process.env.PORT);`,
              }),
            );
            const ready = new Promise((resolve) => engine.on('server-ready', resolve));
            await engine.spawn('node', ['server.mjs'], { env: { PORT: '3000' } });
            await ready;
            const { body } = await engine.request(3000, createRequest({ path: '/' }));
            return [new TextDecoder().decode(body), (await engine.list()).join()];
          }),
        );
        expect(answers).toEqual([
          ['engine 0', 'only-0.txt,server.mjs'],
          ['engine 1', 'only-1.txt,server.mjs'],
        ]);
      } finally {
        await Promise.all(engines.map((engine) => engine.close()));
      }
    }, 120_000);
  });
}
