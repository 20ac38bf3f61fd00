import { spawn } from 'node:child_process';

class Supervisor {
  #attempts = 0;
  #crashes = [];
  #leaving = false;
  #child;
  #next;

  start() {
    this.#child = spawn(process.execPath, ['server.mjs'], { stdio: 'inherit', env: process.env });
    this.#child.once('close', (code, signal) => this.#ended(code, signal));
  }

  leave() {
    this.#leaving = true;
    // What has ended is not hurt, and what waits for its turn is forgotten.
    clearTimeout(this.#next);
    this.#child.kill();
  }

  #ended(code, signal) {
    if (this.#leaving) return void (process.exitCode = 0);
    if (code === 0 && signal === null) return;
    this.#crashes = [...this.#crashes, performance.now()].slice(-5);
    const [oldest] = this.#crashes;
    if (this.#crashes.length === 5 && performance.now() - oldest < Number(process.env.CRASH_WINDOW_MS)) {
      console.log(JSON.stringify({ time: new Date(), level: 60, msg: 'no use' }));
      process.exitCode = 1;
      return;
    }
    this.#next = setTimeout(() => this.start(), 100 * 2 ** this.#attempts++);
  }
}

const supervisor = new Supervisor();
process.once('SIGTERM', () => supervisor.leave());
supervisor.start();
