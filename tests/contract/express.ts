import { describe, expect, test } from 'vitest';
import {
  bytesFromText,
  createRequest,
  headerValue,
  headerValues,
  mediaType,
  textFromBytes,
} from '../../src/http/message.ts';
import type { Lab } from './lab.ts';

const app = (routes: string, end = ''): string => `
  import express from 'express';
  const app = express();
  app.use(express.json());
  ${routes}
  app.listen(process.env.PORT ?? 3000);
  ${end}`;

export function describeExpress(lab: Lab): void {
  describe('Express 5', () => {
    const send = async (parts: Parameters<typeof createRequest>[0]) => {
      const response = await lab.engine.request(3000, createRequest(parts));
      return { ...response, text: textFromBytes(response.body) };
    };

    test('it is the real one', async () => {
      const { stdout } = await lab.run(
        {
          'main.cjs': `console.log(require('express/package.json').version)`,
        },
        ['main.cjs'],
      );
      expect(stdout).toBe('5.3.0\n');
    });

    test('a JSON route answers with status, type, length, ETag and date', async () => {
      await lab.serve(app(`app.get('/books', (req, res) => res.json([{ id: 1, title: 'Pnin' }]));`));
      const response = await send({ path: '/books' });
      expect(response).toMatchObject({
        status: 200,
        statusText: 'OK',
        complete: true,
        text: '[{"id":1,"title":"Pnin"}]',
      });
      expect(headerValue(response.headers, 'content-type')).toBe('application/json; charset=utf-8');
      expect(headerValue(response.headers, 'content-length')).toBe('25');
      expect(headerValue(response.headers, 'x-powered-by')).toBe('Express');
      expect(headerValue(response.headers, 'etag')).toMatch(/^W\/"19-/);
      expect(new Date(headerValue(response.headers, 'date') as string).getTime()).toBeGreaterThan(0);
      expect(response.timing.total).toBeGreaterThanOrEqual(response.timing.firstByte);
    });

    test('an ES module and a CommonJS server behave alike', async () => {
      await lab.serve(
        {
          'server.cjs': `
          const express = require('express');
          const app = express();
          app.get('/', (req, res) => res.send('from CommonJS'));
          app.listen(process.env.PORT);`,
        },
        { file: 'server.cjs' },
      );
      const response = await send({ path: '/' });
      expect(response.text).toBe('from CommonJS');
      expect(mediaType(response.headers)).toBe('text/html');
    });

    test('request headers arrive with their case, order and repetitions; a `Host` is added', async () => {
      await lab.serve(
        app(
          `app.get('/', (req, res) => res.json({ raw: req.rawHeaders, cookie: req.headers.cookie, twice: req.headersDistinct['x-twice'] }));`,
        ),
      );
      const response = await send({
        path: '/',
        headers: [
          ['X-Twice', 'one'],
          ['Cookie', 'a=1; b=2'],
          ['x-tWICE', 'two'],
          ['Accept', 'text/html'],
        ],
      });
      const { raw, cookie, twice } = JSON.parse(response.text);
      expect(raw.slice(0, 8)).toEqual([
        'X-Twice',
        'one',
        'Cookie',
        'a=1; b=2',
        'x-tWICE',
        'two',
        'Accept',
        'text/html',
      ]);
      expect(raw[raw.findIndex((name: string) => name.toLowerCase() === 'host') + 1]).toMatch(
        /^localhost:\d+$/,
      );
      expect({ cookie, twice }).toEqual({ cookie: 'a=1; b=2', twice: ['one', 'two'] });
    });

    test('a `Host` of the caller is kept', async () => {
      await lab.serve(app(`app.get('/', (req, res) => res.send(req.headers.host));`));
      expect((await send({ path: '/', headers: { Host: 'books.example' } })).text).toBe('books.example');
    });

    test('response headers of one name stay apart: two cookies are two lines', async () => {
      await lab.serve(
        app(`
        app.get('/', (req, res) => {
          res.cookie('a', '1', { httpOnly: true }).cookie('b', '2');
          res.append('Link', '</one>; rel=next').append('Link', '</two>; rel=prev');
          res.send('ok');
        });`),
      );
      const { headers } = await send({ path: '/' });
      expect(headerValues(headers, 'set-cookie')).toEqual(['a=1; Path=/; HttpOnly', 'b=2; Path=/']);
      expect(headerValues(headers, 'link')).toEqual(['</one>; rel=next', '</two>; rel=prev']);
      expect(headers.filter(([name]) => name === 'Set-Cookie')).toHaveLength(2);
    });

    test('the path goes through untouched, escapes and query included', async () => {
      await lab.serve(
        app(`app.get('/find/:what', (req, res) => res.json([req.url, req.params.what, req.query.q]));`),
      );
      const response = await send({ path: '/find/a%2Fb%20%C3%A9?q=%3Cb%3E&q2=+' });
      expect(JSON.parse(response.text)).toEqual(['/find/a%2Fb%20%C3%A9?q=%3Cb%3E&q2=+', 'a/b é', '<b>']);
    });

    test('a JSON body is parsed, with the length added', async () => {
      await lab.serve(
        app(
          `app.post('/books', (req, res) => res.status(201).location('/books/7').json({ ...req.body, length: req.headers['content-length'] }));`,
        ),
      );
      const response = await send({
        method: 'POST',
        path: '/books',
        headers: { 'Content-Type': 'application/json' },
        body: '{"title":"Größe"}',
      });
      expect(response).toMatchObject({ status: 201, statusText: 'Created' });
      expect(headerValue(response.headers, 'location')).toBe('/books/7');
      expect(JSON.parse(response.text)).toEqual({ title: 'Größe', length: '19' });
    });

    test('a malformed and an oversized body are 400 and 413', async () => {
      await lab.serve(
        app(`
        app.post('/', (req, res) => res.json({}));
        app.use((err, req, res, next) => res.status(err.status).json({ type: err.type }));`),
      );
      const headers = { 'Content-Type': 'application/json' };
      const malformed = await send({ method: 'POST', path: '/', headers, body: '{"title":' });
      expect([malformed.status, malformed.text]).toEqual([400, '{"type":"entity.parse.failed"}']);
      const large = await send({
        method: 'POST',
        path: '/',
        headers,
        body: JSON.stringify('x'.repeat(200_000)),
      });
      expect([large.status, large.text]).toEqual([413, '{"type":"entity.too.large"}']);
    });

    test('bytes go both ways unchanged', async () => {
      await lab.serve(
        app(
          `app.post('/', express.raw({ type: '*/*', limit: '1mb' }), (req, res) => res.type('application/octet-stream').send(req.body));`,
        ),
      );
      const body = Uint8Array.from({ length: 300_000 }, (_, i) => (i * 7 + (i >> 8)) % 256);
      const response = await send({
        method: 'POST',
        path: '/',
        headers: { 'Content-Type': 'image/png' },
        body,
      });
      expect(response.body.length).toBe(body.length);
      expect(response.body.every((byte, i) => byte === body[i])).toBe(true);
    });

    test('HEAD has the headers of GET and no body', async () => {
      await lab.serve(app(`app.get('/', (req, res) => res.send('twelve bytes'));`));
      const response = await send({ method: 'HEAD', path: '/' });
      expect(response).toMatchObject({ status: 200, text: '', complete: true });
      expect(headerValue(response.headers, 'content-length')).toBe('12');
    });

    test('204 and 304 have no body', async () => {
      await lab.serve(
        app(`
        app.get('/none', (req, res) => res.status(204).send('ignored'));
        app.get('/same', (req, res) => res.send('cached'));`),
      );
      expect(await send({ path: '/none' })).toMatchObject({ status: 204, text: '', complete: true });
      const etag = headerValue((await send({ path: '/same' })).headers, 'etag') as string;
      const again = await send({ path: '/same', headers: { 'If-None-Match': etag } });
      expect(again).toMatchObject({ status: 304, statusText: 'Not Modified', text: '', complete: true });
    });

    test('an error that nobody handles is 500, as a page with the stack, and the stack on stderr', async () => {
      const running = await lab.serve(
        app(`app.get('/boom', () => { throw new Error('the till is stuck'); });`),
      );
      const response = await send({ path: '/boom' });
      expect(response.status).toBe(500);
      expect(mediaType(response.headers)).toBe('text/html');
      expect(response.text).toMatch(/Error: the till is stuck<br>[\s\S]*server\.mjs:5:/);
      expect(headerValue(response.headers, 'content-security-policy')).toBe("default-src 'none'");
      await running.wrote('Error: the till is stuck');
      expect((await send({ path: '/nope' })).status).toBe(404);
    });

    test('with `NODE_ENV=production` the page holds no stack', async () => {
      await lab.serve(app(`app.get('/boom', async () => { throw new Error('secret'); });`), {
        env: { NODE_ENV: 'production' },
      });
      const response = await send({ path: '/boom' });
      expect(response.status).toBe(500);
      expect(response.text).toContain('Internal Server Error');
      expect(response.text).not.toContain('secret');
    });

    test('a body in pieces over time arrives in pieces', async () => {
      await lab.serve(
        app(`
        app.get('/', async (req, res) => {
          for (const piece of ['one,', 'two,', 'three']) {
            res.write(piece);
            await new Promise((resolve) => setTimeout(resolve, 80));
          }
          res.end();
        });`),
      );
      const pieces: string[] = [];
      const response = await lab.engine.request(3000, createRequest({ path: '/' }), {
        onData: (chunk) => pieces.push(textFromBytes(chunk)),
      });
      expect(pieces).toEqual(['one,', 'two,', 'three']);
      expect(textFromBytes(response.body)).toBe('one,two,three');
      expect(headerValue(response.headers, 'transfer-encoding')).toBe('chunked');
      expect(response.timing.total - response.timing.firstByte).toBeGreaterThan(120);
    });

    test('twenty requests at once each get their own answer', async () => {
      await lab.serve(
        app(`
        app.post('/echo/:n', async (req, res) => {
          await new Promise((resolve) => setTimeout(resolve, 100 - req.params.n * 4));
          res.json({ n: Number(req.params.n), body: req.body.value });
        });`),
      );
      const started = performance.now();
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, n) =>
          send({
            method: 'POST',
            path: `/echo/${n}`,
            headers: { 'Content-Type': 'application/json' },
            body: JSON.stringify({ value: `v${n}` }),
          }),
        ),
      );
      expect(answers.map(({ text }) => JSON.parse(text))).toEqual(
        Array.from({ length: 20 }, (_, n) => ({ n, body: `v${n}` })),
      );
      expect(performance.now() - started).toBeLessThan(10_000);
    });

    test('two hundred requests one after the other', async () => {
      await lab.serve(app(`let n = 0; app.get('/', (req, res) => res.json(++n));`));
      for (let i = 1; i < 200; i++) await send({ path: '/' });
      expect((await send({ path: '/' })).text).toBe('200');
    });

    test('one connection can serve several requests of a program', async () => {
      await lab.serve(app(`app.get('/:n', (req, res) => { res.json(req.socket.remotePort) });`));
      const { stdout } = await lab.run(
        {
          'main.mjs': `
          import http from 'node:http';
          const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
          const ask = (n) => new Promise((resolve, reject) => {
            http.get(process.env.TARGET + '/' + n, { agent }, async (res) => {
              let text = '';
              for await (const chunk of res) text += chunk;
              resolve(text);
            }).on('error', reject);
          });
          const ports = [await ask(1), await ask(2), await ask(3)];
          console.log(new Set(ports).size);
          agent.destroy();`,
        },
        ['main.mjs'],
        { env: { TARGET: 'http://localhost:3000' } },
      );
      expect(stdout).toBe('1\n');
    });

    test('a request body may hold nothing', async () => {
      await lab.serve(app(`app.post('/', (req, res) => res.json(req.body ?? 'no body'));`));
      const response = await send({ method: 'POST', path: '/', body: bytesFromText('') });
      expect(response.text).toBe('"no body"');
    });
  });
}
