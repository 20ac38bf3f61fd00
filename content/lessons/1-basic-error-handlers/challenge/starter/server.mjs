import express, { Router } from 'express';

const app = express();
const api = Router();
const site = Router();
const archive = Router();

const shelf = new Map([[1, { id: 1, title: 'Pnin' }]]);

// The programs' door: JSON.
api.use(express.json());

api.get('/books/:id', (req, res) => {
  const book = shelf.get(Number(req.params.id));
  if (!book) throw Object.assign(new Error('There is no book with this id'), { status: 404 });
  res.json(book);
});

api.post('/books', (req, res) => {
  const book = { id: shelf.size + 1, title: String(req.body.title) };
  shelf.set(book.id, book);
  res.status(201).json(book);
});

api.get('/prices', async () => {
  throw new Error('connect postgres://shop:hunter2@db:5432 refused');
});

api.get('/stock', () => {
  // Two counts that contradict each other: nobody may go on as if nothing had happened.
  throw Object.assign(new Error('counted -3 copies on shelf 7, password hunter2'), { fatal: true });
});

// The people's door: text.
site.get('/', (req, res) => {
  res.type('text/plain').send('Welcome to the bookshop');
});

site.get('/opening-hours', () => {
  throw new Error('calendar of hunter2 has no today');
});

// Old catalogues, one for each year.
archive.get('/:year', (req) => {
  throw new Error(`no microfilm reader for ${req.params.year}, ask hunter2`);
});

app.use('/api', api);
app.use('/', site);

app.use((err, req, res, next) => {
  console.error(err);
  res.status(500).set('X-Answered-By', 'app').type('text/plain').send('The shop is closed for repairs');
});

app.use('/archive', archive);

app.listen(process.env.PORT ?? 3000);
