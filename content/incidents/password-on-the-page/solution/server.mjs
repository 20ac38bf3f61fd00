import express from 'express';

const app = express();

app.get('/', (req, res) => res.json({ shop: 'open' }));

app.get('/orders', async () => {
  throw new Error('connect postgres://shop:hunter2@10.0.0.5:5432 refused');
});

app.get('/orders/:id', (req) => {
  throw Object.assign(new Error(`order ${req.params.id} is not yours`), { status: 403 });
});

app.use((err, req, res, next) => {
  if (res.headersSent) return next(err);
  const status = err.status >= 400 && err.status < 500 ? err.status : 500;
  if (status >= 500) console.error(err);
  res.status(status).json({ error: status < 500 ? 'You may not see this.' : 'Something went wrong on our side.' });
});

app.listen(process.env.PORT ?? 3000);
