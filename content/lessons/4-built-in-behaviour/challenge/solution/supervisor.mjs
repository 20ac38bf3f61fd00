import { fork } from 'node:child_process';

const log = (level, msg, more) => console.error(JSON.stringify({ level, msg, ...more }));
const crashes = [];
let delay = 100;
let leaving = false;
let worker;

function start() {
  const begun = Date.now();
  worker = fork('./server.mjs');
  worker.on('exit', (code, signal) => {
    if (leaving || code === 0) process.exit(code ?? 1);
    const now = Date.now();
    crashes.push(now);
    log('error', 'the worker crashed', { code, signal });
    if (crashes.filter((at) => now - at < 10_000).length >= 5) {
      log('fatal', 'the worker crashes again and again: giving up');
      process.exit(1);
    }
    if (now - begun > 10_000) delay = 100;
    setTimeout(start, delay);
    delay *= 2;
  });
}

process.on('SIGTERM', () => {
  leaving = true;
  worker.kill('SIGTERM');
});

start();
