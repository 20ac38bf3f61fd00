import express from 'express';

const app = express();
app.use(express.json());

const books = new Map([
  [1, { id: 1, title: 'Dune' }],
  [2, { id: 2, title: 'Emma' }],
]);

app.get('/books/:id', (req, res) => {
  const book = books.get(Number(req.params.id));
  if (book === undefined) throw Object.assign(new Error(`no book ${req.params.id}`), { status: 404 });
  res.json(book);
});

app.post('/books', (req, res) => {
  if (typeof req.body?.title !== 'string') throw Object.assign(new Error('title is missing'), { status: 400 });
  res.status(201).json({ title: req.body.title });
});

app.get('/report', async () => {
  throw new Error('the sales table is locked');
});

app.use((req, res, next) => next(Object.assign(new Error(`no route ${req.path}`), { status: 404 })));

app.use((err, req, res, next) => {
  const status = err.status ?? 500;
  // What the caller did wrong is worth a line, and nobody’s sleep.
  if (status >= 500) console.error(err);
  else console.log(`WARN ${status} ${req.method} ${req.path}: ${err.message}`);
  res.status(status).json({ error: status < 500 ? err.message : 'Something went wrong' });
});

app.listen(process.env.PORT ?? 3000);
