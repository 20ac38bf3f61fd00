const express = require('express');

class HttpError extends Error {}

class NotFound extends HttpError {
  status = 404;
}

function calendar() {
  return Promise.reject(Object.assign(new Error('calendar is locked'), { status: 403 }));
}

function database() {
  return Promise.reject(Object.assign(new Error('database calendar is locked'), { code: 'ECONNREFUSED' }));
}

const app = express();
app.get('/rooms', (req, res) => calendar().then((rooms) => res.json(rooms)));
app.get('/guests', (req, res) => database().then((guests) => res.json(guests)));
app.get('/rooms/:id', function (req, res, next) {
  next(new NotFound(`no room ${req.params.id}`));
});

app.use(function ours(err, req, res, next) {
  if (!(err instanceof HttpError)) return next(err);
  console.error(err);
  res.status(err.status).json({ error: 'There is nothing like that here' });
});

app.use(function foreign(err, req, res, next) {
  console.error(err);
  res.status(500).json({ error: 'We cannot say just now' });
});

app.listen(process.env.PORT ?? 3000);
