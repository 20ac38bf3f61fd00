'use strict';
const express = require('express');
const tracker = require('./tracker.cjs');

const app = express();
app.use(express.json());

app.get('/orders/:id', function (req) {
  if (req.params.id === '404') throw Object.assign(new Error('no such order'), { status: 404 });
  throw new Error('order store is down', { cause: new Error('no connection is free', { cause: new Error('connect ECONNREFUSED') }) });
});
app.post('/pay', function (req) {
  throw new Error(`bank refused card ${req.body.card}`);
});
app.get('/crash', function (req, res) {
  if (req.query.how === 'promise') sendReceipt();
  else setTimeout(printReceipt, 10);
  res.send('ok');
});

function printReceipt() {
  throw new Error('timer exploded');
}
async function sendReceipt() {
  throw new Error('promise forgotten');
}

app.use(function (err, req, res, _next) {
  const status = err.status || 500;
  res.status(status).json({ error: status < 500 ? err.message : 'Something went wrong' });
  if (status < 500) return;
  console.log(err);
  tracker.report(err, `${req.method} ${req.path}`);
});

function die(err) {
  process.exitCode = 13;
  console.error('crash:', err);
  tracker.report(err);
  tracker.close().then(function () {
    process.exit();
  });
}
process.on('uncaughtException', die);
process.on('unhandledRejection', die);

app.listen(process.env.PORT || 3000);
