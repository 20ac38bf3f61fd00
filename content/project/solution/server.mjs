import fs from 'node:fs';
import express from 'express';
import { answerErrors, nothingHere } from './answer-errors.mjs';
import { inBackground } from './background.mjs';
import { bookingFrom } from './booking.mjs';
import { requestContext } from './context.mjs';
import { HttpError } from './http-error.mjs';
import { endWell, isLeaving } from './lifecycle.mjs';
import { log } from './log.mjs';
import { pay, recommendationsFor } from './partners.mjs';
import { store } from './store.mjs';

const app = express();
app.disable('x-powered-by');
app.use(requestContext);

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

app.get('/livez', (req, res) => res.json({ status: 'alive' }));

app.get('/readyz', async (req, res) => {
  const ready = !isLeaving() && (await store.all().then(() => true, () => false));
  if (ready) return res.json({ status: 'ready' });
  res.status(503).set('Retry-After', '5').json({ status: 'not ready' });
});

app.use(express.json());

app.get('/events', async (req, res) => res.json(await store.all()));

app.get('/events/:id', async (req, res) => {
  const event = await findEvent(req.params.id);
  const title = event.name.toUpperCase();
  const { recs, degraded } = await recommendationsFor(event.id);
  res.json({ title, seats: event.seats, recs, degraded });
});

app.post('/bookings', async (req, res) => {
  const { eventId, seats } = bookingFrom(req.body);
  const event = await findEvent(eventId);
  if (event.seats < seats) throw new HttpError(409, 'There are not enough seats left');
  const paid = await pay(seats, req.get('idempotency-key'));
  inBackground('notify', () => notify(eventId))();
  res.status(201).json({ booked: seats, payment: paid.id });
});

async function findEvent(id) {
  const event = await store.find(id);
  if (event === undefined) throw new HttpError(404, 'There is no such event');
  return event;
}

// The mailer fails for event 1. It stays as it is, and so does what it throws.
async function notify(id) {
  await sleep(10);
  if (id === 1) throw new Error('mailer exploded');
}

app.get('/export', async (req, res) => {
  const events = await store.all();
  res.type('text/csv');
  for (const event of events) {
    res.write(`${event.id},${event.name.toUpperCase()}\n`);
    await sleep(10);
  }
  res.end();
});

app.get('/slow', async (req, res) => {
  await sleep(500);
  res.json({ ok: true });
});

app.get('/whoami', async (req, res) => {
  await sleep(req.get('x-user') === 'ada' ? 60 : 15);
  throw new Error('profile store');
});

app.get('/poster/:id', (req, res, next) => {
  fs.createReadStream(`./posters/${req.params.id}.png`)
    .on('error', (err) => next(err.code === 'ENOENT' ? new HttpError(404, 'There is no such poster') : err))
    .pipe(res);
});

// For you and for the checks: takes the store away and brings it back.
app.post('/admin/store/:state', (req, res) => {
  store.down = req.params.state === 'down';
  res.end();
});

// The cleanup fails once, a second after the start. The job stays, and so does what it throws.
let ticks = 0;
const cleanUp = inBackground('cleanup', async () => {
  if (++ticks === 4) throw new Error('cleanup job failed');
});
setInterval(cleanUp, 250);

app.use(nothingHere);
app.use(answerErrors);

const server = app.listen(process.env.PORT ?? 3000, (err) => {
  if (!err) return;
  log('fatal', 'cannot listen', { err });
  process.exit(1);
});
endWell(server);
