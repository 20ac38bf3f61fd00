/**
 * `npm run bench:start`: from Run to the first response, in the page's engine and beside it with `node server.mjs`, in
 * one run on one machine. Medians of alternating rounds.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openEngine } from './in-page.mjs';
import { node24Path, onNode24 } from './node-24.mjs';

const ROUNDS = 10;
const SERVER = `import express from 'express';
const app = express();
app.get('/', (req, res) => { res.json({ ok: true }); });
app.listen(process.env.PORT ?? 3000);
`;

const root = fileURLToPath(new URL('..', import.meta.url));
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/** A port that nobody listens on. */
function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Milliseconds from starting Node to the end of its first response; asks again as soon as a connection is refused. */
function nativeStart(folder, port) {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(node24Path(), ['server.mjs'], {
      cwd: folder,
      env: { ...process.env, PORT: String(port) },
      stdio: 'inherit',
    });
    child.on('error', reject);
    const ask = () => {
      get({ port, host: '127.0.0.1', agent: false }, (response) => {
        response.resume().on('end', () => {
          const milliseconds = performance.now() - started;
          child.on('exit', () => resolve(milliseconds)).kill('SIGKILL');
        });
      }).on('error', () => setImmediate(ask));
    };
    ask();
  });
}

async function main() {
  const folder = mkdtempSync(join(tmpdir(), 'bench-start-'));
  writeFileSync(join(folder, 'server.mjs'), SERVER);
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const results = { native: [], restart: [], open: [] };
  try {
    const engine = await openEngine();
    await engine.mount({ 'server.mjs': { file: { contents: SERVER } } });
    await engine.call('measureStart', 'server.mjs', 3000);
    for (let round = 0; round < ROUNDS; round++) {
      results.native.push(await nativeStart(folder, await freePort()));
      results.restart.push(await engine.call('measureStart', 'server.mjs', 3000));
    }
    await engine.close();
    for (let round = 0; round < 3; round++) {
      const fresh = await openEngine();
      await fresh.mount({ 'server.mjs': { file: { contents: SERVER } } });
      results.open.push(fresh.bootMilliseconds + (await fresh.call('measureStart', 'server.mjs', 3000)));
      await fresh.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const yardstick = median(results.native);
  const line = (name, values) =>
    console.log(
      `${name.padEnd(44)} ${median(values).toFixed(0).padStart(6)} ms   ${(median(values) / yardstick).toFixed(2)} ×   (${values.map((value) => value.toFixed(0)).join(' ')})`,
    );
  line('node server.mjs → first response', results.native);
  line('in the page: Run → first response', results.restart);
  line('in the page: opened → first response', results.open);
}

if (onNode24(import.meta.url)) await main();
