import { setTimeout as pause } from 'node:timers/promises';
import express from 'express';
import { loadCart } from './cart.mjs';
import { log } from './log.mjs';
import { later } from './outbox.mjs';

const app = express();

const users = {
  't-ada': { id: 'u-ada', email: 'ada@example.org' },
  't-bob': { id: 'u-bob', email: 'bob@example.org' },
};

app.use((req, res, next) => {
  req.user = users[req.get('Authorization')?.replace('Bearer ', '')];
  next();
});

app.get('/health', (req, res) => {
  res.json({ ok: true });
});

app.get('/cart', async (req, res) => {
  if (!req.user) return res.status(401).json({ error: 'Who are you?' });
  res.json(await loadCart(req.user.id));
});

app.post('/orders', (req, res) => {
  later(() => log('info', 'confirmation sent'));
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
  log('error', err.message, { stack: err.stack }); // for whom? on which request?
  res.status(500).json({ error: 'Something went wrong on our side' });
});

process.on('uncaughtException', (err) => {
  log('fatal', err.message, { stack: err.stack });
  process.exit(1);
});

app.listen(process.env.PORT ?? 3000);
