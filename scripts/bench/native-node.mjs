/** The yardstick: the same servers on the Node that runs this, asked over loopback by its own `fetch`. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, get } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
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

/** Starts a server; resolves at the end of its first response. A refused connection is tried again at once. */
async function startServer(folder, args, env) {
  const port = await freePort();
  const started = performance.now();
  const child = spawn(node24Path(), args, {
    cwd: folder,
    env: { ...process.env, ...env, PORT: String(port) },
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

/** Milliseconds for so many `fetch`es of which so many are under way at a time; their bodies are read. */
async function measureRequests(port, count, path, inFlight) {
  const url = `http://127.0.0.1:${port}${path}`;
  let left = count;
  const started = performance.now();
  const ask = async () => {
    while (left-- > 0) await (await fetch(url)).arrayBuffer();
  };
  await Promise.all(Array.from({ length: inFlight }, ask));
  return performance.now() - started;
}

/** As {@link measureRequests}, with a connection for each request, which `fetch` cannot be told to have. */
async function measureFresh(port, count, path, inFlight) {
  let left = count;
  const started = performance.now();
  const once = () =>
    new Promise((resolve, reject) => {
      get({ port, path, host: '127.0.0.1', agent: false }, (response) => {
        response.resume().on('end', resolve);
      }).on('error', reject);
    });
  const ask = async () => {
    while (left-- > 0) await once();
  };
  await Promise.all(Array.from({ length: inFlight }, ask));
  return performance.now() - started;
}

/** A folder with these files; `start()` gives milliseconds until the first response of `server.mjs`. */
export function openNativeNode(files) {
  const folder = mkdtempSync(join(tmpdir(), 'safety-net-bench-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
  const running = new Set();
  return {
    async start() {
      const server = await startServer(folder, ['server.mjs'], {});
      await server.stop();
      return server.milliseconds;
    },
    /** Starts a server that runs until `stop()`; gives its port. */
    async serve(args, env = {}) {
      const server = await startServer(folder, args, env);
      running.add(server);
      return server.port;
    },
    async stop() {
      await Promise.all([...running].map((server) => server.stop()));
      running.clear();
    },
    measureRequests,
    measureFresh,
    readText: (path) => readFileSync(join(folder, path), 'utf8'),
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}
