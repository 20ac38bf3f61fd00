// node:http alone.
import { createServer } from 'node:http';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { randomUUID } from 'node:crypto';
import { request as httpRequest } from 'node:http';

const delay = (ms, value) => new Promise((r) => setTimeout(r, ms, value));

class Database {
  down = false;
  rows = [
    { id: 1, name: 'Jazz night', seats: 3 },
    { id: 2, name: 'Chess cup', seats: 0 },
    { id: 3, name: null, seats: 9 },
  ];
  async find(id) { await delay(5); this.#check(); return this.rows.find((r) => r.id === Number(id)); }
  async all() { await delay(5); this.#check(); return this.rows; }
  #check() { if (this.down) throw new Error('connect postgres://app:hunter2@db refused'); }
}
const db = new Database();

class Log {
  static clean(text) {
    return text.replace(/(\w+:\/\/)[^@\s"]*@/g, '$1…@').replace(/Bearer\s+[\w.~+/-]+=*/gi, 'Bearer …').replace(/\b\d{12,19}\b/g, '…');
  }
  static write(level, message, extra = {}) {
    const { error, ...rest } = extra;
    const line = { '@timestamp': new Date().toISOString(), 'log.level': level, message, ...rest };
    if (error) line.error = { type: error.name, message: error.message, stack_trace: error.stack };
    process.stderr.write(Log.clean(JSON.stringify(line)) + '\n');
  }
}

class Refused extends Error {
  constructor(status, text, more = {}) { super(text); this.status = status; Object.assign(this, more); }
}

class Tracker {
  #waiting = new Set();
  constructor(dsn, release) { this.url = dsn ? new URL(dsn) : null; this.release = release; }
  tell(error, context) {
    if (!this.url) return;
    const id = randomUUID().replace(/-/g, '');
    const event = { event_id: id, level: 'error', platform: 'node', release: this.release, message: error.message,
      exception: { values: [{ type: error.name, value: error.message, stacktrace: { frames: [] } }] }, extra: context };
    const body = Log.clean([{ event_id: id }, { type: 'event' }, event].map((x) => JSON.stringify(x)).join('\n'));
    const p = new Promise((resolve) => {
      const req = httpRequest({ host: this.url.hostname, port: this.url.port, method: 'POST', path: `/api${this.url.pathname}/envelope/`, timeout: 1500,
        headers: { 'content-type': 'application/x-sentry-envelope', 'content-length': Buffer.byteLength(body) } }, (res) => { res.resume(); res.on('close', resolve); });
      req.on('timeout', () => req.destroy(new Error('late')));
      req.on('error', resolve);
      req.end(body);
    });
    this.#waiting.add(p);
    p.then(() => this.#waiting.delete(p));
  }
  idle() { return Promise.race([Promise.all(this.#waiting), delay(2000)]); }
}
const tracker = new Tracker(process.env.DSN, process.env.RELEASE);

class Unavailable extends Error {}

/** One call over node:http with one limit for all of it. */
function ask(method, path, { headers = {}, body, limit = 450 } = {}) {
  return new Promise((resolve, reject) => {
    const fail = (why) => { clearTimeout(timer); req.destroy(); reject(new Unavailable(`${method} ${path}`, { cause: why })); };
    const req = httpRequest(process.env.UPSTREAM_URL + path, { method, headers, agent: false }, (res) => {
      let text = '';
      res.setEncoding('utf8').on('data', (d) => { text += d; }).on('error', fail).on('aborted', () => fail(new Error('cut'))).on('end', () => {
        if (res.statusCode >= 300) return fail(new Error(`status ${res.statusCode}`));
        try { const value = JSON.parse(text); clearTimeout(timer); resolve(value); } catch (e) { fail(e); }
      });
    });
    const timer = setTimeout(() => fail(new Error('no answer')), limit);
    req.on('error', fail);
    req.end(body);
  });
}

class Breaker {
  #strikes = 0; #until = 0; #trial = null;
  constructor(max, rest) { this.max = max; this.rest = rest; }
  async run(work) {
    if (this.#strikes < this.max) return this.#try(work);
    if (this.#trial || performance.now() < this.#until) throw new Unavailable('resting');
    this.#trial = this.#try(work);
    try { return await this.#trial; } finally { this.#trial = null; }
  }
  async #try(work) {
    try { const value = await work(); this.#strikes = 0; return value; } catch (e) { this.#strikes++; this.#until = performance.now() + this.rest; throw e; }
  }
}
const recsBreaker = new Breaker(3, 900);
const known = {};

async function recommendations(event) {
  try {
    const list = await recsBreaker.run(async () => {
      const list = await ask('GET', `/recs/${event.id}`);
      if (!Array.isArray(list)) throw new Unavailable('no list');
      return list;
    });
    known[event.id] = list;
    return [list, false];
  } catch (e) {
    if (!(e instanceof Unavailable)) throw e;
    return [known[event.id] ?? [], true];
  }
}

async function mail(id) { await delay(10); if (id === 1) throw new Error('mailer exploded'); }
function aside(what, promise) {
  promise.catch((error) => { Log.write('error', what, { error }); tracker.tell(error, { what }); });
}

async function bodyOf(req) {
  const parts = []; let size = 0;
  for await (const part of req) {
    size += part.length;
    if (size > 100_000) throw new Refused(413, 'That is too much');
    parts.push(part);
  }
  const text = Buffer.concat(parts).toString();
  if (text === '') return undefined;
  try { return JSON.parse(text); } catch { throw new Refused(400, 'That is no JSON'); }
}

const routes = [
  ['GET', /^\/livez$/, (c) => c.json(200, { ok: true })],
  ['GET', /^\/readyz$/, async (c) => { const ok = !stopping && await db.all().then(() => true, () => false); c.json(ok ? 200 : 503, { ready: ok }); }],
  ['GET', /^\/events$/, async (c) => c.json(200, await db.all())],
  ['GET', /^\/events\/([^/]+)$/, async (c, id) => {
    const event = await db.find(id);
    if (!event) throw new Refused(404, 'No such event');
    const [recs, degraded] = await recommendations(event);
    c.json(200, { title: event.name.toUpperCase(), seats: event.seats, recs, degraded });
  }],
  ['POST', /^\/bookings$/, async (c) => {
    const body = await bodyOf(c.req);
    const { eventId, seats } = body ?? {};
    const errors = [];
    if (!Number.isInteger(eventId)) errors.push('eventId must be a whole number');
    if (!Number.isInteger(seats) || seats < 1) errors.push('seats must be a whole number above zero');
    if (errors.length) throw new Refused(422, 'Not a booking', { errors });
    const event = await db.find(eventId);
    if (!event) throw new Refused(404, 'No such event');
    if (event.seats < seats) throw new Refused(409, 'Sold out');
    let paid;
    try {
      paid = await ask('POST', '/pay', { headers: { 'Idempotency-Key': c.id + randomUUID() }, body: JSON.stringify({ seats }), limit: 1500 });
      if (!paid?.id) throw new Unavailable('no payment id');
    } catch (e) {
      if (!(e instanceof Unavailable)) throw e;
      throw new Refused(503, 'Payments are not available just now', { cause: e, retryAfter: 20 });
    }
    aside('mail', mail(eventId));
    c.json(201, { booked: seats, payment: paid.id });
  }],
  ['GET', /^\/export$/, async (c) => {
    const rows = await db.all();
    c.res.writeHead(200, { 'content-type': 'text/csv', 'x-request-id': c.id });
    for (const e of rows) { c.res.write(`${e.id},${e.name.toUpperCase()}\n`); await delay(10); }
    c.res.end();
  }],
  ['GET', /^\/slow$/, async (c) => { await delay(500); c.json(200, { ok: true }); }],
  ['GET', /^\/whoami$/, async (c) => { await delay(c.user === 'ada' ? 60 : 15); throw new Error('profile store'); }],
  ['GET', /^\/poster\/([^/]+)$/, async (c, id) => {
    const file = await open(`./posters/${id}.png`).catch((e) => { throw e.code === 'ENOENT' ? new Refused(404, 'No such poster') : e; });
    c.res.writeHead(200, { 'content-type': 'image/png', 'x-request-id': c.id });
    pipeline(file.createReadStream(), c.res, (e) => { if (e) Log.write('warn', 'poster cut', { error: e, id: c.id }); });
  }],
  ['POST', /^\/admin\/store\/([^/]+)$/, (c, state) => { db.down = state === 'down'; c.json(200, {}); }],
];

class Context {
  constructor(req, res) {
    this.req = req; this.res = res;
    const given = req.headers['x-request-id'];
    this.id = /^[\w.-]{1,64}$/.test(given ?? '') ? given : randomUUID();
    this.user = req.headers['x-user'];
    res.setHeader('X-Request-Id', this.id);
  }
  json(status, value) { this.res.writeHead(status, { 'content-type': 'application/json' }); this.res.end(JSON.stringify(value)); }
  wantsPage() {
    const q = (type) => {
      let best = [-1, 0];
      for (const part of (this.req.headers.accept ?? '*/*').split(',')) {
        const [name, ...params] = part.trim().split(';').map((x) => x.trim());
        const rank = name === type ? 3 : name === `${type.split('/')[0]}/*` ? 2 : name === '*/*' ? 1 : -1;
        const value = Number(params.find((p) => p.startsWith('q='))?.slice(2) ?? 1);
        if (rank > best[0]) best = [rank, rank < 0 ? 0 : value];
      }
      return best[1];
    };
    return q('text/html') > Math.max(q('application/json'), q('application/problem+json'));
  }
  fail(error) {
    const status = error instanceof Refused ? error.status : 500;
    const fields = { http: { request: { id: this.id, method: this.req.method }, response: { status_code: status } }, url: { path: this.req.url.split('?')[0] }, user: { id: this.user } };
    if (status >= 500) { Log.write('error', 'request failed', { ...fields, error: error.cause instanceof Error ? error.cause : error }); tracker.tell(error, { id: this.id }); }
    else Log.write('warn', 'refused', { ...fields, why: error.message });
    if (this.res.headersSent) return this.res.destroy();
    const detail = error instanceof Refused ? error.message : 'We are sorry';
    this.res.statusCode = status;
    if (error.retryAfter) this.res.setHeader('Retry-After', error.retryAfter);
    if (!this.req.complete) this.res.setHeader('Connection', 'close');
    if (this.wantsPage()) {
      this.res.setHeader('content-type', 'text/html; charset=utf-8');
      this.res.end(`<!doctype html><title>${status}</title><p>${detail}</p><p>Reference ${this.id}</p>`);
    } else {
      this.res.setHeader('content-type', 'application/problem+json');
      this.res.end(JSON.stringify({ title: detail, status, instance: `/problems/${this.id}`, reference: this.id, errors: error.errors }));
    }
  }
}

let stopping = false;
const server = createServer(async (req, res) => {
  const c = new Context(req, res);
  try {
    const path = req.url.split('?')[0];
    for (const [method, pattern, handle] of routes) {
      const match = pattern.exec(path);
      if (match && (method === req.method || (method === 'GET' && req.method === 'HEAD'))) return await handle(c, ...match.slice(1).map(decodeURIComponent));
    }
    throw new Refused(404, 'Nothing here');
  } catch (e) { c.fail(e); }
});

let ticks = 0;
setInterval(() => aside('cleanup', (async () => { if (++ticks === 4) throw new Error('cleanup job failed'); })()), 250).unref();

process.once('SIGTERM', async () => {
  stopping = true;
  await new Promise((done) => server.close(done));
  await tracker.idle();
  process.exitCode = 0;
  process.exit();
});
server.listen(Number(process.env.PORT ?? 3000));
