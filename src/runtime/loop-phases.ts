/** What the loop asks of the timers, immediates and tick queue of Node's library. */
export interface LoopPhases {
  /** Runs one due timer and returns when the next one is due: 0 for none, negative when it is unreferenced. */
  processTimers(now: number): number;
  /** Runs one immediate. */
  processImmediate(): void;
  /** `count, refCount, hasOutstanding` of immediates. */
  readonly immediateInfo: Uint32Array;
  /** Runs the queue of `process.nextTick`, then judges rejections that were reported. */
  runTicks(): void;
  /** Whether {@link runTicks} has something to do. */
  ticksPending(): boolean;
  /** Reads and clears whether a microtask was queued or ran, or a promise was rejected, since the last call. */
  takeActivity(): boolean;
  /** Whether a promise may be rejected at any time without being seen by {@link takeActivity}. */
  mayReject(): boolean;
  /** Called before each task and each round of ticks: what ran before has ended. */
  onTask?(): void;
  /** Called with an exception that left a task or a tick; the rest of the turn goes on when it returns. */
  onUncaught(error: unknown): void;
  /** Called when nothing keeps the process alive; may queue more work, as `beforeExit` listeners do. */
  onIdle(): void;
  /** Called when nothing came of {@link onIdle}: the process ends. Microtasks of it still run. */
  onExit(): void;
  /** Called after them, at the very end. */
  onEnd(): void;
}

/** The clock and task sources of a realm, taken before Node's library replaces the globals. */
export interface RealmClock {
  now(): number;
  queueMicrotask(callback: () => void): void;
  setTimeout(callback: () => void, delay: number): number;
  clearTimeout(id: number): void;
}
