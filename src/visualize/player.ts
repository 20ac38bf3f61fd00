import { computed, type ReadonlySignal, signal } from '@preact/signals';

/** Milliseconds per moment at the speed of 1. */
const pace = 1000;

export const speeds = [0.5, 1, 2, 4] as const;

/** Goes through the moments of one stage or of two beside each other. */
export class Player {
  /** The moment that is looked at. */
  readonly at = signal(0);
  readonly playing = signal(false);
  readonly speed = signal<number>(1);
  /** How long the way to the next moment takes, in milliseconds. */
  readonly stride = computed(() => pace / this.speed.value);
  readonly length: ReadonlySignal<number>;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(lengths: () => readonly number[]) {
    this.length = computed(() => Math.max(0, ...lengths()));
  }

  /** Goes on by itself, from the beginning where the end was reached. */
  play(): void {
    if (this.at.value >= this.length.value - 1) this.at.value = 0;
    this.playing.value = true;
    this.#plan();
  }

  pause(): void {
    this.playing.value = false;
    clearTimeout(this.#timer);
  }

  /** Looks at a moment, and stays there. */
  go(to: number): void {
    this.pause();
    this.at.value = Math.min(Math.max(to, 0), Math.max(0, this.length.value - 1));
  }

  move(by: number): void {
    this.go(this.at.value + by);
  }

  #plan(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (this.at.value >= this.length.value - 1) {
        this.playing.value = false;
        return;
      }
      this.at.value++;
      this.#plan();
    }, this.stride.value);
  }
}
