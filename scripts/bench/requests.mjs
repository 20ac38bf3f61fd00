/**
 * Requests per second: the page's own client and a server in its sandbox, beside `fetch` and the same server on the Node that
 * runs this. Like with like: the same Express app, as many requests under way, all bodies read, both servers and clients
 * kept running and equally warmed, rounds in turn. Two things differ by nature: `fetch` keeps its connections, while each
 * request from the page has one of its own, as the engine's contract says; and the page's two ends are in one browser. What
 * a connection for each request costs Node stands beside it.
 */
import { openEngine } from '../in-page.mjs';
import { openNativeNode } from './native-node.mjs';
import { median, perSecond, report } from './report.mjs';

const ROUNDS = 15;
const IN_A_ROW = 400;
const WARM_UP = 1000;
const UPSTREAM = 'http://127.0.0.1';
const SERVER = `import express from 'express';
const app = express();
const large = 'x'.repeat(64 * 1024);
app.get('/', (req, res) => { res.json({ ok: true }); });
app.get('/large', (req, res) => { res.send(large); });
app.get('/upstream', async (req, res) => {
  const started = performance.now();
  for (let i = 0; i < Number(req.query.count); i++) await (await fetch(process.env.UPSTREAM)).arrayBuffer();
  res.json({ milliseconds: performance.now() - started });
});
app.listen(process.env.PORT);
`;

/** What is compared: how many requests a round has, and what one side needs for them. */
const COMPARISONS = [
  { name: 'one after the other (time: at most 1 ×)', most: 1, count: IN_A_ROW, path: '/', inFlight: 1 },
  { name: '50 under way (time: at most 1 ×)', most: 1, count: 2 * IN_A_ROW, path: '/', inFlight: 50 },
  { name: 'bodies of 64 KiB', count: IN_A_ROW / 4, path: '/large', inFlight: 1 },
];

async function openPage() {
  const engine = await openEngine({ packages: ['express'] });
  await engine.mount({ 'requests.mjs': { file: { contents: SERVER } } });
  await engine.call('startServer', ['requests.mjs'], { PORT: '3001' });
  await engine.call('startServer', ['requests.mjs'], { PORT: '3000', UPSTREAM: `${UPSTREAM}:3001/` });
  const askUpstream = async (count) => {
    const request = { method: 'GET', path: `/upstream?count=${count}`, headers: [] };
    const { body } = await engine.request(3000, request, { timeout: 600_000 });
    return JSON.parse(Buffer.from(body).toString()).milliseconds;
  };
  const measure = (...args) => engine.call('measureRequests', 3000, ...args);
  return { engine, measure, askUpstream };
}

async function openNative() {
  const node = openNativeNode({ 'requests.mjs': SERVER });
  const upstream = await node.serve(['requests.mjs']);
  const port = await node.serve(['requests.mjs'], { UPSTREAM: `${UPSTREAM}:${upstream}/` });
  const askUpstream = async (count) => {
    const response = await fetch(`http://127.0.0.1:${port}/upstream?count=${count}`);
    return (await response.json()).milliseconds;
  };
  const measure = (...args) => node.measureRequests(port, ...args);
  const measureFresh = (...args) => node.measureFresh(port, ...args);
  const close = async () => {
    await node.stop();
    node.close();
  };
  return { measure, measureFresh, askUpstream, close };
}

/** Compares the two; `total` is how many requests are made of one server to see that they do not grow dearer. */
export async function measureRequests(total) {
  const page = await openPage();
  const native = await openNative();
  const compare = async (name, count, most, ask) => {
    const took = { page: [], native: [] };
    for (const side of [native, page]) await ask(side, WARM_UP);
    for (let round = 0; round < ROUNDS; round++) {
      took.native.push((await ask(native, count)) / count);
      took.page.push((await ask(page, count)) / count);
    }
    const of = median(took.native);
    report(`\`fetch\` over loopback, ${name.replace(/ \(.+/, '')}`, of, { shown: perSecond(of) });
    const value = median(took.page);
    report(`requests from the page, ${name}`, value, { of, most, shown: perSecond(value) });
  };
  for (const { name, most, count, path, inFlight } of COMPARISONS) {
    await compare(name, count, most, ({ measure }, requests) => measure(requests, path, inFlight));
    const fresh = [];
    for (let round = 0; round < ROUNDS; round++)
      fresh.push((await native.measureFresh(count, path, inFlight)) / count);
    report(`a connection each on Node, ${name.replace(/ \(.+/, '')}`, median(fresh), {
      shown: perSecond(median(fresh)),
    });
  }
  await compare('by a server, of another', IN_A_ROW, undefined, ({ askUpstream }, requests) =>
    askUpstream(requests),
  );
  await native.close();
  await page.engine.call('stopServers');
  await measureGrowth(page, total);
  await page.engine.close();
}

/** The cost of a request, and what page and process hold, when so many have been made. */
async function measureGrowth({ engine, measure }, total) {
  await engine.call('startServer', ['requests.mjs'], { PORT: '3000' });
  let made = 0;
  let first;
  for (const count of [10, 1000, 10_000, 100_000].filter((each) => each <= total)) {
    const piece = Math.min(count, 500) / 5;
    await measure(count - 5 * piece - made, '/', 1);
    const pieces = [];
    for (let i = 0; i < 5; i++) pieces.push((await measure(piece, '/', 1)) / piece);
    made = count;
    const cost = median(pieces);
    const heap = await engine.page.heapBytes();
    // The first few pay for code that is compiled as it is needed.
    if (count === 1000) first = { cost, heap };
    const name = `when ${count.toLocaleString('en')} have been made`;
    report(`requests, ${name}`, cost, {
      ...(count > 1000 ? { of: first.cost, most: 1.5 } : {}),
      shown: perSecond(cost),
    });
    report(`memory of page and sandbox, ${name}`, heap, {
      ...(count > 1000 ? { of: first.heap, most: 1.25 } : {}),
      shown: `${(heap / 1e6).toFixed(1)} MB`,
    });
  }
}
