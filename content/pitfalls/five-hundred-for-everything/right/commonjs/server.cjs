const express = require('express');
const pino = require('pino');

const log = pino();
const app = express();
app.use(express.json());

app.post('/rooms', function (req, res, next) {
  const name = req.body && req.body.name;
  if (name) return res.status(201).json({ name });
  const error = new Error('name is missing');
  error.status = 400;
  next(error);
});

app.get('/rooms', () => Promise.reject(new Error('calendar is locked')));
app.get('/guests', () => Promise.reject(Object.assign(new Error('the guests’ calendar is locked'), { status: 503 })));

const isTheirs = ({ status }) => Number.isInteger(status) && status >= 400 && status <= 499;

app.use(function (err, req, res, next) {
  if (isTheirs(err)) {
    log.info({ status: err.status, path: req.path }, 'refused');
    res.status(err.status).json({ message: 'This request cannot be served as it is' });
    return;
  }
  log.error(err);
  res.status(500).json({ message: 'This is our fault' });
});

app.listen(process.env.PORT ?? 3000);
