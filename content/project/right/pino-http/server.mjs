// express, pino, pino-http, opossum for both partners, ejs.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import express from 'express';
import pino from 'pino';
import { pinoHttp } from 'pino-http';
import CircuitBreaker from 'opossum';
import ejs from 'ejs';

const hide = (s) => s.replace(/:\/\/[^\s"@/]+@/g, '://…@');
const logger = pino(
  {
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: ['req.headers', 'res.headers', 'err.body'],
    serializers: { err: (e) => { const { type, message, stack } = pino.stdSerializers.errWithCause(e); return { type, message, stack }; } },
  },
  { write: (line) => process.stdout.write(hide(line)) },
);

const app = express().disable('x-powered-by');
app.use(
  pinoHttp({
    logger,
    wrapSerializers: true,
    genReqId: (req, res) => {
      const given = req.headers['x-request-id'];
      const id = given && /^[A-Za-z0-9._-]{1,64}$/.test(given) ? given : randomUUID();
      res.setHeader('X-Request-Id', id);
      return id;
    },
    serializers: { req: (req) => ({ id: req.id, method: req.method, url: req.url.split('?')[0] }), res: (res) => ({ statusCode: res.statusCode }) },
    customProps: (req) => ({ userId: req.headers['x-user'] }),
    customLogLevel: (req, res, err) => (res.statusCode >= 500 || (err ?? res.err) ? 'error' : res.statusCode >= 400 ? 'warn' : 'info'),
  }),
);

const sleep = (ms) => new Promise((r) => setTimeout(r, ms));
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

const fault = (status, title, extra) => Object.assign(new Error(title), { status, expose: true, ...extra });

async function getJson(path, { signal, ...init } = {}) {
  const res = await fetch(`${process.env.UPSTREAM_URL}${path}`, { ...init, signal: AbortSignal.timeout(600) });
  if (res.status >= 400) throw new Error(`${path}: ${res.status}`);
  return res.json();
}
const breakerOptions = { timeout: 700, errorThresholdPercentage: 50, resetTimeout: 1000 };
const recs = new CircuitBreaker(async (id) => {
  const list = await getJson(`/recs/${id}`);
  if (!Array.isArray(list)) throw new Error('not a list');
  return list;
}, { ...breakerOptions, volumeThreshold: 2 });
const payments = new CircuitBreaker(async (seats, key) => {
  const paid = await getJson('/pay', { method: 'POST', headers: { 'Content-Type': 'application/json', 'Idempotency-Key': key }, body: JSON.stringify({ seats }) });
  if (typeof paid?.id !== 'string') throw new Error('not a payment');
  return paid;
}, breakerOptions);

app.get('/livez', (_req, res) => void res.sendStatus(200));
app.get('/readyz', async (_req, res) => {
  try { await store.find(1); res.sendStatus(200); } catch { res.sendStatus(503); }
});
app.use(express.json({ limit: '50kb' }));

app.get('/events', async (_req, res) => { res.json(await store.all()); });
app.get('/events/:id', async (req, res) => {
  const event = await store.find(req.params.id);
  if (!event) throw fault(404, 'Unknown event');
  const body = { title: event.name.toUpperCase(), seats: event.seats };
  const settled = await Promise.allSettled([recs.fire(event.id)]);
  const [{ value }] = settled;
  res.json({ ...body, recs: value ?? [], degraded: value === undefined });
});
app.post('/bookings', async (req, res) => {
  const wrong = Object.entries({
    eventId: Number.isInteger(req.body?.eventId),
    seats: Number.isInteger(req.body?.seats) && req.body.seats > 0,
  }).filter(([, ok]) => !ok).map(([name]) => ({ name, reason: `${name} is not valid` }));
  if (wrong.length) throw fault(422, 'Not a booking', { errors: wrong });
  const { eventId, seats } = req.body;
  const event = await store.find(eventId);
  if (!event) throw fault(422, 'Unknown event', { errors: [{ name: 'eventId', reason: 'unknown' }] });
  if (event.seats < seats) throw fault(409, 'Sold out');
  let paid;
  try { paid = await payments.fire(seats, randomUUID()); } catch (cause) {
    throw Object.assign(new Error('Payments are away', { cause }), { status: 503, expose: true, retryAfter: 7 });
  }
  setImmediate(() => notify(eventId).catch((err) => { req.log.error({ err }, 'mail failed'); report(err); }));
  res.status(201).json({ booked: seats, payment: paid.id });
});
async function notify(id) { await sleep(10); if (id === 1) throw new Error('mailer exploded'); }

app.get('/export', async (_req, res, next) => {
  const rows = await store.all();
  res.type('csv');
  const lines = async function* () {
    for (const e of rows) { yield `${e.id},${e.name.toUpperCase()}\n`; await sleep(10); }
  };
  Readable.from(lines()).on('error', next).pipe(res);
});
app.get('/slow', async (_req, res) => { await sleep(500); res.json({ ok: true }); });
app.get('/whoami', async (req) => { await sleep(req.get('x-user') === 'ada' ? 60 : 15); throw new Error('profile store'); });
app.get('/poster/:id', async (req, res, next) => {
  const file = `./posters/${req.params.id}.png`;
  await stat(file).catch(() => { throw fault(404, 'Unknown poster'); });
  createReadStream(file).once('error', next).pipe(res);
});
app.post('/admin/store/:state', (req, res) => { store.down = req.params.state === 'down'; res.end(); });

let ticks = 0;
setInterval(async () => {
  try { if (++ticks === 4) throw new Error('cleanup job failed'); } catch (err) { logger.error({ err }, 'cleanup'); report(err); }
}, 250);

const sent = new Set();
function report(err, id) {
  if (!process.env.DSN) return;
  const u = new URL(process.env.DSN);
  const event = { event_id: randomUUID().replaceAll('-', ''), platform: 'node', release: process.env.RELEASE, exception: { values: [{ type: err.name, value: hide(err.message) }] }, tags: { id } };
  const p = fetch(`http://${u.host}/api/${u.pathname.slice(1)}/envelope/`, { method: 'POST', body: `{}\n{"type":"event"}\n${JSON.stringify(event)}\n`, signal: AbortSignal.timeout(1000) }).catch((e) => logger.warn({ err: e }, 'tracker')).finally(() => sent.delete(p));
  sent.add(p);
}

const page = ejs.compile('<!doctype html><title><%= title %></title><h1><%= status %></h1><p><%= title %></p><small><%= id %></small>');
app.use((_req, _res, next) => next(fault(404, 'No such page')));
app.use((err, req, res, next) => {
  const status = err.status >= 400 && err.status <= 503 ? err.status : 500;
  if (status >= 500) { res.err = err; report(err, req.id); }
  if (res.headersSent) return res.destroy();
  const title = err.expose && err.type === undefined ? err.message : status === 500 ? 'Our mistake' : 'Your request cannot be read';
  res.status(status);
  if (err.retryAfter) res.set('Retry-After', new Date(Date.now() + err.retryAfter * 1000).toUTCString());
  const problem = () => res.set('Content-Type', 'application/problem+json').end(JSON.stringify({ type: 'about:blank', title, status, errors: err.errors, 'request-id': req.id }));
  res.format({ 'application/problem+json': problem, 'application/json': problem, 'text/html': () => res.end(page({ title, status, id: req.id })), default: problem });
});

const server = app.listen(process.env.PORT ?? 3000);
process.on('SIGTERM', () => {
  server.close(async () => { await Promise.race([Promise.all(sent), sleep(1500)]); process.exit(0); });
});
