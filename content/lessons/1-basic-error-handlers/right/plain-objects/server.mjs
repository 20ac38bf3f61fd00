import express from 'express';

const app = express();
app.use(express.json());

const send = (res, status, code, message) => res.status(status).json({ error: { code, message } });

const shelf = new Map([
  [1, { id: 1, title: 'Pnin', copies: 3 }],
  [2, { id: 2, title: 'Middlemarch', copies: 0 }],
]);

app.get('/books', (req, res) => {
  res.json([...shelf.values()]);
});

app.get('/books/:id', (req, res) => {
  const book = shelf.get(Number(req.params.id));
  if (!book) return send(res, 404, 'no_such_book', 'There is no book with this id');
  res.json({ id: book.id, title: book.title });
});

app.post('/books', async (req, res) => {
  const { title } = req.body ?? {};
  if (typeof title !== 'string' || title === '') {
    return send(res, 400, 'title_required', 'title is required');
  }
  const book = { id: shelf.size + 1, title, copies: 0 };
  shelf.set(book.id, book);
  res.status(201).json(book);
});

app.get('/report', async (req, res) => {
  res.json(await readSales());
});

// A database that is down today: leave it as it is.
async function readSales() {
  throw new Error('connect postgres://shop:hunter2@db:5432 refused');
}

// The end of the list: whoever comes here found nothing.
app.all('/{*rest}', (req, res) => send(res, 404, 'not_found', 'There is nothing at this address'));

// What the body parser and the router refuse.
app.use((err, req, res, next) => {
  if (typeof err.status !== 'number' || err.status >= 500) return next(err);
  send(res, err.status, 'refused', 'This request cannot be read');
});

app.use((err, req, res, next) => {
  console.error(new Date(), req.method, req.url);
  console.error(err);
  send(res, 500, 'internal', 'Something went wrong on our side');
});

app.listen(process.env.PORT ?? 3000);
