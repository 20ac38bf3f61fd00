'use strict';
const fs = require('node:fs');
const { once } = require('node:events');
const express = require('express');
const pino = require('pino');

const log = pino(pino.destination({ sync: true }));
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const app = express().disable('x-powered-by');

app.get('/', function (req, res) {
  res.json({ ok: true });
});
app.get('/boom', function () {
  throw new Error('secret: hunter2');
});
app.get('/busy', function () {
  throw Object.assign(new Error('queue full'), { status: 503, headers: { 'Retry-After': '30' } });
});
app.get('/export', function (req, res) {
  res.type('text/csv');
  res.write('id,total\n1,40\n');
  return sleep(50).then(function () {
    throw new Error('cursor lost');
  });
});
app.get('/file', function (req, res) {
  const file = fs.createReadStream('./missing.csv');
  return once(file, 'open').then(function () {
    file.pipe(res);
  });
});
app.get('/slow', function (req, res) {
  return sleep(1000).then(function () {
    res.json({ done: true });
  });
});
app.get('/order', function (req, res) {
  if (req.query.gift) wrap();
  else audit();
  res.json({ ordered: true });
});

async function audit() {
  await sleep(20);
  throw new Error('audit service down');
}

function wrap() {
  setTimeout(function () {
    throw new Error('out of ribbon');
  }, 20);
}

app.use(function (err, req, res, next) {
  log.error({ err, path: req.path });
  if (res.headersSent) {
    res.socket.destroy();
    return;
  }
  const known = Number.isInteger(err.status) && err.status >= 400 && err.status <= 599;
  if (known && err.headers) res.set(err.headers);
  res.status(known ? err.status : 500).type('text').send(known ? err.message : 'Sorry, that went wrong.');
});

const server = app.listen(process.env.PORT || 3000);
server.on('listening', function () {
  log.info('listening');
});
server.on('error', function (err) {
  log.fatal(err, 'the port cannot be had');
  process.exitCode = 2;
});

let ending;
function end(err) {
  log.fatal({ err }, 'going down');
  ending ??= new Promise(function (resolve) {
    server.close(resolve);
    setTimeout(resolve, 3000).unref();
  }).then(function () {
    process.exit(3);
  });
}
process.on('uncaughtException', end);
process.on('unhandledRejection', end);
