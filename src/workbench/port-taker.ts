import type { Engine, EngineProcess } from '../engine/engine.ts';

/** A program that is on the learner’s port before the learner’s own. */
export class PortTaker {
  readonly #port: number;
  #process: EngineProcess | undefined;

  constructor(port: number) {
    this.#port = port;
  }

  /** Of the program that has the port; `undefined` while none does. */
  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** Starts it, and waits until it listens. */
  async take(engine: Engine): Promise<{ readonly port: number; readonly pid: number }> {
    const port = this.#port;
    const program = `require('node:http').createServer((q, s) => s.end('taken\\n')).listen(${port})`;
    const listening = new Promise<void>((resolve) => {
      const off = engine.on('server-ready', (opened) => {
        if (opened !== port) return;
        off();
        resolve();
      });
    });
    const process = await engine.spawn('node', ['-e', program]);
    this.#process = process;
    await Promise.race([listening, process.exit]);
    return { port, pid: process.pid };
  }

  letGo(): void {
    this.#process?.kill('SIGKILL');
    this.#process = undefined;
  }
}
