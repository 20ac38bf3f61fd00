import CircuitBreaker from 'opossum';
import express from 'express';

const app = express();
app.use(express.json());

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

class Unavailable extends Error {
  statusCode = 503;
}

async function call(path, init) {
  let response;
  let json;
  try {
    response = await fetch(new URL(path, suppliers), { ...init, signal: AbortSignal.timeout(300) });
    json = await response.json();
  } catch (cause) {
    throw new Unavailable(`no answer to ${path}`, { cause });
  }
  if (!response.ok) throw new Unavailable(`${response.status} for ${path}`);
  return json;
}

const breaker = new CircuitBreaker(
  async (id) => {
    const list = await call(`/reviews/${id}`);
    if (!Array.isArray(list)) throw new Unavailable('reviews that are no list');
    return list;
  },
  { timeout: 600, errorThresholdPercentage: 50, volumeThreshold: 4, resetTimeout: 1000 },
);
for (const event of ['open', 'halfOpen', 'close']) {
  breaker.on(event, () => console.log(JSON.stringify({ level: 'warn', msg: `reviews: circuit ${event}` })));
}

const known = {};

async function reviewsOf(id) {
  try {
    known[id] = await breaker.fire(id);
    return [known[id], false];
  } catch (err) {
    if (!(err instanceof Unavailable) && !['EOPENBREAKER', 'ETIMEDOUT'].includes(err.code)) throw err;
    console.log(JSON.stringify({ level: 'warn', msg: 'degraded', dependency: 'reviews', reason: err.message }));
    return [known[id] ?? [], true];
  }
}

app.get('/products/:id', async ({ params: { id } }, res) => {
  if (!products[id]) return res.status(404).json({ error: 'no such product' });
  const name = products[id].name.toUpperCase();
  const price = await call(`/prices/${id}`);
  if (!price?.amount) throw new Unavailable('a price without an amount');
  const [reviews, degraded] = await reviewsOf(id);
  res.json({ name, price: price.amount, reviews: readable(id, reviews), degraded, reviewsState: breaker.opened ? 'open' : 'closed' });
});

app.post('/orders', async (req, res) => {
  const headers = { 'Content-Type': 'application/json' };
  if (req.headers['idempotency-key']) headers['Idempotency-Key'] = req.headers['idempotency-key'];
  res.status(201).json(await call('/charges', { method: 'POST', headers, body: JSON.stringify(req.body) }));
});

app.use((err, req, res, _next) => {
  console.error(err);
  const status = err.statusCode ?? 500;
  if (status === 503) res.set('Retry-After', 2);
  res.status(status).json({ error: status === 503 ? 'Please try again soon' : 'We broke something' });
});

app.listen(process.env.PORT);
