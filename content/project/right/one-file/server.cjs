// One CommonJS file, no library but Express, no AsyncLocalStorage: whatever belongs to a request hangs on `req`.
const express = require('express');
const { createReadStream } = require('node:fs');
const { access } = require('node:fs/promises');
const { randomUUID } = require('node:crypto');
const { STATUS_CODES } = require('node:http');

const wait = (ms) => new Promise((done) => setTimeout(done, ms));
const levels = { info: 30, warn: 40, error: 50, fatal: 60 };
const hide = (text) =>
  String(text)
    .replace(/\/\/[^/@\s]*:[^/@\s]*@/g, '//***@')
    .replace(/\d{13,19}/g, '***');

function write(level, fields, err) {
  const error = err && {
    exception: { type: err.name, message: hide(err.message), stacktrace: hide(err.stack) },
    because: err.cause && hide(err.cause.stack || err.cause),
  };
  console.log(JSON.stringify({ level: levels[level], at: Date.now(), ...fields, ...error }));
}

const reports = new Set();
function tell(err, req) {
  if (!process.env.DSN) return;
  const { protocol, host, pathname, username } = new URL(process.env.DSN);
  const event = {
    event_id: randomUUID().split('-').join(''),
    level: 'error',
    platform: 'node',
    release: process.env.RELEASE,
    exception: { values: [{ type: err.name, value: hide(err.message) }] },
    extra: { stack: hide(err.stack), request: req && req.id },
  };
  const body = `${JSON.stringify({ event_id: event.event_id })}\n{"type":"event"}\n${JSON.stringify(event)}\n`;
  const sent = fetch(`${protocol}//${host}/api${pathname}/envelope/?sentry_key=${username}`, {
    method: 'POST',
    body,
    signal: AbortSignal.timeout(1000),
  }).then(
    () => {},
    () => write('warn', { msg: 'no tracker' }),
  );
  reports.add(sent);
  sent.then(() => reports.delete(sent));
}

const problem = (status, detail, more) => Object.assign(new Error(detail), { status, told: detail, ...more });

const store = {
  down: false,
  rows: [
    { id: 1, name: 'Jazz night', seats: 3 },
    { id: 2, name: 'Chess cup', seats: 0 },
    { id: 3, name: null, seats: 9 },
  ],
  async find(id) {
    await wait(5);
    if (this.down) throw new Error('connect postgres://app:hunter2@db refused');
    return this.rows.find((row) => row.id === Number(id));
  },
  async all() {
    await wait(5);
    if (this.down) throw new Error('connect postgres://app:hunter2@db refused');
    return this.rows;
  },
};

const app = express();
app.set('x-powered-by', false);

app.use(function identify(req, res, next) {
  const id = req.headers['x-request-id'];
  req.id = id && id.length <= 64 && !/[^\w.-]/.test(id) ? id : randomUUID();
  res.setHeader('X-Request-Id', req.id);
  next();
});

app.get('/livez', (req, res) => res.send('alive'));
app.get('/readyz', (req, res) => res.status(store.down ? 503 : 200).end());
app.use(express.json());

app.get('/events', (req, res, next) => {
  store.all().then((rows) => res.json(rows), next);
});

async function eventOr404(id) {
  const found = await store.find(id);
  if (!found) throw problem(404, 'No such event');
  return found;
}

async function partner(path, looksRight, options) {
  let said = 'nothing';
  try {
    const response = await fetch(process.env.UPSTREAM_URL + path, { signal: AbortSignal.timeout(500), ...options });
    said = `${response.status}`;
    const answer = response.ok ? await response.json() : undefined;
    if (answer && looksRight(answer)) return answer;
  } catch (error) {
    throw Object.assign(new Error(`partner ${path}`, { cause: error }), { partner: true });
  }
  throw Object.assign(new Error(`partner ${path} said ${said}`), { partner: true });
}

let strikes = 0;
let askAgainAt = 0;

app.get('/events/:id', async function showEvent(req, res) {
  const event = await eventOr404(req.params.id);
  const page = { title: event.name.toUpperCase(), seats: event.seats, recs: [], degraded: true };
  if (Date.now() >= askAgainAt) {
    // Whoever comes while this one tries goes on without.
    if (strikes > 1) askAgainAt = Date.now() + 1200;
    try {
      page.recs = await partner(`/recs/${event.id}`, Array.isArray);
      page.degraded = false;
      strikes = 0;
      askAgainAt = 0;
    } catch (error) {
      if (!error.partner) throw error;
      strikes += 1;
      if (strikes > 1) askAgainAt = Date.now() + 1200;
      write('warn', { msg: 'degraded', id: req.id }, error);
    }
  }
  res.json(page);
});

