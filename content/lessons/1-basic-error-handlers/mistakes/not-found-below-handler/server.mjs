import express from 'express';

const app = express();
app.use(express.json());

/** A failure that the caller can do something about: its status and its message may be shown. */
class HttpError extends Error {
  constructor(status, code, message) {
    super(message);
    this.status = status;
    this.code = code;
    this.expose = true;
  }
}

const shelf = new Map([
  [1, { id: 1, title: 'Pnin', copies: 3 }],
  [2, { id: 2, title: 'Middlemarch', copies: 0 }],
]);

app.get('/books', (req, res) => {
  res.json([...shelf.values()]);
});

app.get('/books/:id', (req, res) => {
  const book = shelf.get(Number(req.params.id));
  if (!book) throw new HttpError(404, 'no_such_book', 'There is no book with this id');
  res.json({ id: book.id, title: book.title });
});

app.post('/books', async (req, res) => {
  const { title } = req.body ?? {};
  if (typeof title !== 'string' || title === '') {
    throw new HttpError(400, 'title_required', 'A book needs a title: send title as text');
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

app.use((err, req, res, next) => {
  if (res.headersSent) return next(err);
  const status = err.status >= 400 && err.status < 500 ? err.status : 500;
  if (status === 500) {
    console.error(err);
    return res.status(500).json({ error: { code: 'internal', message: 'Something went wrong on our side' } });
  }
  const message = err.expose ? err.message : 'This request cannot be processed';
  res.status(status).json({ error: { code: err.code ?? 'bad_request', message } });
});

// The end of the list: whoever comes here found nothing.
app.use((req, res, next) => {
  next(new HttpError(404, 'not_found', 'There is nothing at this address'));
});

app.listen(process.env.PORT ?? 3000);
