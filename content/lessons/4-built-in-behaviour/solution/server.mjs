import { createReadStream } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import express from 'express';

const app = express();
app.disable('x-powered-by');

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

app.get('/file', (req, res, next) => {
  createReadStream('./missing.csv').on('error', next).pipe(res);
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

app.use((err, req, res, next) => {
  console.error(err);
  // The status is gone; a cut connection is all that can still be said.
  if (res.headersSent) return res.destroy();
  const status = err.status >= 400 && err.status < 600 ? err.status : 500;
  res
    .status(status)
    .set(err.headers ?? {})
    .json({ error: { message: err.status === status ? err.message : 'Something went wrong on our side' } });
});

const server = app.listen(process.env.PORT ?? 3000, (err) => {
  if (err) {
    console.error(JSON.stringify({ level: 'fatal', message: err.message, stack: err.stack }));
    process.exit(1);
  }
  console.log('listening');
});

let dying = false;

// Receives unhandled rejections as well.
process.on('uncaughtException', (err, origin) => {
  console.error(JSON.stringify({ level: 'fatal', origin, message: err?.message ?? String(err), stack: err?.stack }));
  if (dying) return;
  dying = true;
  server.close(() => process.exit(1));
  setTimeout(() => process.exit(1), 2000).unref();
});
