'use strict';
const { fork } = require('node:child_process');
const { once } = require('node:events');
const { setTimeout: sleep } = require('node:timers/promises');

const stop = new AbortController();
process.on('SIGTERM', () => stop.abort());

(async function supervise() {
  const crashes = [];
  for (let wait = 100; ; wait *= 2) {
    const worker = fork(`${__dirname}/server.mjs`);
    const pass = () => worker.kill('SIGTERM');
    stop.signal.addEventListener('abort', pass);
    const [code] = await once(worker, 'exit');
    stop.signal.removeEventListener('abort', pass);
    if (stop.signal.aborted || code === 0) return;
    crashes.push(Date.now());
    if (crashes.filter((at) => at > Date.now() - process.env.CRASH_WINDOW_MS).length === 5) {
      process.stderr.write(`${JSON.stringify({ severity: 'fatal', message: 'five crashes' })}\n`);
      process.exit(1);
    }
    await sleep(wait, undefined, { signal: stop.signal }).catch(() => {});
    if (stop.signal.aborted) return;
  }
})();
