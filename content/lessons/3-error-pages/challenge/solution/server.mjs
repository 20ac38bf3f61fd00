import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import ejs from 'ejs';
import express from 'express';
import { readReview } from './review.mjs';
import { texts } from './texts.mjs';

// Rendered while the server starts, so that nothing but the reference is missing when it is needed.
const errorPage = ejs.compile(readFileSync('views/error.ejs', 'utf8'));
const placeholder = 'the-reference-stands-here';
const readyPages = new Map(
  Object.entries(texts).flatMap(([language, said]) =>
    [400, 404, 422, 500].map((status) => [
      `${language} ${status}`,
      errorPage({ ...said[status], language, requestId: placeholder }),
    ]),
  ),
);

const app = express();
app.set('view engine', 'ejs');

app.use((req, res, next) => {
  res.locals.requestId = randomUUID();
  res.set('X-Request-Id', res.locals.requestId);
  next();
});
app.use(express.json(), express.urlencoded());

app.get('/', (req, res) => {
  res.render('home');
});

app.get('/review', (req, res) => {
  res.render('review');
});

app.post('/review', (req, res) => {
  res.status(201).json(readReview(req.body));
});

app.get('/bestsellers', async () => {
  throw new Error('SELECT title FROM sales failed: password hunter2 was refused');
});

app.use((req, res, next) => {
  next(Object.assign(new Error('nothing here'), { status: 404 }));
});

app.use((err, req, res, next) => {
  if (res.headersSent) return next(err);
  const status = texts.en[err.status] ? err.status : 500;
  if (status === 500) console.error(err);
  const { requestId } = res.locals;
  const language = req.acceptsLanguages('en', 'de') || 'en';
  const said = texts[language];
  const { title, detail } = said[status];
  const wrong = Object.fromEntries((status === 422 ? err.fields : []).map((field) => [field, said.fields[field]]));

  const page = () => {
    const view = status === 422 ? 'review' : 'error';
    res.render(view, { title, detail, requestId, language, typed: req.body ?? {}, wrong }, (failure, html) => {
      if (!failure) return res.send(html);
      console.error(failure);
      res.type('html').send(readyPages.get(`${language} ${status}`).replace(placeholder, requestId));
    });
  };
  const problem = () => {
    const errors = Object.entries(wrong).map(([field, text]) => ({ pointer: `/${field}`, detail: text }));
    const body = { title, status, detail, requestId, ...(status === 422 ? { errors } : {}) };
    res.type('application/problem+json').json(body);
  };

  res.status(status).set({ 'Cache-Control': 'no-store', 'Content-Language': language }).vary('Accept-Language');
  res.format({ html: page, json: problem, 'application/problem+json': problem, default: page });
});

app.listen(process.env.PORT ?? 3000);
