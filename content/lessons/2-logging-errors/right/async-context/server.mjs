import express from 'express';
import { answerErrors, observe } from './middleware/observe.mjs';
import { chargeCard, findOrder } from './shop.mjs';

const app = express();
app.use(observe, express.json());

app.get('/orders/:id', (req, res) => {
  res.json(findOrder(req.params.id));
});

app.post('/orders/:id/payment', async (req, res) => {
  const order = findOrder(req.params.id);
  if (order.total > 0) await chargeCard(req.body?.card, order.total);
  res.status(201).json({ paid: order.total });
});

app.use((req, res, next) => {
  next(Object.assign(new Error('There is nothing at this address'), { status: 404 }));
});

app.use(answerErrors);

app.listen(process.env.PORT ?? 3000);
