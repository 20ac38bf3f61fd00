import { describe, expect, test } from 'vitest';
import { createRequest, headerValue, textFromBytes } from '../../src/http/message.ts';
import type { ClosableEngine, Lab } from './lab.ts';

/** A server for `fastify`, `koa` and `hono`: one route that answers, one that fails. */
const frameworks: Readonly<Record<string, string>> = {
  fastify: `
    import fastify from 'fastify';
    const app = fastify({ logger: true });
    app.get('/books/:id', async (request) => ({ id: request.params.id }));
    app.get('/boom', async () => { throw new Error('the till is stuck'); });
    await app.listen({ port: process.env.PORT, host: 'localhost' });`,
  koa: `
    import Koa from 'koa';
    const app = new Koa();
    app.use(async (ctx) => {
      if (ctx.path === '/boom') throw new Error('the till is stuck');
      ctx.body = { id: ctx.path.split('/')[2] };
    });
    app.listen(process.env.PORT);`,
  hono: `
    import { Hono } from 'hono';
    import { serve } from '@hono/node-server';
    const app = new Hono();
    app.get('/books/:id', (c) => c.json({ id: c.req.param('id') }));
    app.get('/boom', () => { throw new Error('the till is stuck'); });
    serve({ fetch: app.fetch, port: Number(process.env.PORT) });`,
};

const lines = (text: string): Record<string, unknown>[] =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

