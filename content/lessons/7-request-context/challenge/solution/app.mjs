import { setTimeout as pause } from 'node:timers/promises';
import express from 'express';
import { log } from './log.mjs';

// The app of somebody else. It logs next to nothing, and its error handler swallows what it gets.
export const app = express();
const shop = express.Router();

async function find(id) {
  await pause(id === '1' ? 60 : 20);
  log('info', `looked for ${id}`);
  if (id === '99') throw new Error('shelf 7 has fallen down');
  return { id, title: 'Emma' };
}

shop.get('/books/:id', async (req, res) => {
  res.json(await find(req.params.id));
});

shop.post('/orders', (req, res) => {
  throw Object.assign(new Error('no paper for the order'), { status: 503 });
});

app.use('/shop', shop);

app.get('/export', async (req, res) => {
  res.type('text/csv').write('id,title\n');
  await pause(1000);
  res.end('1,Emma\n');
});

app.use((req, res) => {
  res.status(404).json({ error: 'There is nothing at this address' });
});

app.use((err, req, res, next) => {
  if (res.headersSent) return next(err);
  res.status(err.status ?? 500).json({ error: 'Something went wrong' });
});
