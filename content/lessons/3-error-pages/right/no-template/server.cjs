'use strict';
const { randomUUID } = require('node:crypto');
const { setTimeout: pause } = require('node:timers/promises');
const express = require('express');
const { answerError } = require('./answer-error.cjs');

const app = express();
app.set('view engine', 'ejs');

app.use(function (req, res, next) {
  res.locals.requestId = randomUUID();
  res.set('X-Request-Id', res.locals.requestId);
  next();
});

app.get('/', (req, res) => {
  res.render('home');
});

app.get('/search', (req, res) => {
  const words = String(req.query.q);
  throw Object.assign(new Error(`Nothing was found for “${words}”`), { status: 404, expose: true });
});

app.get('/covers/:file', (req, res) => {
  res.sendFile(req.params.file, { root: 'covers' });
});

app.get('/bestsellers', async (req, res) => {
  res.render('home', { books: await readSales() });
});

// The errors of a carrier carry the status that the carrier answered with.
app.get('/delivery/:carrier', (req) => {
  const status = { owl: 503, raven: 302 }[req.params.carrier];
  throw Object.assign(new Error(`${req.params.carrier}: key hunter2 was refused`), { status });
});

// A database that is down today: leave it as it is.
async function readSales() {
  await pause(15);
  throw new Error('SELECT title FROM sales failed: password hunter2 was refused');
}

app.use(function (req, res) {
  answerError(res, { status: 404, title: 'Not found', detail: `There is no page at ${decoded(req.path)}.` });
});

function decoded(path) {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

app.use(function (err, req, res, next) {
  if (res.headersSent) return next(err);
  const status = err.statusCode ?? err.status;
  if (!(status >= 400 && status < 500)) {
    console.error(err);
    return answerError(res, { status: 500, title: 'Sorry', detail: 'Something broke on our side.' });
  }
  answerError(res, { status, title: 'That did not work', detail: err.expose ? err.message : 'Please check the address.' });
});

app.listen(process.env.PORT ?? 3000);
