const express = require('express');
const pino = require('pino');

const log = pino();
const app = express();

async function save() {
  throw new Error('calendar is locked');
}

app.post('/rooms', (req, res, next) => {
  save()
    .then(() => res.status(201).json({ booked: true }))
    .catch(next);
});

app.use(function (err, req, res, next) {
  log.error({ err }, 'no booking');
  res.sendStatus(500);
});

app.listen(process.env.PORT ?? 3000);
