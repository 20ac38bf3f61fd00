import { randomUUID } from 'node:crypto';
import express from 'express';
import { failed, form } from './pages.mjs';
import { readReview } from './review.mjs';
import { texts } from './texts.mjs';

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
  const language = req.acceptsLanguages(['en', 'de']) === 'de' ? 'de' : 'en';
  const { [status]: said, fields } = texts[language];
  const wrong = status === 422 ? err.fields.map((name) => ({ pointer: `/${name}`, detail: fields[name] })) : undefined;
  res.status(status);
  res.set({ 'Cache-Control': 'no-store', 'Content-Language': language, Vary: 'Accept, Accept-Language' });
  if (['json', 'application/problem+json'].includes(req.accepts('html', 'json', 'application/problem+json'))) {
    res.type('application/problem+json').send(JSON.stringify({ ...said, status, instance: requestId, errors: wrong }));
  } else if (wrong) {
    res.send(form(language, said, requestId, wrong, req.body));
  } else {
    res.send(failed(language, said, requestId));
  }
});

app.listen(process.env.PORT ?? 3000);