app.post('/bookings', async function book(req, res) {
  const { eventId, seats } = Object(req.body);
  const errors = [];
  if (!Number.isSafeInteger(eventId)) errors.push({ field: 'eventId', message: 'a whole number, please' });
  if (!(Number.isSafeInteger(seats) && seats > 0)) errors.push({ field: 'seats', message: 'one at least' });
  if (errors.length) throw problem(400, 'Some fields are wrong', { errors });
  const event = await eventOr404(eventId);
  if (seats > event.seats) throw problem(409, 'Sold out');
  const options = { method: 'POST', body: JSON.stringify({ seats }), headers: { 'idempotency-key': randomUUID() } };
  const isPaid = ({ id }) => Boolean(id);
  const paid = await partner('/pay', isPaid, options)
    .catch(() => partner('/pay', isPaid, { ...options, signal: AbortSignal.timeout(500) }))
    .catch((error) => {
      throw Object.assign(problem(503, 'Payments are away'), { cause: error, retry: 3 });
    });
  notify(eventId).catch((error) => {
    write('error', { msg: 'mail', id: req.id }, error);
    tell(error, req);
  });
  res.status(201).json({ booked: seats, payment: paid.id });
});

async function notify(id) {
  await wait(10);
  if (id === 1) throw new Error('mailer exploded');
}

app.get('/export', async (req, res) => {
  // All of it first: then a failure is an ordinary 500.
  const rows = await store.all();
  const lines = rows.map((event) => `${event.id},${event.name.toUpperCase()}\n`);
  res.type('text/csv').send(lines.join(''));
});

app.get('/slow', async (req, res) => {
  await wait(500);
  res.json({ ok: true });
});

app.get('/whoami', async (req) => {
  await wait(req.headers['x-user'] === 'ada' ? 60 : 15);
  throw new Error('profile store');
});

app.get('/poster/:id', async (req, res) => {
  const path = `./posters/${req.params.id}.png`;
  await access(path).catch((error) => {
    throw error.code === 'ENOENT' ? problem(404, 'No such poster') : error;
  });
  createReadStream(path)
    .on('error', () => res.destroy())
    .pipe(res);
});

app.post('/admin/store/:state', (req, res) => {
  store.down = req.params.state === 'down';
  res.end();
});

let ticks = 0;
setInterval(() => {
  cleanUp().catch((error) => {
    write('error', { msg: 'cleanup' }, error);
    tell(error);
  });
}, 250);

async function cleanUp() {
  if (++ticks === 4) throw new Error('cleanup job failed');
}

app.use(() => {
  throw problem(404, 'Not here');
});

app.use(function fail(err, req, res, next) {
  const own = Boolean(err.told);
  const status = own || (err.status > 399 && err.status < 500) ? err.status : 500;
  const about = { msg: `${req.method} ${req.path}`, status, requestId: req.id, userId: req.headers['x-user'] };
  if (status < 500) write('warn', about);
  else {
    write('error', about, err);
    tell(err, req);
  }
  if (res.headersSent) return next(err);
  if (err.retry) res.setHeader('Retry-After', String(err.retry));
  res.status(status);
  const detail = own ? err.told : status < 500 ? 'Please look at your request' : 'Our fault';
  if (req.accepts(['json', 'application/problem+json', 'html']) === 'html') {
    return res.type('html').send(`<h1>${STATUS_CODES[status]}</h1>${detail}. Quote ${req.id}.`);
  }
  const body = { title: STATUS_CODES[status], status, detail, instance: `urn:request:${req.id}`, errors: err.errors };
  res.setHeader('Content-Type', 'application/problem+json');
  res.end(JSON.stringify(body));
});

const server = app.listen(process.env.PORT || 3000);
let ending = false;
function end(code) {
  if (ending) return;
  ending = true;
  server.close(() => Promise.race([Promise.all(reports), wait(1500)]).then(() => process.exit(code)));
  setTimeout(() => process.exit(code || 1), 6000).unref();
}
process.once('SIGTERM', () => end(0));
process.on('uncaughtException', (err) => {
  write('fatal', { msg: 'uncaught' }, err);
  end(1);
});
