const express = require('express');

const app = express();
app.use(express.json({ limit: '50kb' }));

const shelf = [
  { id: 1, title: 'Pnin', copies: 3 },
  { id: 2, title: 'Middlemarch', copies: 0 },
];

function fail(status, code, message) {
  const error = new Error(message);
  error.statusCode = status;
  error.publicCode = code;
  return error;
}

app.get('/books', function list(req, res) {
  res.json(shelf);
});

app.get('/books/:id', function show(req, res, next) {
  const book = shelf.find((each) => String(each.id) === req.params.id);
  if (book === undefined) return next(fail(404, 'UNKNOWN_BOOK', 'No book has the id ' + req.params.id));
  res.json({ id: book.id, title: book.title });
});

app.post('/books', function add(req, res, next) {
  const title = req.body && req.body.title;
  if (typeof title !== 'string' || title.trim() === '') {
    return next(fail(422, 'INVALID_BOOK', 'The field "title" must be a text that is not empty'));
  }
  const book = { id: shelf.length + 1, title, copies: 0 };
  shelf.push(book);
  res.status(201).json(book);
});

app.get('/report', function report(req, res, next) {
  readSales().then((sales) => res.json(sales), next);
});

function readSales() {
  return Promise.reject(new Error('connect postgres://shop:hunter2@db:5432 refused'));
}

app.use(function notFound(req, res) {
  res.status(404).json({ error: { code: 'NOTHING_HERE', message: 'No route for ' + req.method + ' ' + req.path } });
});

app.use(function onError(err, req, res, next) {
  const status = err.statusCode || err.status || 500;
  if (status >= 500) {
    console.error('%s %s failed', req.method, req.originalUrl, err);
    res.status(500).json({ error: { code: 'INTERNAL', message: 'Please try again later' } });
  } else {
    res.status(status).json({ error: { code: err.publicCode || err.type || 'BAD_REQUEST', message: err.message } });
  }
});

app.listen(Number(process.env.PORT) || 3000, function ready() {
  console.log('The shop is open');
});
