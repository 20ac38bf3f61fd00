import express from 'express';
import { recordFailure } from './failures.mjs';
import { logger } from './logger.mjs';
import { suppliers } from './suppliers.mjs';

const app = express();

app.get('/prices/:supplier', (req, res) => {
  res.json(suppliers.prices(req.params.supplier));
});

app.get('/stock/:supplier', (req, res) => {
  res.json(suppliers.stock(req.params.supplier));
});

app.use((err, req, res, next) => {
  if (res.headersSent) return next(err);
  recordFailure(err, { method: req.method, path: req.originalUrl });
  res.status(500).json({ error: 'Something went wrong' });
});

app.listen(process.env.PORT ?? 3000, (err) => {
  if (err) throw err;
  logger.info('the shop is open');
});
