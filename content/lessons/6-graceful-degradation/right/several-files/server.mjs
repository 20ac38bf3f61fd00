import express from 'express';
import { charge, priceOf } from './suppliers/client.mjs';
import { SupplierDown } from './suppliers/supplier-down.mjs';
import { reviewsOf } from './suppliers/reviews.mjs';
import { log } from './log.mjs';

const app = express();
app.use(express.json());

const products = {
  1: { name: 'Lamp' },
  2: { name: 'Chair' },
  3: { name: null },
  4: { name: 'Desk' },
  5: { name: 'Rug' },
  6: { name: 'Clock' },
};

const hidden = { 1: ['troll'], 2: [], 5: [], 6: [] };

function readable(id, reviews) {
  return reviews.filter(({ by }) => !hidden[id].includes(by));
}

app.get('/products/:id', async (req, res) => {
  const { id } = req.params;
  const product = products[id];
  if (!product) return res.status(404).json({ error: 'There is no such product' });
  const price = await priceOf(id);
  const { reviews, fresh } = await reviewsOf(id);
  res.json({ degraded: !fresh, name: product.name.toUpperCase(), price, reviews: readable(id, reviews) });
});

app.post('/orders', async (req, res) => {
  res.status(201).json(await charge(req.body, req.get('Idempotency-Key')));
});

app.use((err, req, res, next) => {
  if (res.headersSent) return next(err);
  const down = err instanceof SupplierDown;
  log(down ? 'warn' : 'error', { msg: err.message, stack: err.stack });
  if (down) res.set('Retry-After', new Date(Date.now() + 5000).toUTCString());
  res.status(down ? err.status : 500).json({ error: down ? 'Try again in a moment' : 'Something went wrong' });
});

app.listen(process.env.PORT ?? 3000);
