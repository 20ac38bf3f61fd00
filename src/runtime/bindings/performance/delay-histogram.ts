import type { Host } from '../../host.ts';
import { ValueHistogram } from './histogram.ts';

// Taken before Node's library puts its own timers in their place.
const { setInterval, clearInterval } = globalThis;

/** The histogram behind `monitorEventLoopDelay`: how much later than asked a timer comes, in nanoseconds. */
export class DelayHistogram extends ValueHistogram {
  readonly #host: Host;
  readonly #resolution: number;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(host: Host, resolution: number) {
    super(1, 3.6e12, 3);
    this.#host = host;
    this.#resolution = resolution;
  }

  start(): void {
    this.stop();
    let previous = performance.now();
    this.#timer = setInterval(() => {
      this.#host.loop.post(() => {
        const now = performance.now();
        this.record(Math.max(1, Math.round((now - previous) * 1e6)));
        previous = now;
      });
    }, this.#resolution);
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
