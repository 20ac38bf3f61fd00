import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import express from 'express';

// Five things that go wrong in a box office, each with the message that Node or the programmer gave it.
const failures = {
  payment: async () => {
    await fetch('http://localhost:4001/charge');
  },
  settings: () => {
    readFileSync('/srv/app/releases/41/config/prod.json');
  },
  cart: () => {
    const cart = {};
    return cart.contents.items;
  },
  gateway: () => JSON.parse('<!DOCTYPE html><title>502 Bad Gateway</title>'),
  seats: () => {
    throw Object.assign(new Error('Choose between 1 and 4 seats'), { status: 400, expose: true });
  },
};

const app = express();

app.get('/table', async (req, res) => {
  const rows = [];
  for (const [what, fail] of Object.entries(failures)) {
    try {
      await fail();
    } catch (err) {
      rows.push({
        what,
        message: err.message,
        code: err.cause?.code ?? err.code ?? '',
        visitor: err.expose ? 'yes' : 'no',
      });
    }
  }
  res.json(rows);
});

app.get('/raw/:what', async (req, res) => {
  try {
    await failures[req.params.what]();
  } catch (err) {
    res.status(500).json({ error: { message: err.message } });
  }
});

app.get('/orders/:what', async (req) => {
  await failures[req.params.what]();
});

app.use((err, req, res, next) => {
  if (err.expose) return res.status(err.status).json({ error: { message: err.message } });
  const reference = randomUUID().slice(0, 8);
  console.error(
    JSON.stringify({
      level: 'error',
      reference,
      path: req.path,
      message: err.message,
      cause: err.cause?.code,
      stack: err.stack.split('\n')[1]?.trim(),
    }),
  );
  const message =
    'Your order was not placed and you were not charged. Please try again in a few minutes, or quote the reference.';
  res.status(500).json({ error: { message, reference } });
});

app.listen(process.env.PORT ?? 3000);
