/**
 * `npm run bench`: how fast and how large the page's engine is, each figure beside its yardstick, measured in one run
 * on one machine. Medians of alternating rounds. Exits with 1 where a bound is missed.
 *
 *     node scripts/bench.mjs [--requests 100000] [--starts]
 *
 * With `--starts` (`npm run bench:start`), only how long it takes until the first response.
 */
import { parseArgs } from 'node:util';
import { openNativeNode } from './bench/native-node.mjs';
import { brotliSize, engineFiles, gzipSize, kilobytes } from './bench/sizes.mjs';
import { openEngine } from './in-page.mjs';
import { onNode24 } from './node-24.mjs';

const ROUNDS = 10;
const OPENINGS = 5;
const IN_A_ROW = 1000;
const SIZE_BOUND = 220_000;
const SERVER = `import express from 'express';
const app = express();
app.get('/', (req, res) => { res.json({ ok: true }); });
app.listen(process.env.PORT ?? 3000);
`;

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const missed = [];

/** One line: the figure, its ratio to the yardstick, and whether the bound is kept. */
function report(name, value, { of, most, shown = `${value.toFixed(0)} ms` }) {
  const ratio = of === undefined ? undefined : value / of;
  const kept = most === undefined || (ratio ?? value) <= most;
  if (!kept) missed.push(name);
  const beside = ratio === undefined ? '' : `${ratio.toFixed(2)} ×`;
  const bound = most === undefined ? '' : kept ? 'within' : 'MISSED';
  console.log(`${name.padEnd(52)} ${shown.padStart(10)} ${beside.padStart(8)}  ${bound}`);
}

async function openServer() {
  const engine = await openEngine({ packages: ['express'] });
  await engine.mount({ 'server.mjs': { file: { contents: SERVER } } });
  return engine;
}

async function measureStarts(native) {
  const results = { native: [], restart: [], open: [] };
  const engine = await openServer();
  await engine.call('measureStart', 'server.mjs', 3000);
  for (let round = 0; round < ROUNDS; round++) {
    results.native.push(await native.start());
    results.restart.push(await engine.call('measureStart', 'server.mjs', 3000));
  }
  await engine.close();
  for (let round = 0; round < OPENINGS; round++) {
    const fresh = await openServer();
    results.open.push(fresh.bootMilliseconds + (await fresh.call('measureStart', 'server.mjs', 3000)));
    await fresh.close();
  }
  const of = median(results.native);
  report('`node server.mjs` → first response', of, {});
  report('page opened → first response (at most 2 ×)', median(results.open), { of, most: 2 });
  report('edit → restart → first response (below 1 ×)', median(results.restart), { of, most: 1 });
}

async function measureRequests(native, total) {
  const engine = await openServer();
  const perRequest = (milliseconds, count) => milliseconds / count;
  const page = [];
  const yardstick = [];
  await engine.call('startServer', 'server.mjs', 3000);
  await engine.call('measureRequests', 3000, 100);
  for (let round = 0; round < 5; round++) {
    yardstick.push(perRequest(await native.requests(IN_A_ROW), IN_A_ROW));
    page.push(perRequest(await engine.call('measureRequests', 3000, IN_A_ROW), IN_A_ROW));
  }
  const of = median(yardstick);
  const shown = (value) => `${(1000 / value).toFixed(0)}/s`;
  report('native `fetch` over loopback', of, { shown: shown(of) });
  report('requests from the page (time: at most 1 ×)', median(page), {
    of,
    most: 1,
    shown: shown(median(page)),
  });

  await engine.call('stopServer');
  await engine.call('startServer', 'server.mjs', 3000);
  let made = 0;
  let first;
  for (const count of [10, 1000, 10_000, 100_000].filter((each) => each <= total)) {
    const sample = Math.min(count, IN_A_ROW) / 2;
    await engine.call('measureRequests', 3000, count - sample - made);
    const cost = perRequest(await engine.call('measureRequests', 3000, sample), sample);
    made = count;
    // The first few pay for code that is compiled as it is needed.
    if (count === 1000) first = cost;
    const most = count > 1000 ? { of: first, most: 1.5 } : {};
    report(`requests, when ${count.toLocaleString('en')} have been made`, cost, {
      ...most,
      shown: shown(cost),
    });
  }
  await engine.close();
}

function measureSizes() {
  const { before, after } = engineFiles();
  const sum = (names, sizeOf) => names.reduce((bytes, name) => bytes + sizeOf(name), 0);
  const line = (name, bytes, options = {}) => report(name, bytes, { ...options, shown: kilobytes(bytes) });
  for (const name of before) line(name, gzipSize(name));
  line('after the first response, gzip', sum(after, gzipSize));
  line('before the first response, brotli', sum(before, brotliSize));
  line(`before the first response, gzip (at most ${kilobytes(SIZE_BOUND)})`, sum(before, gzipSize), {
    most: SIZE_BOUND,
  });
}

async function main() {
  const { values } = parseArgs({
    options: { requests: { type: 'string', default: '100000' }, starts: { type: 'boolean', default: false } },
  });
  const native = openNativeNode(SERVER);
  try {
    await measureStarts(native);
    if (!values.starts) {
      await measureRequests(native, Number(values.requests));
      measureSizes();
    }
  } finally {
    native.close();
  }
  if (missed.length > 0) console.log(`\nMissed: ${missed.join('; ')}.`);
  return missed.length === 0 ? 0 : 1;
}

if (onNode24(import.meta.url)) process.exitCode = await main();
