import express from 'express';

const app = express();

app.get('/', (req, res) => res.json({ shop: 'open' }));

app.get('/orders', async () => {
  throw new Error('connect postgres://shop:hunter2@10.0.0.5:5432 refused');
});

app.get('/orders/:id', (req) => {
  throw Object.assign(new Error(`order ${req.params.id} is not yours`), { status: 403 });
});

app.listen(process.env.PORT ?? 3000);
