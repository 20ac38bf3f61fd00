import { signal } from '@preact/signals';
import type { ExitStatus } from '../engine/engine.ts';

/** So many ends within so many milliseconds are a crash loop, and end the restarts. */
const loop = { crashes: 5, within: 10_000 };
const firstWait = 100;
const longestWait = 3000;

/**
 * Starts a program again when it ends with an error, as a process manager does: after 100 ms, then twice as long each
 * time; not after code 0, and no more once it crashes in a loop.
 */
export class Supervisor {
  readonly enabled = signal(false);
  /** How often it has started the program again since the last run. */
  readonly restarts = signal(0);
  #crashes: number[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Plans the restart: resolves to the wait in milliseconds, `given-up`, or `undefined` where nothing is to be done. */
  afterExit({ code, signal: by }: ExitStatus, restart: () => void): number | 'given-up' | undefined {
    if (!this.enabled.value || code === 0 || by === 'SIGKILL') return undefined;
    const now = Date.now();
    this.#crashes = [...this.#crashes.filter((at) => now - at < loop.within), now];
    if (this.#crashes.length >= loop.crashes) return 'given-up';
    const wait = Math.min(longestWait, firstWait * 2 ** (this.#crashes.length - 1));
    this.#timer = setTimeout(() => {
      this.restarts.value++;
      restart();
    }, wait);
    return wait;
  }

  /** Forgets what was, and calls off a restart that is planned. */
  forget(): void {
    clearTimeout(this.#timer);
    this.#crashes = [];
    this.restarts.value = 0;
  }
}
