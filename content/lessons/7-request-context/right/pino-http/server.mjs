import { AsyncResource } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import express from 'express';
import { pinoHttp } from 'pino-http';
import { loadCart } from './cart.mjs';
import { logger, requests } from './log.mjs';
import { later } from './outbox.mjs';
import { traceOf } from './trace.mjs';

const app = express();

const users = {
  't-ada': { id: 'u-ada', email: 'ada@example.org' },
  't-bob': { id: 'u-bob', email: 'bob@example.org' },
};

app.use((req, res, next) => {
  const given = req.get('X-Request-Id');
  const store = { id: given?.match(/^[\w.-]{1,64}$/) ? given : randomUUID(), trace: traceOf(req.get('traceparent')) };
  req.id = store.id;
  res.setHeader('X-Request-Id', store.id);
  requests.run(store, next);
});
app.use((req, res, next) => {
  req.user = users[req.get('Authorization')?.replace('Bearer ', '')];
  requests.getStore().user = req.user?.id;
  next();
});
app.use(
  pinoHttp({
    logger,
    redact: ['req.headers.authorization'],
    customProps: (req) => ({ user: req.user?.id }),
  }),
);

app.get('/health', (req, res) => void res.json({ ok: true }));

app.get('/cart', async (req, res) => {
  if (!req.user) return res.status(401).json({ error: 'Who are you?' });
  res.json(await loadCart(req.user.id));
});

app.post('/orders', (req, res) => {
  later(AsyncResource.bind(() => logger.info('confirmation sent')));
  res.status(202).json({ ordered: true });
});

app.get('/export', async (req, res) => {
  res.type('text/csv').write('id,title\n');
  await pause(1000);
  res.end('1,Lamp\n');
});

app.get('/crash', (req, res) => {
  setTimeout(() => {
    throw new Error('lost in a timer');
  }, 10);
  res.status(202).json({ ok: true });
});

app.use((req, res) => res.status(404).json({ error: 'There is nothing at this address' }));

app.use((err, req, res, next) => {
  if (res.headersSent) return next(err);
  logger.error({ err }, err.message);
  res.status(500).json({ error: { message: 'Something went wrong', quote: req.id } });
});

process.on('uncaughtException', (err) => {
  logger.fatal({ err }, err.message);
  process.exit(1);
});

app.listen(process.env.PORT ?? 3000);
