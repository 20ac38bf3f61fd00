import fs from 'node:fs';
import express from 'express';

const app = express();
app.use(express.json());
const upstream = process.env.UPSTREAM_URL; // POST /pay, GET /recs/:id
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

// A stand-in for a database. It stays as it is, event 3 included.
const store = {
  down: false,
  rows: [
    { id: 1, name: 'Jazz night', seats: 3 },
    { id: 2, name: 'Chess cup', seats: 0 },
    { id: 3, name: null, seats: 9 },
  ],
  async find(id) {
    await sleep(5);
    if (this.down) throw new Error('connect postgres://app:hunter2@db refused');
    return this.rows.find((row) => row.id === Number(id));
  },
  async all() {
    await sleep(5);
    if (this.down) throw new Error('connect postgres://app:hunter2@db refused');
    return this.rows;
  },
};

let user;
app.use((req, res, next) => {
  user = req.get('x-user');
  next();
});

app.get('/events', async (req, res) => res.json(await store.all()));

app.get('/events/:id', async (req, res) => {
  const event = await store.find(req.params.id);
  let recs;
  try {
    recs = await (await fetch(`${upstream}/recs/${event.id}`)).json();
  } catch {
    recs = [];
  }
  res.json({ title: event.name.toUpperCase(), seats: event.seats, recs });
});

app.post('/bookings', async (req, res) => {
  const { eventId, seats } = req.body;
  const event = await store.find(eventId);
  if (event.seats < seats) throw new Error('sold out');
  const paid = await (
    await fetch(`${upstream}/pay`, { method: 'POST', body: JSON.stringify({ seats }) })
  ).json();
  notify(eventId);
  res.status(201).json({ booked: seats, payment: paid.id });
});

// The mailer fails for event 1. It stays as it is, and so does what it throws.
async function notify(id) {
  await sleep(10);
  if (id === 1) throw new Error('mailer exploded');
}

app.get('/export', async (req, res) => {
  res.type('text/csv');
  for (const event of await store.all()) {
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
  await sleep(user === 'ada' ? 60 : 15);
  throw new Error('profile store');
});

app.get('/poster/:id', (req, res) => fs.createReadStream(`./posters/${req.params.id}.png`).pipe(res));

// For you and for the checks: takes the store away and brings it back.
app.post('/admin/store/:state', (req, res) => {
  store.down = req.params.state === 'down';
  res.end();
});

// The cleanup fails once, a second after the start. The job stays, and so does what it throws.
let ticks = 0;
setInterval(async () => {
  if (++ticks === 4) throw new Error('cleanup job failed');
}, 250);

app.use((err, req, res, next) => {
  console.log('Error for ' + user + ': ' + err);
  res.status(500).send('Something went wrong: ' + err.message);
});

app.listen(process.env.PORT ?? 3000);
