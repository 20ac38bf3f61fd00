import express from 'express';

const app = express();
app.use(express.json());

const shelf = new Map([
  [1, { id: 1, title: 'Pnin', copies: 3 }],
  [2, { id: 2, title: 'Middlemarch', copies: 0 }],
]);

app.get('/books', (req, res) => {
  res.json([...shelf.values()]);
});

app.get('/books/:id', (req, res) => {
  const book = shelf.get(Number(req.params.id));
  res.json({ id: book.id, title: book.title }); // and if there is no such book?
});

app.post('/books', async (req, res) => {
  const { title } = req.body ?? {};
  if (typeof title !== 'string' || title === '') {
    throw new Error('title is required');
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

app.listen(process.env.PORT ?? 3000);
