import { fork } from 'node:child_process';

const log = (level, msg, more) => console.error(JSON.stringify({ level, msg, ...more }));
const crashWindow = Number(process.env.CRASH_WINDOW_MS);
const crashes = [];
let delay = 100;
let leaving = false;
let worker;
let next;

function start() {
  worker = fork('./server.mjs');
  worker.on('exit', (code, signal) => {
    worker = undefined;
    if (leaving || code === 0) process.exit(0);
    const now = Date.now();
    crashes.push(now);
    log('error', 'the worker crashed', { code, signal });
    if (crashes.filter((at) => now - at < crashWindow).length >= 5) {
      log('fatal', 'the worker crashes again and again: giving up');
      process.exit(1);
    }
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
