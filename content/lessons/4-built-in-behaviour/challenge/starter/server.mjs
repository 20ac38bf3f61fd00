// The server that is looked after. It stays as it is.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import express from 'express';

const ended = existsSync('ended.txt') ? Number(readFileSync('ended.txt', 'utf8')) : Date.now();
process.on('exit', () => writeFileSync('ended.txt', String(Date.now())));
// Since the end of the last one, until this process began.
const after = Math.round(performance.timeOrigin - ended);
console.log(JSON.stringify({ level: 'info', msg: 'worker starts', pid: process.pid, after }));

// Somebody deploys a file that makes every start fail.
if (existsSync('broken')) throw new Error('the configuration is broken');

const app = express();
app.get('/', (req, res) => res.json({ pid: process.pid }));
app.get('/slow', async (req, res) => {
  await sleep(800);
  res.json({ done: true });
});
app.get('/crash', (req, res) => {
  setTimeout(() => {
    throw new Error('the worker is tired');
  });
  res.send('ok');
});
app.get('/killed', (req, res) => {
  res.send('ok');
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), 20);
});
app.get('/leave', (req, res) => {
  res.send('ok');
  setTimeout(() => process.exit(0), 20);
});

const server = app.listen(process.env.PORT ?? 3000, (err) => {
  if (err) throw err;
  console.log(JSON.stringify({ level: 'info', msg: 'worker listens', pid: process.pid }));
});
process.on('SIGTERM', () => server.close(() => process.exit(0)));
