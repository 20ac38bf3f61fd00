import CircuitBreaker from 'opossum';
import express from 'express';

const app = express();

const breaker = new CircuitBreaker(async () => {
  const response = await fetch(`${process.env.SUPPLIERS_URL}/reviews/1`);
  if (!response.ok) throw new Error(`status ${response.status}`);
  return response.json();
});
for (const event of ['open', 'halfOpen', 'close', 'reject']) breaker.on(event, () => console.log(`event: ${event}`));

app.get('/reviews', async (req, res) => {
  try {
    res.json(await breaker.fire());
  } catch (error) {
    res.status(503).json({ error: error.message });
  }
});

app.listen(process.env.PORT ?? 3000);
