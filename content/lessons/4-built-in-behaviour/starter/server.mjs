import { createReadStream } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import express from 'express';

const app = express();

app.get('/', (req, res) => {
  res.json({ ok: true });
});

app.get('/boom', () => {
  throw new Error('secret: hunter2');
});

app.get('/busy', () => {
  throw Object.assign(new Error('queue full'), { status: 503, headers: { 'Retry-After': '30' } });
});

// Half of the file is on its way when its source fails.
app.get('/export', async (req, res) => {
  res.type('text/csv');
  res.write('id,total\n1,40\n');
  await sleep(50);
  throw new Error('cursor lost');
});

// The file is not there. Who listens for the stream's error?
app.get('/file', (req, res) => {
  createReadStream('./missing.csv').pipe(res);
});

app.get('/slow', async (req, res) => {
  await sleep(1000);
  res.json({ done: true });
});

// Two bugs that no handler of Express can see. They stay as they are: your last line of defence has to cope with them.
app.get('/order', (req, res) => {
  if (req.query.gift) wrap();
  else audit();
  res.json({ ordered: true });
});

async function audit() {
  await sleep(20);
  throw new Error('audit service down');
}

function wrap() {
  setTimeout(() => {
    throw new Error('out of ribbon');
  }, 20);
}

app.listen(process.env.PORT ?? 3000, () => console.log('listening'));
