import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { Eta } from 'eta';
import express from 'express';

const app = express();
const eta = new Eta({ views: 'views' });
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

app.use((req, res, next) => {
  next(Object.assign(new Error('We have no page at this address'), { status: 404, expose: true }));
});

app.use((err, req, res, next) => {
  if (res.headersSent) return next(err);
  const status = err.status >= 400 && err.status < 500 ? err.status : 500;
  if (status === 500) console.error(err); // before anything else can fail
  const { requestId } = res.locals;
  const title = STATUS_CODES[status] ?? 'Error';
  const detail =
    status === 500
      ? 'This is our fault, and we know about it. Please try again later.'
      : err.expose
        ? err.message
        : 'This request cannot be answered.';

  const page = async () => {
    let html;
    try {
      html = await eta.renderAsync('failed', { title, detail, requestId });
    } catch (failure) {
      console.error(failure);
      html = `<!doctype html><title>Error</title><h1>${title}</h1><p>Please quote ${requestId}.</p>`;
    }
    res.send(html);
  };
  const problem = () =>
    res.type('application/problem+json').json({ type: 'about:blank', title, status, detail, requestId });

  res.status(status).set('Cache-Control', 'no-store');
  res.format({ html: page, json: problem, 'application/problem+json': problem, default: page });
});

app.listen(process.env.PORT ?? 3000);
