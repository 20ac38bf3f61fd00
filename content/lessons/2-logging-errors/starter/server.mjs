import { appendFileSync } from 'node:fs';
import express from 'express';
import { chargeCard, findOrder } from './shop.mjs';

const app = express();
app.use(express.json());

function log(line) {
  appendFileSync(process.env.LOG_FILE ?? 'error.log', `${line}\n`);
}

app.get('/orders/:id', (req, res) => {
  res.json(findOrder(req.params.id));
});

app.post('/orders/:id/payment', async (req, res) => {
  const order = findOrder(req.params.id);
  if (order.total > 0) await chargeCard(req.body?.card, order.total);
  res.status(201).json({ paid: order.total });
});

app.use((req, res, next) => {
  next(Object.assign(new Error('There is nothing at this address'), { status: 404 }));
});

app.use((err, req, res, next) => {
  log('Server error: ' + err); // what will you know at three in the morning?
  res.status(err.status ?? 500).json({ error: 'Something went wrong' });
});

app.listen(process.env.PORT ?? 3000);
