/** Many deadlines on one timer: most are met, and a timer of its own would cost each of them more than all else. */
export class Deadlines {
  readonly #waiting = new Set<{ readonly at: number; readonly miss: () => void }>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #timerAt = 0;

  /** Calls `miss` after `delay` milliseconds, unless the function that this returns is called before. */
  set(delay: number, miss: () => void): () => void {
    const deadline = { at: performance.now() + delay, miss };
    this.#waiting.add(deadline);
    if (this.#timer === undefined || deadline.at < this.#timerAt) this.#wakeAt(deadline.at);
    return () => this.#waiting.delete(deadline);
  }

  #wakeAt(at: number): void {
    clearTimeout(this.#timer);
    this.#timerAt = at;
    this.#timer = setTimeout(() => this.#wake(), Math.max(0, at - performance.now()));
  }

  #wake(): void {
    this.#timer = undefined;
    const now = performance.now();
    let next = Number.POSITIVE_INFINITY;
    for (const deadline of [...this.#waiting]) {
      if (deadline.at > now) next = Math.min(next, deadline.at);
      else if (this.#waiting.delete(deadline)) deadline.miss();
    }
    // What was missed may have set new ones meanwhile.
    if (next < (this.#timer === undefined ? Number.POSITIVE_INFINITY : this.#timerAt)) this.#wakeAt(next);
  }
}
