/** The yardstick: the same server on the Node that runs this, asked over loopback. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { node24Path } from '../node-24.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A port that nobody listens on. */
function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Starts the server; resolves at the end of its first response. A refused connection is tried again at once. */
async function startServer(folder) {
  const port = await freePort();
  const started = performance.now();
  const child = spawn(node24Path(), ['server.mjs'], {
    cwd: folder,
    env: { ...process.env, PORT: String(port) },
    stdio: 'inherit',
  });
  await new Promise((resolve, reject) => {
    child.on('error', reject);
    const ask = () => {
      get({ port, host: '127.0.0.1', agent: false }, (response) => {
        response.resume().on('end', resolve);
      }).on('error', () => setImmediate(ask));
    };
    ask();
  });
  const milliseconds = performance.now() - started;
  const stop = () => new Promise((resolve) => child.on('exit', resolve).kill('SIGKILL'));
  return { port, milliseconds, stop };
}

/** `start()` gives milliseconds until the first response, `requests(count)` those of so many `fetch`es in a row. */
export function openNativeNode(source) {
  const folder = mkdtempSync(join(tmpdir(), 'safety-net-bench-'));
  writeFileSync(join(folder, 'server.mjs'), source);
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
  return {
    async start() {
      const server = await startServer(folder);
      await server.stop();
      return server.milliseconds;
    },
    async requests(count) {
      const { port, stop } = await startServer(folder);
      const url = `http://127.0.0.1:${port}/`;
      const ask = async () => (await fetch(url)).arrayBuffer();
      for (let i = 0; i < 100; i++) await ask();
      const started = performance.now();
      for (let i = 0; i < count; i++) await ask();
      const milliseconds = performance.now() - started;
      await stop();
      return milliseconds;
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}
