import { randomUUID } from 'node:crypto';
import express from 'express';
import pino from 'pino';
import { chargeCard, findOrder } from './shop.mjs';

const logger = pino(
  { base: { service: 'till' }, redact: ['req.headers.authorization', 'req.headers.cookie', 'err.body'] },
  pino.multistream([
    { level: 'info', stream: process.stdout },
    { level: 'error', stream: pino.destination({ dest: process.env.LOG_FILE ?? 'error.log', sync: true }) },
  ]),
);

const app = express();

// Above the body parser: a request that it refuses has an id and a record as well.
app.use((req, res, next) => {
  req.id = randomUUID();
  res.set('X-Request-Id', req.id);
  req.log = logger.child({ requestId: req.id, method: req.method, path: req.originalUrl });
  const begun = performance.now();
  res.on('finish', () => {
    const record = { status: res.statusCode, ms: Math.round(performance.now() - begun) };
    if (res.statusCode < 400) req.log.info(record, 'request answered');
    else if (res.statusCode < 500) req.log.warn(record, 'request refused');
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

app.use((req, res, next) => {
  next(Object.assign(new Error('There is nothing at this address'), { status: 404 }));
});

app.use((err, req, res, next) => {
  if (res.headersSent) return next(err);
  const status = err.status ?? 500;
  if (status >= 500) req.log.error({ err, status }, 'request failed');
  res.status(status).json({ error: 'Something went wrong', requestId: req.id });
});

app.listen(process.env.PORT ?? 3000);
