import express from 'express';
import { write } from './log.mjs';
import { chargeCard, findOrder } from './shop.mjs';

const app = express();
let counter = 0;
const startedAt = Date.now().toString(36);

app.use((req, res, next) => {
  const traceId = `${startedAt}-${++counter}`;
  res.locals.traceId = traceId;
  res.setHeader('x-request-id', traceId);
  res.on('close', () => {
    const severity = res.statusCode >= 400 && res.statusCode < 500 ? 'WARNING' : 'INFO';
    const http = { verb: req.method, target: req.originalUrl, code: String(res.statusCode) };
    write(severity, `${req.method} ${req.originalUrl}`, { traceId, http });
  });
  next();
});
app.use(express.json());

app.get('/orders/:id', (req, res) => {
  res.json(findOrder(req.params.id));
});

app.post('/orders/:id/payment', async (req, res) => {
  const order = findOrder(req.params.id);
  if (order.total > 0) await chargeCard(req.body?.card, order.total);
  res.status(201).json({ paid: order.total });
});

app.use((req, res, next) => next(Object.assign(new Error('There is nothing at this address'), { status: 404 })));

app.use((err, req, res, next) => {
  const status = err.status ?? 500;
  const { traceId } = res.locals;
  if (status === 500) write('ERROR', 'failed', { traceId, http: { verb: req.method, target: req.url }, exception: err });
  res.status(status).json({ requestId: traceId, error: 'Something went wrong' });
});

app.listen(process.env.PORT ?? 3000);
