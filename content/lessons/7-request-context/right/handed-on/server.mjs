import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import express from 'express';
import { loadCart } from './cart.mjs';
import { makeLog } from './log.mjs';
import { later } from './outbox.mjs';

const app = express();
// Only for the last words.
const underway = new AsyncLocalStorage();

const users = {
  't-ada': { id: 'u-ada', email: 'ada@example.org' },
  't-bob': { id: 'u-bob', email: 'bob@example.org' },
};

app.use((req, res, next) => {
  req.user = users[req.get('Authorization')?.replace('Bearer ', '')];
  const given = String(req.headers['x-request-id'] ?? '');
  req.id = given.length <= 64 && /^[a-z0-9._-]+$/i.test(given) ? given : randomUUID();
  const [, trace, span] = (req.headers.traceparent ?? '').match(/^00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}$/) ?? [];
  const valid = Number(`0x${trace ?? 0}`) > 0 && Number(`0x${span ?? 0}`) > 0;
  req.trace = `00-${valid ? trace : randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-01`;
  req.log = makeLog({ id: req.id, user: req.user?.id });
  res.set('X-Request-Id', req.id);
  res.on('close', () => req.log('info', 'request', { took: res.req.method, statusCode: res.statusCode }));
  underway.run(req, next);
});

app.get('/health', (req, res) => {
  res.json({ ok: true });
});

app.get('/cart', async (req, res) => {
  if (!req.user) return res.status(401).json({ error: 'Who are you?' });
  res.json(await loadCart(req));
});

app.post('/orders', (req, res) => {
  later(() => req.log('info', 'confirmation sent'));
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

app.use((req, res) => {
  res.status(404).json({ error: 'There is nothing at this address' });
});

app.use((err, req, res, next) => {
  if (res.headersSent) return next(err);
  req.log('error', err.message, { stack: err.stack });
  res.status(500).json({ error: 'Something went wrong on our side', id: req.id });
});

process.on('uncaughtException', (err) => {
  const log = underway.getStore()?.log ?? makeLog({});
  log('fatal', err.message, { stack: err.stack });
  process.exit(1);
});

app.listen(process.env.PORT ?? 3000);
