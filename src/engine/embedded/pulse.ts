const EVERY_MS = 1000;
/** A page that was itself held up for longer says nothing about the other side. */
const LATE_MS = 2 * EVERY_MS;
const MOST_SILENT_BEATS = 8;

export interface PulseOptions {
  /** Resolves when the other side has answered. */
  readonly ask: () => Promise<unknown>;
  /** Whether anybody would miss the other side now. */
  readonly isNeeded: () => boolean;
  readonly onSilence: () => void;
}

/**
 * Notices that the other side of a port is gone: a browser that ends the process of a frame tells nobody. It is taken
 * for gone after 8 seconds without an answer in which this page itself was never held up.
 */
export class Pulse {
  readonly #options: PulseOptions;
  #timer: ReturnType<typeof setInterval> | undefined;
  #lastBeat = 0;
  #silentBeats = 0;
  #isAsking = false;

  constructor(options: PulseOptions) {
    this.#options = options;
  }

  /** Beats until {@link PulseOptions.isNeeded} says no. */
  start(): void {
    if (this.#timer !== undefined) return;
    this.#lastBeat = performance.now();
    this.#silentBeats = 0;
    this.#timer = setInterval(() => this.#beat(), EVERY_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #beat(): void {
    if (!this.#options.isNeeded()) {
      this.stop();
      return;
    }
    const now = performance.now();
    const isLate = now - this.#lastBeat > LATE_MS;
    this.#lastBeat = now;
    if (this.#isAsking) {
      this.#silentBeats = isLate ? 0 : this.#silentBeats + 1;
      if (this.#silentBeats < MOST_SILENT_BEATS) return;
      this.stop();
      this.#options.onSilence();
      return;
    }
    this.#isAsking = true;
    this.#silentBeats = 0;
    const heard = () => {
      this.#isAsking = false;
    };
    this.#options.ask().then(heard, heard);
  }
}
