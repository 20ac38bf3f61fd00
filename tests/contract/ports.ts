import { describe, expect, test } from 'vitest';
import { createRequest } from '../../src/http/message.ts';
import type { Lab } from './lab.ts';

const hello = `
  import { createServer } from 'node:http';
  createServer((req, res) => res.end('hello ' + req.url)).listen(process.env.PORT, () => console.log('up'));`;

export function describePorts(lab: Lab): void {
  describe('ports', () => {
    test('a listening port is told once it can be reached, and told again when it is gone', async () => {
      const told: unknown[] = [];
      const off = lab.engine.on('port', (port, state, pid) => told.push([port, state, pid]));
      const closed = new Promise<void>((resolve) => {
        const stop = lab.engine.on('port', (_port, state) => {
          if (state !== 'close') return;
          stop();
          resolve();
        });
      });
      const running = await lab.serve(hello);
      expect((await lab.get('/there')).text).toBe('hello /there');
      running.process.kill();
      await closed;
      off();
      const { pid } = running.process;
      expect(told).toEqual([
        [3000, 'open', pid],
        [3000, 'close', pid],
      ]);
    });

    test('`server.close()` closes the port while the program goes on', async () => {
      const running = await lab.serve(`
        import { createServer } from 'node:http';
        const server = createServer((req, res) => res.end('bye')).listen(process.env.PORT);
        process.stdin.once('data', () => server.close(() => { console.log('closed'); setInterval(() => {}, 1000); }));`);
      await lab.get('/');
      const closed = new Promise((resolve) =>
        lab.engine.on('port', (_port, state) => state === 'close' && resolve(0)),
      );
      running.process.write('close\n');
      await running.wrote('closed');
      await closed;
      await expect(lab.get('/')).rejects.toMatchObject({ reason: 'ECONNREFUSED' });
    });

    test('before a server listens and after it has ended, requests are refused', async () => {
      await expect(lab.get('/')).rejects.toMatchObject({
        code: 'ERR_ENGINE_REQUEST',
        reason: 'ECONNREFUSED',
      });
      const running = await lab.serve(hello);
      running.process.kill();
      await running.ended;
      await expect(lab.get('/')).rejects.toMatchObject({
        code: 'ERR_ENGINE_REQUEST',
        reason: 'ECONNREFUSED',
      });
    });

    test('a port that is taken is `EADDRINUSE` for the second program, and the first goes on', async () => {
      await lab.serve(hello);
      const { code, stderr } = await lab.run({}, ['server.mjs'], { env: { PORT: '3000' } });
      expect(code).toBe(1);
      expect(stderr).toMatch(/EADDRINUSE[\s\S]*3000|EADDRINUSE[\s\S]*port/);
      expect((await lab.get('/still')).text).toBe('hello /still');
    });

    test('a restarted server begins with a fresh state', async () => {
      const counter = `
        import { createServer } from 'node:http';
        let count = 0;
        createServer((req, res) => res.end(String(++count))).listen(process.env.PORT);`;
      const first = await lab.serve(counter);
      expect((await lab.get('/')).text).toBe('1');
      expect((await lab.get('/')).text).toBe('2');
      first.process.kill();
      await first.ended;
      await lab.serve(counter);
      expect((await lab.get('/')).text).toBe('1');
    });

    test('two programs at once, one asking the other', async () => {
      await lab.serve(
        {
          'prices.mjs': `
          import { createServer } from 'node:http';
          createServer((req, res) => {
            res.setHeader('Content-Type', 'application/json');
            res.end(JSON.stringify({ path: req.url, got: req.headers['x-from'] }));
          }).listen(process.env.PORT);`,
        },
        { port: 4001, file: 'prices.mjs' },
      );
      await lab.serve(
        {
          'server.mjs': `
          import { createServer } from 'node:http';
          createServer(async (req, res) => {
            const answer = await fetch(process.env.PRICES_URL + '/price?of=1', { headers: { 'X-From': 'shop' } });
            res.statusCode = answer.status;
            res.end(JSON.stringify(await answer.json()));
          }).listen(process.env.PORT);`,
        },
        { env: { PRICES_URL: 'http://localhost:4001' } },
      );
      const response = await lab.get('/');
      expect(JSON.parse(response.text)).toEqual({ path: '/price?of=1', got: 'shop' });
    });

    test('a request by one program to a port where nothing listens is refused', async () => {
      const { stdout } = await lab.run(
        {
          'main.mjs': `
          try { await fetch(process.env.TARGET) } catch (error) { console.log(error.message, error.cause?.code) }`,
        },
        ['main.mjs'],
        { env: { TARGET: 'http://localhost:4999' } },
      );
      expect(stdout).toBe('fetch failed ECONNREFUSED\n');
    });

    test('one program may listen on several ports', async () => {
      const second = lab.ready(4002);
      await lab.serve({
        'server.mjs': `
          import { createServer } from 'node:http';
          createServer((req, res) => res.end('first')).listen(process.env.PORT);
          createServer((req, res) => res.end('second')).listen(4002);`,
      });
      await second;
      expect((await lab.get('/')).text).toBe('first');
      expect((await lab.get('/', 4002)).text).toBe('second');
    });

    test('a server of a child process can be reached as well', async () => {
      const ready = lab.ready(3000);
      await lab.start(
        {
          'main.mjs': `import { fork } from 'node:child_process'; fork('./server.mjs');`,
          'server.mjs': hello,
        },
        ['main.mjs'],
        { env: { PORT: '3000' } },
      );
      await ready;
      expect((await lab.get('/child')).text).toBe('hello /child');
    });

    test('a listener can be taken off', async () => {
      let calls = 0;
      const off = lab.engine.on('server-ready', () => calls++);
      off();
      await lab.serve(hello);
      expect(calls).toBe(0);
    });

    test('a request to a refused port names the port', async () => {
      const refused = lab.engine.request(3999, createRequest({ path: '/x' }));
      await expect(refused).rejects.toThrow(/3999/);
    });
  });
}
