import { appendFileSync, mkdirSync } from 'node:fs';
import express from 'express';

// One of several instances of the shop. Its folder is its disk.
const { NAME, COLLECTOR } = process.env;
mkdirSync(NAME, { recursive: true });

const app = express();
app.get('/order', () => {
  throw new Error('the stock service refused');
});
app.use(async (err, req, res, next) => {
  const line = JSON.stringify({ instance: NAME, message: err.message });
  try {
    appendFileSync(`${NAME}/error.log`, `${line}\n`);
  } catch (failure) {
    process.stderr.write(`${NAME} cannot write its log: ${failure.code}\n`);
  }
  // What stdout, an agent and a collector do together in production.
  await fetch(COLLECTOR, { method: 'POST', body: line });
  res.status(500).json({ error: { code: 'internal' } });
});
const server = app.listen(0, () => process.send({ port: server.address().port }));
