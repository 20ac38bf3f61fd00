import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import express from 'express';

const app = express();
app.set('view engine', 'ejs');

app.use((req, res, next) => {
  res.locals.requestId = randomUUID();
  res.set('X-Request-Id', res.locals.requestId);
  next();
});

app.get('/', (req, res) => {
  res.render('home');
});

app.get('/search', (req, res) => {
  const words = String(req.query.q);
  throw Object.assign(new Error(`Nothing was found for “${words}”`), { status: 404, expose: true });
});

app.get('/covers/:file', (req, res) => {
  res.sendFile(req.params.file, { root: 'covers' });
});

app.get('/bestsellers', async (req, res) => {
  res.render('home', { books: await readSales() });
});

// The errors of a carrier carry the status that the carrier answered with.
app.get('/delivery/:carrier', (req) => {
  const status = { owl: 503, raven: 302 }[req.params.carrier];
  throw Object.assign(new Error(`${req.params.carrier}: key hunter2 was refused`), { status });
});

// A database that is down today: leave it as it is.
async function readSales() {
  await pause(15);
  throw new Error('SELECT title FROM sales failed: password hunter2 was refused');
}

app.use((req, res) => {
  res.send('<h1>Oops! Page not found.</h1>'); // which status is this?
});

app.use((err, req, res, next) => {
  console.error(err);
  res.send(`<h1>Error</h1><p>${err.message}</p>`); // what can go wrong here?
});

app.listen(process.env.PORT ?? 3000);
