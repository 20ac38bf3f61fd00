import { open } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import express from 'express';

const app = express();
app.use((req, res, next) => {
  res.removeHeader('X-Powered-By');
  next();
});

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

app.get('/file', async (req, res) => {
  try {
    const file = await open('./missing.csv');
    file.createReadStream().pipe(res);
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    res.status(404).json({ error: 'There is no such file' });
  }
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

app.use(logError, answer);

function logError(err, req, res, next) {
  console.error(`${req.method} ${req.originalUrl} failed`, err);
  next(err);
}

function answer(err, req, res, next) {
  if (res.headersSent) return next(err);
  const { headers } = err;
  const status = err.status > 399 && err.status < 600 ? err.status : 500;
  for (const [name, value] of Object.entries(headers ?? {})) res.setHeader(name, value);
  res.sendStatus(status);
}

const server = app.listen(process.env.PORT ?? 3000, (err) => {
  if (!err) return console.log('listening');
  console.error(err.message);
  process.exitCode = 1;
});

// The monitor only writes the record; what ends the process is another listener.
process.on('uncaughtExceptionMonitor', (err, origin) => {
  console.log(JSON.stringify({ level: 'FATAL', origin, err: { name: err.name, message: err.message, stack: err.stack } }));
});
let end = async () => {
  end = () => {};
  await Promise.race([new Promise((resolve) => server.close(resolve)), sleep(3500)]);
  process.exit(1);
};
process.on('uncaughtException', () => end());
