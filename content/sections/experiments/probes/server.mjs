import express from 'express';

const store = { up: true };

const app = express();
app.get('/livez', (req, res) => {
  res.json({ alive: true });
});
app.get('/readyz', (req, res) => {
  if (store.up) return res.json({ ready: true });
  res.set('Retry-After', '5').status(503).json({ ready: false, because: 'the store does not answer' });
});
app.post('/store/goes', (req, res) => {
  store.up = false;
  res.json(store);
});
app.listen(process.env.PORT ?? 3000);
