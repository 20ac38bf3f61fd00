import { AsyncLocalStorage } from 'node:async_hooks';
import { EventEmitter } from 'node:events';
import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import express from 'express';

const app = express();
const context = new AsyncLocalStorage();
const tell = (where) => console.log(`${where}: ${context.getStore() ?? 'nothing'}`);

// Somebody else's: one timer for all, started when the program starts.
const queue = [];
setInterval(() => {
  for (const job of queue.splice(0)) job();
}, 30).unref();

app.use((req, res, next) => context.run(req.query.name, next));

app.get('/places', async (req, res) => {
  await pause(10);
  tell('after await');
  setTimeout(() => tell('in a timer'), 10);
  await readFile(new URL(import.meta.url));
  tell('after reading a file');
  new EventEmitter().on('event', () => tell('in a listener of an emitter')).emit('event');
  queue.push(() => tell('in a queue of somebody else'));
  queue.push(AsyncLocalStorage.bind(() => tell('in that queue, but bound')));
  await pause(100);
  res.json({ ok: true });
});

app.get('/export', (req, res) => {
  res.on('close', () => tell('close, plain'));
  res.on('close', AsyncLocalStorage.bind(() => tell('close, bound')));
  res.write('id,title\n');
});

app.get('/outside', (req, res) => {
  context.run('inside', () => tell('in the callback of run'));
  tell('after run');
  res.json({ ok: true });
});

app.listen(process.env.PORT ?? 3000);
