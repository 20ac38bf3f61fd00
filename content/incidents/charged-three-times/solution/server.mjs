import { randomUUID } from 'node:crypto';
import express from 'express';

const app = express();
app.use(express.json());

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function pay(amount, key) {
  const response = await fetch(`${process.env.PAY_URL}/pay`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': key },
    body: JSON.stringify({ amount }),
    signal: AbortSignal.timeout(500),
  });
  if (!response.ok) throw new Error(`payments answered ${response.status}`);
  return response.json();
}

app.post('/orders', async (req, res) => {
  // One key for the order, however often it is tried: the provider takes the money once.
  const key = req.get('idempotency-key') ?? randomUUID();
  for (let tries = 1; ; tries++) {
    try {
      const { id } = await pay(req.body.amount, key);
      return res.status(201).json({ payment: id });
    } catch (err) {
      console.error(err);
      if (tries === 3) throw err;
      await sleep(50);
    }
  }
});

app.use((err, req, res, next) => {
  res.status(503).set('Retry-After', '5').json({ error: 'Payments do not answer. Please try again in a moment.' });
});

app.listen(process.env.PORT ?? 3000);
