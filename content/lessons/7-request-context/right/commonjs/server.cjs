const { AsyncLocalStorage, AsyncResource } = require('node:async_hooks');
const crypto = require('node:crypto');
const express = require('express');
const { later } = require('./outbox.mjs');

class Request {
  static #all = new AsyncLocalStorage();

  constructor({ 'x-request-id': id, traceparent = '' }) {
    this.correlation = typeof id === 'string' && /^[A-Z\d._-]{1,64}$/i.test(id) ? id : `r-${crypto.randomBytes(6).toString('hex')}`;
    const parts = /^00-([\da-f]{32})-([\da-f]{16})-[\da-f]{2}$/.exec(traceparent);
    const usable = parts && !/^0*$/.test(parts[1]) && !/^0*$/.test(parts[2]);
    this.trace = usable ? parts[1] : crypto.randomBytes(16).toString('hex');
    this.span = crypto.randomBytes(8).toString('hex');
  }

  static get current() {
    return Request.#all.getStore();
  }

  enter(work) {
    return Request.#all.run(this, work);
  }
}

function log(level, msg, extra) {
  const { correlation, account } = Request.current || {};
  process.stdout.write(JSON.stringify({ severity: level, msg, ctx: { correlation, account }, ...extra }) + '\n');
}

async function loadCart(userId) {
  const { correlation, trace, span } = Request.current;
  const response = await fetch(`${process.env.CARTS_URL}/carts/${userId}`, {
    headers: { 'X-Request-ID': correlation, traceparent: `00-${trace}-${span}-01` },
  });
  if (!response.ok) throw new Error(`the carts answered ${response.status}`);
  const cart = await response.json();
  log('info', 'cart loaded', { items: cart.items.length });
  return cart;
}

const users = {
  't-ada': { id: 'u-ada', email: 'ada@example.org' },
  't-bob': { id: 'u-bob', email: 'bob@example.org' },
};

const app = express();

app.use(function (req, res, next) {
  const request = new Request(req.headers);
  const user = users[(req.headers.authorization || '').slice('Bearer '.length)];
  req.user = user;
  request.account = user ? user.id : undefined;
  res.setHeader('X-Request-Id', request.correlation);
  res.once('close', () => request.enter(() => log('info', 'done', { http: { path: req.originalUrl, code: res.statusCode }, whole: res.writableFinished })));
  request.enter(next);
});

app.get('/health', (req, res) => res.json({ ok: true }));
app.get('/cart', (req, res, next) => {
  if (!req.user) return res.status(401).json({ error: 'Who are you?' });
  loadCart(req.user.id).then((cart) => res.json(cart), next);
});
app.post('/orders', (req, res) => {
  const job = new AsyncResource('job');
  later(() => job.runInAsyncScope(log, null, 'info', 'confirmation sent'));
  res.status(202).json({ ordered: true });
});
app.get('/export', (req, res) => {
  res.type('text/csv').write('id,title\n');
  setTimeout(() => res.end('1,Lamp\n'), 1000);
});
app.get('/crash', (req, res) => {
  setTimeout(() => {
    throw new Error('lost in a timer');
  }, 10);
  res.status(202).json({ ok: true });
});
app.use((req, res) => res.status(404).json({ error: 'There is nothing at this address' }));
app.use((err, req, res, next) => {
  if (res.headersSent) return next(err);
  log('error', err.message, { stack: err.stack });
  res.status(500).json({ error: `Something went wrong. Please quote ${Request.current.correlation}.` });
});
process.on('uncaughtException', (err) => {
  log('fatal', err.message, { stack: err.stack });
  process.exitCode = 1;
  process.exit();
});
app.listen(process.env.PORT || 3000);
