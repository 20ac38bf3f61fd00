/**
 * `npm run bench`: how fast and how large the page's engine is, each figure beside its yardstick, measured in one run
 * on one machine. Medians of alternating rounds. Exits with 1 where a bound is missed.
 *
 *     node scripts/bench.mjs [--requests 100000] [--starts] [--only starts|requests|xray|sizes|typing]
 *
 * `--only` measures one part (`typing` needs the built site); `--starts` (`npm run bench:start`) is how long it takes until the first response.
 */
import { parseArgs } from 'node:util';
import { openNativeNode } from './bench/native-node.mjs';
import { conclude, median, report } from './bench/report.mjs';
import { measureRequests } from './bench/requests.mjs';
import { brotliSize, engineFiles, gzipSize, kilobytes } from './bench/sizes.mjs';
import { measureTyping } from './bench/typing.mjs';
import { measureXray } from './bench/xray.mjs';
import { openEngine } from './in-page.mjs';
import { onNode24 } from './node-24.mjs';

const ROUNDS = 10;
const OPENINGS = 5;
const SIZE_BOUND = 220_000;
const SERVER = `import express from 'express';
const app = express();
app.get('/', (req, res) => { res.json({ ok: true }); });
app.listen(process.env.PORT ?? 3000);
`;

async function openServer() {
  const engine = await openEngine({ packages: ['express'] });
  await engine.mount({ 'server.mjs': { file: { contents: SERVER } } });
  return engine;
}

async function measureStarts() {
  const native = openNativeNode({ 'server.mjs': SERVER });
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
  native.close();
  const of = median(results.native);
  report('`node server.mjs` → first response', of, {});
  report('page opened → first response (at most 2 ×)', median(results.open), { of, most: 2 });
  report('edit → restart → first response (below 1 ×)', median(results.restart), { of, most: 1 });
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
    options: {
      requests: { type: 'string', default: '100000' },
      starts: { type: 'boolean', default: false },
      only: { type: 'string' },
    },
  });
  const parts = {
    starts: measureStarts,
    requests: () => measureRequests(Number(values.requests)),
    xray: measureXray,
    sizes: measureSizes,
    typing: measureTyping,
  };
  const only = values.starts ? 'starts' : values.only;
  if (only !== undefined && !Object.hasOwn(parts, only)) {
    throw new Error(`There is no part \`${only}\`: use one of ${Object.keys(parts).join(', ')}.`);
  }
  for (const [name, measure] of Object.entries(parts)) {
    if (only === undefined || only === name) await measure();
  }
  return conclude();
}

if (onNode24(import.meta.url)) process.exitCode = await main();
