import { randomUUID } from 'node:crypto';
import express from 'express';
import pino from 'pino';
import { pinoHttp } from 'pino-http';
import { chargeCard, findOrder } from './shop.mjs';

const streams = pino.multistream([
  { stream: process.stdout },
  { level: 'error', stream: pino.destination(process.env.LOG_FILE || 'error.log') },
]);

const app = express();

app.use(
  pinoHttp(
    {
      redact: { paths: ['req.headers.authorization', 'req.headers.cookie', 'err.body'], remove: true },
      genReqId(req, res) {
        const id = randomUUID();
        res.setHeader('X-Request-Id', id);
        return id;
      },
      customLogLevel: (req, res, err) => (res.statusCode >= 500 ? 'error' : res.statusCode >= 400 ? 'warn' : 'info'),
    },
    streams,
  ),
);
app.use(express.json());

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

app.use((err, req, res, next) => {
  res.err = err;
  res.status(err.status ?? 500).json({ error: 'Something went wrong', requestId: req.id });
});

app.listen(process.env.PORT ?? 3000);
