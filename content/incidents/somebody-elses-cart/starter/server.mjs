import express from 'express';

const app = express();
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

let visitor = 'nobody';

app.use((req, res, next) => {
  visitor = req.get('x-user') ?? 'nobody';
  next();
});

app.get('/cart', async (req, res) => {
  const items = await loadItems();
  res.json({ visitor, items });
});

app.get('/checkout', async () => {
  await loadItems();
  throw new Error('the warehouse does not answer');
});

// Some carts are large, and take their time.
async function loadItems() {
  await sleep(visitor === 'ada' ? 80 : 10);
  return [`a book for ${visitor}`];
}

app.use((err, req, res, next) => {
  console.error(JSON.stringify({ level: 'error', visitor, path: req.path, msg: err.message, stack: err.stack }));
  res.status(500).json({ error: 'Something went wrong' });
});

app.listen(process.env.PORT ?? 3000);
