import express, { Router } from 'express';

const app = express();
const api = Router();
const site = Router();
const archive = Router();

const shelf = new Map([[1, { id: 1, title: 'Pnin' }]]);

const isCallers = (err) => err.status >= 400 && err.status < 500;

// The programs' door: JSON. The parser's own limit would answer only when the whole upload has been read.
api.use((req, res, next) => {
  const length = Number(req.get('Content-Length') ?? 0);
  if (length <= 10_000) return next();
  next(Object.assign(new Error('Send at most 10,000 bytes'), { status: 413 }));
});
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

api.use((req, res, next) => {
  next(Object.assign(new Error('There is nothing at this address'), { status: 404 }));
});

api.use((err, req, res, next) => {
  if (err.fatal) return next(err);
  const status = isCallers(err) ? err.status : 500;
  if (status === 500) console.error(err);
  res
    .status(status)
    .set('X-Answered-By', 'api')
    .json({ error: { code: `http_${status}`, message: status === 500 ? 'Something went wrong on our side' : err.message } });
});

// The people's door: text.
site.get('/', (req, res) => {
  res.type('text/plain').send('Welcome to the bookshop');
});

site.get('/opening-hours', () => {
  throw new Error('calendar of hunter2 has no today');
});

site.use((req, res, next) => {
  next(Object.assign(new Error('We have no such page'), { status: 404 }));
});

site.use((err, req, res, next) => {
  const status = isCallers(err) ? err.status : 500;
  if (status === 500) console.error(err);
  res
    .status(status)
    .set('X-Answered-By', 'site')
    .type('text/plain')
    .send(status === 500 ? 'Sorry, this did not work' : err.message);
});

// Old catalogues, one for each year.
archive.get('/:year', (req) => {
  throw new Error(`no microfilm reader for ${req.params.year}, ask hunter2`);
});

app.use('/api', api);
app.use('/archive', archive); // above the site, whose 404 takes every address
app.use('/', site);

// The errors that the doors pass on, or that come from no door.
app.use((err, req, res, next) => {
  console.error(err);
  res.status(500).set('X-Answered-By', 'app').type('text/plain').send('The shop is closed for repairs');
});

app.listen(process.env.PORT ?? 3000);
