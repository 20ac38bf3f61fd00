const express = require('express');
const { randomUUID } = require('node:crypto');

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

function failure(reason) {
  return Object.assign(new Error(reason), { upstream: true });
}

// One call: resolves to JSON of a good answer, or rejects with an error that is marked as the supplier's.
function ask(path, options) {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), 400);
  return fetch(process.env.SUPPLIERS_URL + path, { ...options, signal: controller.signal })
    .then((response) => (response.ok ? response.json() : Promise.reject(new Error('HTTP ' + response.status))))
    .catch((error) => Promise.reject(failure(`${path}: ${error.message}`)))
    .finally(() => clearTimeout(timer));
}

// The circuit: a small state machine of three states.
const circuit = { state: 'closed', failures: 0 };
function move(state) {
  if (circuit.state !== state) console.error(`[warn] reviews circuit: ${circuit.state} -> ${state}`);
  circuit.state = state;
  if (state === 'open') setTimeout(() => move('half-open'), 900).unref();
}

function guarded(work) {
  if (circuit.state === 'open' || circuit.state === 'testing') return Promise.reject(failure('reviews circuit is open'));
  if (circuit.state === 'half-open') move('testing');
  return work().then(
    (value) => {
      circuit.failures = 0;
      move('closed');
      return value;
    },
    (error) => {
      circuit.failures += 1;
      if (circuit.state === 'testing' || (circuit.state === 'closed' && circuit.failures >= 4)) move('open');
      throw error;
    },
  );
}

const cache = {};
app.get('/products/:id', function (req, res, next) {
  const id = req.params.id;
  const product = products[id];
  if (!product) return res.status(404).end();
  const reviews = guarded(() =>
    ask('/reviews/' + id).then((list) => (Array.isArray(list) ? list : Promise.reject(failure('reviews: not a list')))),
  ).then(
    (list) => ({ list: (cache[id] = list), degraded: false }),
    (error) => {
      if (!error.upstream) throw error;
      console.error('WARN serving old reviews:', error.message);
      return { list: cache[id] || [], degraded: true };
    },
  );
  Promise.allSettled([ask('/prices/' + id), reviews])
    .then(function ([price, result]) {
      if (price.status === 'rejected') throw price.reason;
      if (result.status === 'rejected') throw result.reason;
      if (typeof price.value?.amount !== 'string') throw failure('prices: no amount');
      res.json({
        name: product.name.toUpperCase(),
        price: price.value.amount,
        reviews: readable(id, result.value.list),
        degraded: result.value.degraded,
      });
    })
    .catch(next);
});

app.post('/orders', function (req, res, next) {
  // Tried twice, with one key for both.
  const key = req.get('Idempotency-Key') || randomUUID();
  const charge = () =>
    ask('/charges', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Idempotency-Key': key },
      body: JSON.stringify(req.body),
    });
  charge()
    .catch(charge)
    .then((made) => res.status(201).json(made))
    .catch(next);
});

app.use(function (err, req, res, next) {
  if (err.upstream) {
    console.error(err.message);
    return res.status(503).set('Retry-After', '3').json({ error: 'unavailable' });
  }
  console.error(err.stack);
  res.status(500).json({ error: 'internal' });
});

app.listen(process.env.PORT || 3000);
