'use strict';
const crypto = require('node:crypto');
const express = require('express');
const pino = require('pino');
const { chargeCard, findOrder } = require('./shop.mjs');

const stdout = pino();
const file = pino(pino.destination({ dest: process.env.LOG_FILE ?? 'error.log', sync: true }));
const app = express();

app.use(function observe(req, res, next) {
  req.id = crypto.randomUUID();
  res.set('X-Request-Id', req.id);
  res.on('finish', function record() {
    const fields = { id: req.id, method: req.method, path: req.originalUrl, status: res.statusCode };
    if (res.statusCode < 400) return stdout.info(fields, 'ok');
    if (res.statusCode < 500) return stdout.warn(fields, 'refused');
    fields.err = res.locals.err;
    stdout.error(fields, 'failed');
    file.error(fields, 'failed');
  });
  next();
});
app.use(express.json());

app.get('/orders/:id', function (req, res) {
  res.json(findOrder(req.params.id));
});

app.post('/orders/:id/payment', function (req, res, next) {
  const order = findOrder(req.params.id);
  const charged = order.total > 0 ? chargeCard(req.body?.card, order.total) : Promise.resolve();
  charged.then(() => res.status(201).json({ paid: order.total })).catch(next);
});

app.use(function (req, res) {
  res.status(404).json({ error: 'There is nothing at this address', requestId: req.id });
});

app.use(function (err, req, res, next) {
  res.locals.err = err;
  res.status(err.status ?? 500).json({ error: 'Something went wrong', requestId: req.id });
});

app.listen(process.env.PORT ?? 3000);
