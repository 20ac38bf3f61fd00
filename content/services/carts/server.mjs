import { createServer } from 'node:http';

// GET /carts/:user. Below /control it can be told to fail, to be slow, or to answer those who came together in the reverse
// order (`crossed`), and be asked what it has received.

let fault = 'off';
let calls = [];
let waiting = [];
let turn;

const server = createServer((req, res) => {
  const [, part, what] = new URL(req.url, 'http://carts').pathname.split('/');
  if (part === 'control') {
    if (what === 'received' && req.method === 'DELETE') calls = [];
    else if (what === 'received') return json(res, 200, received());
    else fault = what;
    return json(res, 200, {});
  }
  if (part !== 'carts') return json(res, 404, { error: 'not found' });
  const { traceparent = null, 'x-request-id': id = null } = req.headers;
  calls.push({ user: what, id, traceparent });
  const answer = () =>
    fault === 'error'
      ? json(res, 500, { error: 'out of memory' })
      : json(res, 200, { user: what, items: ['lamp', 'chair'] });
  if (fault === 'slow') setTimeout(answer, 1000).unref();
  else if (fault === 'crossed') inReverse(answer);
  else answer();
});

/** Answers when nobody new has come for a moment, the last one first. */
function inReverse(answer) {
  waiting.push(answer);
  clearTimeout(turn);
  turn = setTimeout(() => {
    for (const next of waiting.splice(0).reverse()) next();
  }, 150);
}

/** The calls, and how many different traces and spans they named. */
function received() {
  const parts = (index) => new Set(calls.map(({ traceparent }) => traceparent?.split('-')[index])).size;
  return { count: calls.length, traces: parts(1), spans: parts(2), calls };
}

function json(res, status, value) {
  if (!res.destroyed) res.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(value));
}

server.listen(process.env.PORT);
