import express from 'express';

const app = express();
app.use(express.json());

// The suppliers offer GET /prices/:id, GET /reviews/:id and POST /charges.
const suppliers = process.env.SUPPLIERS_URL;

const products = {
  1: { name: 'Lamp' },
  2: { name: 'Chair' },
  3: { name: null }, // A mistake of ours, number one: leave it.
  4: { name: 'Desk' },
  5: { name: 'Rug' },
  6: { name: 'Clock' },
};

// Whose words are not shown. Nobody thought of the desk: a mistake of ours, number two. Leave this as well.
const hidden = { 1: ['troll'], 2: [], 5: [], 6: [] };

function readable(id, reviews) {
  return reviews.filter(({ by }) => !hidden[id].includes(by));
}

async function getJson(path) {
  const response = await fetch(suppliers + path);
  return response.json();
}

app.get('/products/:id', async (req, res) => {
  const { id } = req.params;
  const product = products[id];
  if (!product) return res.status(404).json({ error: 'There is no such product' });
  let reviews;
  try {
    reviews = readable(id, await getJson(`/reviews/${id}`));
  } catch {
    reviews = []; // “graceful”?
  }
  const price = await getJson(`/prices/${id}`);
  res.json({ name: product.name.toUpperCase(), price: price.amount, reviews });
});

app.post('/orders', async (req, res) => {
  const response = await fetch(`${suppliers}/charges`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(req.body),
  });
  res.status(201).json(await response.json());
});

app.use((err, req, res, next) => {
  if (res.headersSent) return next(err);
  console.error(err);
  res.status(500).json({ error: 'Something went wrong on our side' });
});

app.listen(process.env.PORT ?? 3000);
