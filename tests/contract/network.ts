import { describe, expect, test } from 'vitest';
import { createRequest, textFromBytes } from '../../src/http/message.ts';
import type { Lab } from './lab.ts';

const server = (handler: string): string => `
  import { createServer } from 'node:http';
  const server = createServer((req, res) => { ${handler} });
  server.listen(process.env.PORT);`;

export function describeNetwork(lab: Lab): void {
  describe('a request that does not end well', () => {
    test('a connection that is closed without an answer is `ECONNRESET`', async () => {
      await lab.serve(server(`req.socket.destroy();`));
      await expect(lab.get('/')).rejects.toMatchObject({ code: 'ERR_ENGINE_REQUEST', reason: 'ECONNRESET' });
    });

    test('a connection that is reset is `ECONNRESET`', async () => {
      await lab.serve(server(`req.socket.resetAndDestroy();`));
      await expect(lab.get('/')).rejects.toMatchObject({ code: 'ERR_ENGINE_REQUEST', reason: 'ECONNRESET' });
    });

    test('a program that ends in the middle of a request is `ECONNRESET`', async () => {
      const running = await lab.serve(server(`process.exit(9);`));
      await expect(lab.get('/')).rejects.toMatchObject({ reason: 'ECONNRESET' });
      expect((await running.ended).code).toBe(9);
    });

    test('an answer that is not HTTP is `HPE_INVALID`', async () => {
      await lab.serve(`
        import { createServer } from 'node:net';
        createServer((socket) => socket.once('data', () => socket.end('SSH-2.0-nothing\\r\\n'))).listen(process.env.PORT);`);
      await expect(lab.get('/')).rejects.toMatchObject({ code: 'ERR_ENGINE_REQUEST', reason: 'HPE_INVALID' });
    });

    test('a request that cannot be written is refused, not changed', async () => {
      await lab.serve(server(`res.end(req.url);`));
      await expect(lab.get('/a b')).rejects.toMatchObject({
        code: 'ERR_ENGINE_REQUEST',
        reason: 'HPE_INVALID',
      });
    });

    test.each([
      ['chunked', `res.write('half'); setTimeout(() => res.destroy(), 60);`],
      [
        'of a stated length',
        `res.setHeader('Content-Length', '100'); res.write('half'); setTimeout(() => res.destroy(), 60);`,
      ],
    ])(
      'a response, %s, that is cut in the middle arrives with `complete: false`',
      async (_name, handler, ...rest) => {
        void rest;
        await lab.serve(server(handler));
        const response = await lab.get('/');
        expect(response).toMatchObject({ status: 200, complete: false, text: 'half' });
      },
    );

    test('Express cuts the response when an error comes after the first bytes', async (context) => {
      lab.needs(context, 'incomplete-responses');
      await lab.serve(`
        import express from 'express';
        const app = express();
        app.get('/export', async (req, res) => {
          res.type('text/csv').write('id,total\\n');
          await new Promise((resolve) => setTimeout(resolve, 60));
          throw new Error('cursor lost');
        });
        app.listen(process.env.PORT);`);
      expect(await lab.get('/export')).toMatchObject({ status: 200, complete: false, text: 'id,total\n' });
      expect((await lab.get('/nope')).status).toBe(404);
    });

    test('an answer that never comes is `ERR_ENGINE_TIMEOUT`, and names the request', async () => {
      await lab.serve(server(''));
      const waited = performance.now();
      await expect(
        lab.engine.request(3000, createRequest({ path: '/silent' }), { timeout: 300 }),
      ).rejects.toMatchObject({
        code: 'ERR_ENGINE_TIMEOUT',
        message: expect.stringContaining('GET /silent'),
      });
      expect(performance.now() - waited).toBeGreaterThan(250);
    });

    test('an endless loop in a handler times out, and the program can be killed', async () => {
      const running = await lab.serve(server(`console.log('in'); while (true) {}`));
      await expect(
        lab.engine.request(3000, createRequest({ path: '/' }), { timeout: 500 }),
      ).rejects.toMatchObject({ code: 'ERR_ENGINE_TIMEOUT' });
      running.process.kill('SIGKILL');
      expect(await running.ended).toMatchObject({ signal: 'SIGKILL', stdout: 'in\n' });
    });

    test('aborting rejects with its reason, and the server sees the visitor leave', async (context) => {
      lab.needs(context, 'client-abort');
      const running = await lab.serve(
        server(`
        console.log('asked');
        res.on('close', () => console.log('closed, finished: ' + res.writableFinished));`),
      );
      const leaving = new AbortController();
      const asked = lab.engine.request(3000, createRequest({ path: '/' }), { signal: leaving.signal });
      const rejected = expect(asked).rejects.toThrow('I have had enough');
      await running.wrote('asked');
      leaving.abort(new Error('I have had enough'));
      await rejected;
      await running.wrote('closed, finished: false');
    });

    test('aborting in the middle of a body hangs up as well', async (context) => {
      lab.needs(context, 'client-abort');
      const running = await lab.serve(
        server(`
        const timer = setInterval(() => res.write('tick'), 30);
        res.on('close', () => { clearInterval(timer); console.log('gone'); });`),
      );
      const leaving = new AbortController();
      const asked = lab.engine.request(3000, createRequest({ path: '/' }), {
        signal: leaving.signal,
        onData: () => leaving.abort(),
      });
      await expect(asked).rejects.toMatchObject({ name: 'AbortError' });
      await running.wrote('gone');
    });

    test('an aborted signal sends nothing', async () => {
      const running = await lab.serve(server(`console.log('asked'); res.end();`));
      const signal = AbortSignal.abort(new Error('before'));
      await expect(lab.engine.request(3000, createRequest({ path: '/' }), { signal })).rejects.toThrow(
        'before',
      );
      await lab.get('/');
      running.process.kill();
      expect((await running.ended).stdout).toBe('asked\n');
    });

    test('an early answer to a large upload is received', async () => {
      await lab.serve(server(`res.writeHead(413, { Connection: 'close' }).end('too large'); req.resume();`));
      const body = new Uint8Array(3_000_000);
      const response = await lab.engine.request(3000, createRequest({ method: 'POST', path: '/', body }));
      expect([response.status, textFromBytes(response.body)]).toEqual([413, 'too large']);
    });

    test('malformed HTTP never reaches the handler: Node answers 400 itself', async () => {
      const running = await lab.serve(server(`console.log('reached'); res.end();`));
      const { stdout } = await lab.run(
        {
          'main.mjs': `
          import { connect } from 'node:net';
          const { hostname, port } = new URL(process.env.TARGET);
          const socket = connect(Number(port), hostname, () => socket.write('GET / HTTP/1.1\\r\\nbad header line\\r\\n\\r\\n'));
          let text = '';
          socket.on('data', (data) => { text += data; });
          socket.on('close', () => console.log(text.split('\\r\\n')[0]));`,
        },
        ['main.mjs'],
        { env: { TARGET: 'http://localhost:3000' } },
      );
      expect(stdout).toBe('HTTP/1.1 400 Bad Request\n');
      running.process.kill();
      expect((await running.ended).stdout).toBe('');
    });

    test('a program that is told to stop finishes what it began, then ends', async (context) => {
      lab.needs(context, 'signals');
      const running = await lab.serve(`
        import { createServer } from 'node:http';
        const server = createServer((req, res) => { console.log('began'); setTimeout(() => res.end('finished'), 250); });
        server.listen(process.env.PORT);
        process.on('SIGTERM', () => server.close(() => { console.log('drained'); process.exit(0); }));`);
      const slow = lab.get('/');
      await running.wrote('began');
      running.process.kill('SIGTERM');
      expect((await slow).text).toBe('finished');
      expect(await running.ended).toMatchObject({ code: 0, signal: null, stdout: 'began\ndrained\n' });
    });
  });
}
