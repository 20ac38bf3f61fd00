import { randomUUID } from 'node:crypto';
import express from 'express';
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
  const { title, detail } = texts.en[status];

  const page = () =>
    res.render('error', { title, detail, requestId }, (failure, html) => {
      if (!failure) return res.send(html);
      console.error(failure);
      res.type('text/plain').send(`${title}\n${requestId}\n`);
    });
  const problem = () =>
    res.type('application/problem+json').json({ title, status, detail, requestId });

  res.status(status).set('Cache-Control', 'no-store');
  res.format({ html: page, json: problem, 'application/problem+json': problem, default: page });
});

app.listen(process.env.PORT ?? 3000);
