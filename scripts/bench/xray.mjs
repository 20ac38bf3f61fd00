/** What X-ray costs: requests of a lesson's own server with probes, beside the same without, in the page and on Node. */
import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { openEngine } from '../in-page.mjs';
import { importTypeScript } from '../node-24.mjs';
import { openNativeNode } from './native-node.mjs';
import { median, perSecond, report } from './report.mjs';

const ROUNDS = 9;
const WARM_UP = 150;
const IN_A_ROW = 150;
const MOST = 3;
const RECORDING = '.xray/trace.ndjson';
const PATHS = { 'that is answered': '/books/1', 'that fails': '/books/9' };

const textOf = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

/**
 * What was recorded of the server that runs, once it has all: recordings are written a moment after the answers. Fails where
 * the path of a single request is not there, so that what costs nothing because it does nothing is no result.
 */
async function checkRecording(read, probes) {
  const { tracesFrom } = await importTypeScript('src/xray/trace.ts');
  for (let look = 0; ; look++) {
    const traces = tracesFrom(await read(), probes);
    const missing = Object.values(PATHS).map((path) => {
      const whole = traces.filter((trace) => trace.path === path && trace.status && trace.steps.length > 0);
      return `${WARM_UP + IN_A_ROW - whole.length} of \`${path}\``;
    });
    if (missing.every((each) => each.startsWith('0 '))) return;
    if (look === 100) throw new Error(`Paths were not recorded: ${missing.join(', ')}.`);
    await setTimeout(50);
  }
}

/** A traced process notes a limited number of steps: each round has one of its own, so that none gets there. */
async function compare(where, { stop, serve, measure, check }) {
  const took = {};
  for (let round = 0; round < ROUNDS; round++) {
    for (const [kind, args] of [
      ['plain', ['server.mjs']],
      ['traced', ['--require', './.xray/recorder.cjs', 'traced.mjs']],
    ]) {
      const port = await serve(args);
      for (const [name, path] of Object.entries(PATHS)) {
        await measure(port, WARM_UP, path, 1);
        ((took[name] ??= {})[kind] ??= []).push((await measure(port, IN_A_ROW, path, 1)) / IN_A_ROW);
      }
      if (kind === 'traced') await check();
      await stop();
    }
  }
  for (const [name, { plain, traced }] of Object.entries(took)) {
    const of = median(plain);
    report(`${where}, a request ${name}`, of, { shown: perSecond(of) });
    const value = median(traced);
    report(`${where}, the same with X-ray (time: at most ${MOST} ×)`, value, {
      of,
      most: MOST,
      shown: perSecond(value),
    });
  }
}

export async function measureXray() {
  const { instrument } = await importTypeScript('src/xray/instrument.ts');
  const source = textOf('content/lessons/1-basic-error-handlers/solution/server.mjs');
  const traced = instrument({ 'traced.mjs': source });
  const files = {
    'server.mjs': source,
    ...traced.files,
    '.xray/recorder.cjs': textOf('src/xray/recorder.cjs'),
  };
  const engine = await openEngine({ packages: ['express'] });
  for (const [path, text] of Object.entries(files)) await engine.writeFile(path, text);
  await compare('in the page', {
    stop: () => engine.call('stopServers'),
    async serve(args) {
      await engine.call('startServer', args, { PORT: '3000' });
      return 3000;
    },
    measure: (...args) => engine.call('measureRequests', ...args),
    check: () =>
      checkRecording(async () => new TextDecoder().decode(await engine.readFile(RECORDING)), traced.probes),
  });
  await engine.close();
  const node = openNativeNode(files);
  await compare('on Node', {
    stop: node.stop,
    serve: node.serve,
    measure: node.measureRequests,
    check: () => checkRecording(() => node.readText(RECORDING), traced.probes),
  });
  node.close();
}
