import { fork } from 'node:child_process';

const log = (level, msg, more) => console.error(JSON.stringify({ level, msg, ...more }));
const crashes = [];
let delay = 100;
let leaving = false;
let worker;
let next;

function start() {
  const begun = Date.now();
  worker = fork('./server.mjs');
  worker.on('exit', (code, signal) => {
    worker = undefined;
    if (leaving || code === 0) process.exit(0);
    const now = Date.now();
    crashes.push(now);
    log('error', 'the worker crashed', { code, signal });
    if (crashes.filter((at) => now - at < 10_000).length >= 5) {
      log('fatal', 'the worker crashes again and again: giving up');
      process.exit(1);
    }
    if (now - begun > 10_000) delay = 100;
    next = setTimeout(start, delay);
    delay *= 2;
  });
}

process.on('SIGTERM', () => {
  leaving = true;
  clearTimeout(next);
  if (worker === undefined) process.exit(0);
  worker.kill('SIGTERM');
});

start();
