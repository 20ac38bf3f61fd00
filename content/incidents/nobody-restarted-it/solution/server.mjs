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
  // Only a code other than 0 tells the supervisor that this was no ordinary end.
  server.close(() => process.exit(1));
  setTimeout(() => process.exit(1), 5000).unref();
});
