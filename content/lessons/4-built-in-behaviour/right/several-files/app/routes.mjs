import { createReadStream } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import express from 'express';

export function createApp({ before, after }) {
  const app = express();
  app.disable('x-powered-by');
  app.use(before);
  app.get('/', (req, res) => res.json({ ok: true }));
  app.get('/boom', () => {
    throw new Error('secret: hunter2');
  });
  app.get('/busy', () => {
    throw Object.assign(new Error('queue full'), { status: 503, headers: { 'Retry-After': '30' } });
  });
  app.get('/export', async (req, res) => {
    res.type('text/csv');
    res.write('id,total\n1,40\n');
    await sleep(50);
    throw new Error('cursor lost');
  });
  app.get('/file', (req, res, next) => {
    createReadStream('./missing.csv')
      .on('error', (cause) => next(new Error('the file cannot be read', { cause })))
      .pipe(res);
  });
  app.get('/slow', async (req, res) => {
    await sleep(1000);
    res.json({ done: true });
  });
  app.get('/order', (req, res) => {
    if (req.query.gift) wrap();
    else audit();
    res.json({ ordered: true });
  });
  app.use(after);
  return app;
}

async function audit() {
  await sleep(20);
  throw new Error('audit service down');
}

function wrap() {
  setTimeout(() => {
    throw new Error('out of ribbon');
  }, 20);
}
