/** What X-ray costs: requests of a lesson's own server with probes, beside the same without, in the page and on Node. */
import { readFileSync } from 'node:fs';
import { openEngine } from '../in-page.mjs';
import { importTypeScript } from '../node-24.mjs';
import { openNativeNode } from './native-node.mjs';
import { median, perSecond, report } from './report.mjs';

const ROUNDS = 9;
const WARM_UP = 150;
const IN_A_ROW = 150;
const MOST = 3;
const PATHS = { 'that is answered': '/books/1', 'that fails': '/books/9' };

const textOf = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

/** A traced process notes a limited number of steps: each round has one of its own, so that none gets there. */
async function compare(where, stop, serve, measure) {
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
  const files = {
    'server.mjs': source,
    ...instrument({ 'traced.mjs': source }).files,
    '.xray/recorder.cjs': textOf('src/xray/recorder.cjs'),
  };
  const engine = await openEngine({ packages: ['express'] });
  for (const [path, text] of Object.entries(files)) await engine.writeFile(path, text);
  await compare(
    'in the page',
    () => engine.call('stopServers'),
    async (args) => {
      await engine.call('startServer', args, { PORT: '3000' });
      return 3000;
    },
    (...args) => engine.call('measureRequests', ...args),
  );
  await engine.close();
  const node = openNativeNode(files);
  await compare('on Node', node.stop, node.serve, node.measureRequests);
  node.close();
}