export function describePackages(
  lab: Lab,
  open: (packages?: readonly string[]) => Promise<ClosableEngine>,
): void {
  describe('the packages', () => {
    test.each(Object.entries(frameworks))('%s answers, and reports an error', async (_name, code) => {
      const running = await lab.serve(code);
      expect(JSON.parse((await lab.get('/books/7')).text)).toEqual({ id: '7' });
      const failed = await lab.get('/boom');
      expect(failed.status).toBe(500);
      await running.wrote('the till is stuck');
    });

    test.each(['require', 'import'])('hono and eta can be loaded by %s', async (way) => {
      const code =
        way === 'import'
          ? `import { Hono } from 'hono'; import { cors } from 'hono/cors'; import { Eta } from 'eta';`
          : `const { Hono } = require('hono'); const { cors } = require('hono/cors'); const { Eta } = require('eta');`;
      const file = way === 'import' ? 'main.mjs' : 'main.cjs';
      const { stdout, stderr } = await lab.run(
        {
          [file]: `${code}
            const app = new Hono().use(cors()).get('/', (c) => c.text(new Eta().renderString('<%= it.name %>', { name: 'Ann' })));
            Promise.resolve(app.request('/')).then((response) => response.text()).then(console.log);`,
        },
        [file],
      );
      expect({ stdout, stderr }).toEqual({ stdout: 'Ann\n', stderr: '' });
    });

    test('pino writes JSON lines to stdout: levels, bindings, serialized errors, redaction', async () => {
      const { stdout, stderr } = await lab.run({
        'main.mjs': `
          import pino from 'pino';
          const log = pino({ level: 'debug', redact: ['user.password'] });
          log.child({ requestId: 'r1' }).info({ user: { name: 'Ann', password: 'secret' } }, 'hello %s', 'Ann');
          log.error(new Error('the till is stuck', { cause: new TypeError('no coins') }), 'failed');
          log.trace('not shown');`,
      });
      expect(stderr).toBe('');
      const [hello, failed, ...rest] = lines(stdout);
      expect(rest).toEqual([]);
      expect(hello).toMatchObject({
        level: 30,
        requestId: 'r1',
        user: { name: 'Ann', password: '[Redacted]' },
        msg: 'hello Ann',
      });
      expect(failed).toMatchObject({ level: 50, msg: 'failed', err: { type: 'Error' } });
      expect((failed as { err: { stack: string } }).err.stack).toMatch(
        /main\.mjs:5:21[\s\S]*caused by: TypeError/,
      );
    });

    test('pino writes to a file, synchronously and not', async () => {
      const { stdout, stderr } = await lab.run({
        'main.mjs': `
          import pino from 'pino';
          import { readFileSync } from 'node:fs';
          pino(pino.destination({ dest: 'sync.log', sync: true })).info('one');
          console.log(JSON.parse(readFileSync('sync.log', 'utf8')).msg);
          const stream = pino.destination({ dest: 'logs/later.log', sync: false, mkdir: true });
          pino(stream).info('two');
          stream.on('drain', () => console.log(JSON.parse(readFileSync('logs/later.log', 'utf8')).msg));`,
      });
      expect({ stdout, stderr }).toEqual({ stdout: 'one\ntwo\n', stderr: '' });
    });

    test('pino logs through a transport in a worker thread', async (context) => {
      lab.needs(context, 'worker-threads');
      const { stderr, code } = await lab.run({
        'main.mjs': `
          import pino from 'pino';
          const log = pino(pino.transport({ target: 'pino/file', options: { destination: 'app.log' } }));
          log.info('from the thread');`,
      });
      expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
      const [record] = lines(textFromBytes(await lab.engine.readFile('app.log')));
      expect(record).toMatchObject({ msg: 'from the thread' });
    });

    test('pino-http logs each request with its answer', async () => {
      const running = await lab.serve(`
        import express from 'express';
        import { pinoHttp } from 'pino-http';
        const app = express();
        app.use(pinoHttp({ genReqId: (req) => req.headers['x-request-id'] }));
        app.get('/', (req, res) => { req.log.info('inside'); res.send('ok'); });
        app.get('/boom', (req, res, next) => next(new Error('the till is stuck')));
        app.listen(process.env.PORT);`);
      await lab.engine.request(3000, createRequest({ path: '/', headers: { 'X-Request-Id': 'r7' } }));
      await lab.get('/boom');
      await running.wrote('request errored');
      running.process.kill('SIGKILL');
      const records = lines((await running.ended).stdout);
      expect(records.map(({ msg }) => msg)).toEqual(['inside', 'request completed', 'request errored']);
      expect(records[1]).toMatchObject({
        req: { id: 'r7', method: 'GET', url: '/' },
        res: { statusCode: 200 },
      });
    });

    test('ejs, eta and nunjucks render, and escape', async () => {
      const { stdout, stderr } = await lab.run({
        'views/page.ejs': `<p><%= name %></p><%- include('foot') %>`,
        'views/foot.ejs': '<hr>',
        'views/page.eta': `<p><%= it.name %></p>`,
        'views/base.njk': `<main>{% block body %}{% endblock %}</main>`,
        'views/page.njk': `{% extends "base.njk" %}{% block body %}{{ name }}{% endblock %}`,
        'main.mjs': `
          import ejs from 'ejs';
          import { Eta } from 'eta';
          import nunjucks from 'nunjucks';
          const name = '<Ann>';
          console.log(await ejs.renderFile('views/page.ejs', { name }));
          console.log(new Eta({ views: import.meta.dirname + '/views' }).render('page', { name }));
          nunjucks.configure('views', { autoescape: true });
          console.log(nunjucks.render('page.njk', { name }));`,
      });
      expect(stderr).toBe('');
      expect(stdout.split('\n')).toEqual([
        '<p>&lt;Ann&gt;</p><hr>',
        '<p>&lt;Ann&gt;</p>',
        '<main>&lt;Ann&gt;</main>',
        '',
      ]);
    });

    test('express renders a view with ejs, and a mistake in it names file and line', async () => {
      await lab.serve({
        'views/index.ejs': '<h1><%= title %></h1>',
        'views/bad.ejs': '<h1>\n<%= nobody.name %></h1>',
        'server.mjs': `
            import express from 'express';
            const app = express();
            app.set('view engine', 'ejs');
            app.get('/', (req, res) => res.render('index', { title: 'Books' }));
            app.get('/bad', (req, res) => res.render('bad'));
            app.listen(process.env.PORT);`,
      });
      expect((await lab.get('/')).text).toBe('<h1>Books</h1>');
      expect((await lab.get('/bad')).text).toMatch(/bad\.ejs:2/);
    });

    test('opossum opens after failures, and lets a trial through later', async () => {
      const { stdout, stderr } = await lab.run({
        'main.mjs': `
          import { once } from 'node:events';
          import { setTimeout } from 'node:timers/promises';
          import CircuitBreaker from 'opossum';
          let broken = true;
          const call = async () => { if (broken) throw new Error('down'); return 'up'; };
          const breaker = new CircuitBreaker(call, { errorThresholdPercentage: 50, resetTimeout: 50, volumeThreshold: 2 });
          for (const event of ['open', 'halfOpen', 'close']) breaker.on(event, () => console.log(event));
          for (let i = 0; i < 3; i++) await breaker.fire().catch((error) => console.log(error.code ?? error.message));
          broken = false;
          // The breaker's own timer keeps no process alive.
          await Promise.all([once(breaker, 'halfOpen'), setTimeout(100)]);
          console.log(await breaker.fire());
          breaker.shutdown();`,
      });
      expect({ stdout, stderr }).toEqual({
        stdout: 'down\nopen\ndown\nEOPENBREAKER\nhalfOpen\nclose\nup\n',
        stderr: '',
      });
    });

    test.each([
      ['inside the program', ['server.mjs'], `import './instrument.mjs';`],
      ['by `--import`', ['--import', './instrument.mjs', 'server.mjs'], ''],
    ])('the Sentry SDK, set up %s, sends an error to a collector', async (_how, args, first) => {
      const collector = await lab.serve(
        `
        import { createServer } from 'node:http';
        createServer(async (req, res) => {
          let text = '';
          for await (const chunk of req) text += chunk;
          for (const line of text.split('\\n').filter((each) => each.includes('"exception"'))) {
            const { exception, tags } = JSON.parse(line);
            console.log(JSON.stringify({ url: req.url, value: exception.values[0].value, tags, file: exception.values[0].stacktrace.frames.at(-1).filename.split('/').at(-1) }));
          }
          res.end('{}');
        }).listen(process.env.PORT);`,
        { port: 9000, file: 'collector.mjs' },
      );
      const ready = lab.ready(3000);
      await lab.start(
        {
          'instrument.mjs': `
            import * as Sentry from '@sentry/node';
            Sentry.init({ dsn: process.env.SENTRY_DSN, environment: 'test', tracesSampleRate: 0 });`,
          'server.mjs': `${first}
            import * as Sentry from '@sentry/node';
            import express from 'express';
            const app = express();
            app.get('/boom', () => {
              Sentry.setTag('till', 3);
              throw new Error('the till is stuck');
            });
            Sentry.setupExpressErrorHandler(app);
            app.listen(process.env.PORT);`,
        },
        args,
        { env: { PORT: '3000', SENTRY_DSN: 'http://public@localhost:9000/1' } },
      );
      await ready;
      expect((await lab.get('/boom')).status).toBe(500);
      await collector.wrote('the till is stuck');
      collector.process.kill('SIGKILL');
      const [event] = lines((await collector.ended).stdout);
      expect(event).toMatchObject({
        url: expect.stringMatching(/^\/api\/1\/envelope\//),
        value: 'the till is stuck',
        tags: { till: 3 },
        file: 'server.mjs',
      });
    });

    test('a sandbox with some packages has no others', async () => {
      const engine = await open(['pino']);
      try {
        await engine.mount({
          'main.cjs': {
            file: {
              contents: `
                console.log(require('pino').version);
                for (const name of ['sonic-boom', 'express', 'eta']) {
                  try { require(name); console.log(name); } catch (error) { console.log(error.code); }
                }`,
            },
          },
        });
        const process = await engine.spawn('node', ['main.cjs']);
        let text = '';
        for await (const { data } of process.output as unknown as AsyncIterable<{ data: string }>)
          text += data;
        expect(text).toBe(
          '10.4.0\nfunction\nMODULE_NOT_FOUND\nMODULE_NOT_FOUND\n'.replace('function', 'sonic-boom'),
        );
      } finally {
        await engine.close();
      }
    }, 120_000);

    test('a package that no sandbox has is refused by name', async () => {
      await expect(open(['express', 'lodash'])).rejects.toMatchObject({
        code: 'ERR_ENGINE_UNSUPPORTED',
        message: 'There is no package `lodash` for a sandbox.',
        hint: expect.stringContaining('`express`'),
      });
    }, 120_000);

    test('the answer of a framework has its own headers', async () => {
      await lab.serve(frameworks['fastify'] as string);
      const response = await lab.get('/books/7');
      expect(headerValue(response.headers, 'content-type')).toBe('application/json; charset=utf-8');
    });
  });
}
