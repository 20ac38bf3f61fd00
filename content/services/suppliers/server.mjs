import { createServer } from 'node:http';

// Three suppliers in one house: GET /prices/:id, GET /reviews/:id and POST /charges. Below /control each can be told to
// fail in its own way, be given other data, and be asked what it has received.

const slow = 3000; // longer than anybody should wait
const brief = 300; // a moment, and then all is well
const soon = 400; // a call that comes so soon after the one before it has not waited

const prices = {};
const reviews = {};
const charges = [];
const refused = [];
const faults = {};
let calls = [];
const underway = new WeakMap(); // what answers a call
const isUnderway = (call) => call.state === 'open' && !underway.get(call).writableEnded;
const peaks = {};

const price = (id) => prices[id] ?? { amount: `${10 * Number(id)}.00`, currency: 'EUR' };
const opinions = (id) =>
  reviews[id] ?? [
    { by: 'ada', text: `I would buy number ${id} again`, stars: 5 },
    { by: 'ben', text: 'It does what it should', stars: 4 },
  ];

const server = createServer(async (req, res) => {
  const body = await text(req);
  const [, part, id, what] = new URL(req.url, 'http://suppliers').pathname.split('/');
  if (part === 'control') return control(req.method, id, what, body, res);
  if (!['prices', 'reviews', 'charges'].includes(part)) return json(res, 404, { error: 'not found' });
  const call = { part, path: req.url, key: req.headers['idempotency-key'] ?? null, at: Date.now(), state: 'open' };
  calls.push(call);
  underway.set(call, res);
  // One that is being answered is not underway any more: its caller may send the next before the connection is told.
  const open = calls.filter((each) => each.part === part && isUnderway(each)).length;
  peaks[part] = Math.max(peaks[part] ?? 0, open);
  res.on('close', () => {
    call.state = call.cut ? 'cut' : res.writableFinished ? 'answered' : 'left';
  });
  const cut = () => {
    call.cut = true;
    req.socket.destroy();
  };
  const fault = faults[part];
  if (part === 'charges') return charge(call, body, fault, cut, res);
  answer(part === 'prices' ? price(id) : opinions(id), part, fault, cut, res);
});

function answer(value, part, fault, cut, res) {
  const whole = JSON.stringify(value);
  switch (fault) {
    case 'hang':
      return;
    case 'slow':
    case 'brief':
      return setTimeout(() => json(res, 200, value), fault === 'slow' ? slow : brief).unref();
    case 'stall':
    case 'cut':
      res.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(whole) });
      return res.write(whole.slice(0, whole.length / 2), () => fault === 'cut' && cut());
    case 'error':
      // A body that looks like the real thing: only the status tells.
      return json(res, 500, part === 'reviews' ? [{ by: 'server', text: 'out of memory', stars: 0 }] : { amount: '0.00' });
    case 'garbage':
      return html(res);
    case 'wrong':
      return json(res, 200, part === 'reviews' ? { error: 'maintenance' } : { currency: 'EUR' });
    case 'null':
      return json(res, 200, null);
    case 'once':
      delete faults[part];
      return cut();
    case 'lapse':
      faults[part] = 'hang';
      return cut();
    case 'reset':
      return cut();
    default:
      return json(res, 200, value);
  }
}

/** Charges a card, once for each key, and answers; or charges it and does not answer. */
function charge(call, body, fault, cut, res) {
  const { card, amount } = parse(body) ?? {};
  if (fault === 'error') {
    refused.push({ card, key: call.key });
    return json(res, 500, { id: 0, error: 'out of memory' });
  }
  const known = call.key === null ? undefined : charges.find(({ key }) => key === call.key);
  const made = known ?? { id: charges.length + 1, card, amount, key: call.key };
  if (known === undefined) charges.push(made);
  if (fault === 'hang') return;
  if (fault === 'garbage') return html(res);
  if (fault === 'lost' && known === undefined) return cut();
  json(res, 201, { id: made.id, card: made.card, amount: made.amount });
}

function control(method, what, rest, body, res) {
  if (what === 'off') for (const part of Object.keys(faults)) delete faults[part];
  else if (what === 'received' && method === 'DELETE') forget();
  else if (what === 'received') return json(res, 200, rest ? received()[rest] : received());
  else if (method === 'PUT' && what === 'prices') prices[rest] = parse(body);
  else if (method === 'PUT' && what === 'reviews') reviews[rest] = parse(body);
  else faults[what] = rest;
  json(res, 200, {});
}

function forget() {
  calls = [];
  for (const part of Object.keys(peaks)) delete peaks[part];
}

/** Milliseconds from calls that were reset to the next ones for the same thing: how many, and how long they were. */
function pausesOf(calls) {
  const lengths = calls.flatMap(({ path, state, at }, i) => {
    const next = state === 'cut' && calls.slice(i + 1).find((other) => other.path === path);
    return next ? [next.at - at] : [];
  });
  const shortest = Math.min(...lengths);
  const longest = Math.max(...lengths);
  return lengths.length === 0 ? { count: 0 } : { count: lengths.length, shortest, longest, spread: longest - shortest };
}

/** What came in: numbers for each supplier, the charges that were made, and those that were answered with an error. */
function received() {
  const of = (part) => {
    const mine = calls.filter((call) => call.part === part);
    const count = (state) => mine.filter((call) => call.state === state).length;
    const hasty = mine.filter(({ at }, i) => i > 0 && at - mine[i - 1].at < soon).length;
    const pauses = pausesOf(mine);
    return { calls: mine.length, hasty, open: count('open'), left: count('left'), peak: peaks[part] ?? 0, pauses };
  };
  return { prices: of('prices'), reviews: of('reviews'), payments: of('charges'), charges, refused };
}

const json = (res, status, value) => {
  if (res.destroyed) return;
  res.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(value));
};

const html = (res) =>
  res.writeHead(200, { 'Content-Type': 'text/html' }).end('<html><h1>We are improving this page for you</h1></html>');

async function text(req) {
  let whole = '';
  for await (const chunk of req.setEncoding('utf8')) whole += chunk;
  return whole;
}

function parse(body) {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

server.listen(process.env.PORT);
