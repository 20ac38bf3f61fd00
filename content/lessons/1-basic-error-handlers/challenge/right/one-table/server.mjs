import express from 'express';

const shelf = [undefined, { id: 1, title: 'Pnin' }];

class Refusal extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

function closing(name, write) {
  return [
    () => {
      throw new Refusal(404, 'Nothing here');
    },
    (err, req, res, next) => {
      if (err.fatal === true) next(err);
      else {
        const status = err.status < 500 ? err.status : 500;
        if (status === 500) console.error(name, err);
        res.status(status).setHeader('X-Answered-By', name);
        write(res, status, status === 500 ? 'Our mistake' : err.message);
      }
    },
  ];
}

const api = express.Router();
api.use((req, res, next) => {
  if (Number(req.headers['content-length']) > 10_000) throw new Refusal(413, 'At most 10,000 bytes, please');
  next();
}, express.json());
api.get('/books/:id', (req, res) => {
  const book = shelf[req.params.id];
  if (book === undefined) throw new Refusal(404, 'Unknown book');
  res.json(book);
});
api.post('/books', (req, res) => {
  const book = { id: shelf.length, title: `${req.body.title}` };
  shelf.push(book);
  res.status(201).json(book);
});
api.get('/prices', () => Promise.reject(new Error('connect postgres://shop:hunter2@db:5432 refused')));
api.get('/stock', (req, res, next) => next(Object.assign(new Error('counted -3 copies on shelf 7, password hunter2'), { fatal: true })));
api.use(...closing('api', (res, code, message) => res.json({ error: { code: String(code), message } })));

const site = express.Router();
site.get('/', (req, res) => res.type('text').send('Welcome to the bookshop'));
site.get('/opening-hours', () => {
  throw new Error('calendar of hunter2 has no today');
});
site.use(...closing('site', (res, code, message) => res.type('text').end(message)));

const archive = express.Router();
archive.get('/:year', (req) => {
  throw new Error(`no microfilm reader for ${req.params.year}, ask hunter2`);
});

const app = express();
app.use('/api', api);
app.use('/archive', archive);
app.use(function app(err, req, res, next) {
  console.error(err);
  res.status(500).set('X-Answered-By', 'app').type('text').send('The shop is closed for repairs');
});
app.use(site);
app.listen(process.env.PORT ?? 3000);
