import type { EventLoop } from './host.ts';
import type { LoopPhases, RealmClock } from './loop-phases.ts';

const kCount = 0;
const kRefCount = 1;
const kHasOutstanding = 2;

// A chain of native promise reactions that runs no tracked code (as `return promise` in an async function) is at most
// three jobs long; more quiet turns than that mean that the microtask queue is empty.
const QUIET_TURNS = 6;

/** More tasks than that are not done at once, for the sake of messages to this worker. */
const TASKS_IN_A_ROW = 50;

// Browsers clamp nested timeouts to 4 ms (https://html.spec.whatwg.org/multipage/timers-and-user-prompts.html#timers).
const CLAMPED_BELOW = 5;

type Phase = 'timers' | 'poll' | 'check' | 'closing';

/**
 * The phases of libuv's loop (https://nodejs.org/en/learn/asynchronous-work/event-loop-timers-and-nexttick) on a
 * browser's event loop: each macrotask of Node is one task of the worker, followed by ticks and microtasks until both
 * are empty.
 */
export class WorkerLoop implements EventLoop {
  readonly #clock: RealmClock;
  readonly #channel = new MessageChannel();
  readonly #start: number;
  readonly #closingQueue: (() => void)[] = [];
  readonly #works = new Set<() => void>();
  #restQueue: (() => void)[] = [];
  #restSince = 0;
  #phases: LoopPhases | undefined;
  #pollQueue: (() => void)[] = [];
  #pollIndex = 0;
  #pollLimit = 0;
  #phase: Phase = 'timers';
  #refs = 0;
  #now = 0;
  #timerAt = Number.POSITIVE_INFINITY;
  #timerRef = false;
  #timeout: number | undefined;
  #timeoutAt = 0;
  #busy = false;
  #hops = 0;
  #quietLeft = 0;
  #running = false;
  #stopped = false;
  #idleReported = false;
  #ending = false;
  #inTask = false;
  #ticked = false;
  /** Whether the task that was taken last is the first of a new round: messages to this worker come before it. */
  #isRound = false;
  /** A task that was found and waits for those messages. */
  #found: (() => void) | undefined;

  constructor(clock: RealmClock) {
    this.#clock = clock;
    this.#start = clock.now();
    this.#channel.port1.onmessage = () => this.#turn();
  }

  /** Starts running tasks; everything posted before waits until then. */
  start(phases: LoopPhases): void {
    this.#phases = phases;
    this.#running = true;
    this.#wake();
  }

  /** Whether what runs now is a microtask that in Node `processTicksAndRejections` would run, and not the loop itself. */
  get inMicrotaskOfTicks(): boolean {
    return this.#ticked && !this.#inTask;
  }

  stop(): void {
    this.#stopped = true;
    this.#channel.port1.close();
    if (this.#timeout !== undefined) this.#clock.clearTimeout(this.#timeout);
  }

  post(task: () => void): void {
    this.#pollQueue.push(task);
    this.#wake();
  }

  /**
   * Queues what libuv gives to its threads: `work` is done in a task of its own, followed by `done`, or at the end of the
   * process, followed by nothing. It must not throw.
   */
  postWork(work: () => void, done: () => void): void {
    this.#works.add(work);
    this.post(() => {
      if (this.#works.delete(work)) work();
      done();
    });
  }

  /** Does what is queued by {@link postWork}: at its end, a process waits for its threads. */
  finishWorks(): void {
    for (const work of this.#works) {
      this.#works.delete(work);
      work();
    }
  }

  /** Queues a task for the closing phase, where `close` callbacks run. */
  postClosing(task: () => void): void {
    this.#closingQueue.push(task);
    this.#wake();
  }

  /**
   * Runs `work` outside of the program's tasks: when there are none, or after a millisecond. It must neither throw nor
   * queue tasks, and is not run any more once the loop has stopped.
   */
  atRest(work: () => void): void {
    if (this.#restQueue.length === 0) this.#restSince = this.#now;
    this.#restQueue.push(work);
    this.#wake();
  }

  ref(): void {
    this.#refs++;
  }

  unref(): void {
    this.#refs--;
    if (this.#refs === 0) this.#wake();
  }

  now(): number {
    return this.#now;
  }

  updateTime(): void {
    this.#now = Math.floor(this.#clock.now() - this.#start);
  }

  /** Asks for {@link LoopPhases.processTimers} after `delay` ms from the loop's present time. */
  scheduleTimer(delay: number): void {
    this.#timerAt = this.#now + Math.max(1, delay);
    this.#wake();
  }

  setTimerRef(ref: boolean): void {
    this.#timerRef = ref;
    if (!ref) this.#wake();
  }

  #wake(): void {
    if (this.#busy || this.#stopped || !this.#running) return;
    this.#busy = true;
    this.#hops = 0;
    // Whatever woke the loop up is a task of the browser already.
    this.#clock.queueMicrotask(this.#firstTurn);
  }

  readonly #firstTurn = (): void => this.#turn();

  #turn(): void {
    if (this.#stopped) return;
    if (this.#hops > 0) {
      this.#hops--;
      this.#channel.port2.postMessage(0);
      return;
    }
    if (this.#ending) {
      this.#guard(() => (this.#phases as LoopPhases).onEnd());
      return;
    }
    const phases = this.#phases as LoopPhases;
    for (let count = 0; count < TASKS_IN_A_ROW; count++) {
      this.#ticked = false;
      const task = this.#takeNext();
      if (task === undefined) {
        this.#sleep();
        return;
      }
      if (this.#isRound && count > 0) {
        this.#found = task;
        break;
      }
      this.#idleReported = false;
      this.#guard(task);
      if (!this.#stopped) this.#runTicks();
      if (this.#stopped) return;
      if (phases.takeActivity() || phases.mayReject()) {
        this.#settle(QUIET_TURNS);
        return;
      }
      // Nothing of it goes on in microtasks, and nothing was rejected: the next one needs no task of the browser.
    }
    this.#goRound();
  }

  #afterTask(): void {
    if (this.#stopped) return;
    this.#runTicks();
    this.#settle(QUIET_TURNS);
  }

  #guard(task: () => void): void {
    this.#phases?.onTask?.();
    const wasInTask = this.#inTask;
    this.#inTask = true;
    try {
      task();
    } catch (error) {
      this.#phases?.onUncaught(error);
    } finally {
      this.#inTask = wasInTask;
    }
  }

  /** For what comes outside of the loop’s tasks, as the news of a rejection does. */
  runTicks(): void {
    if (this.#running) this.#runTicks();
  }

  /** Runs ticks until there are none: one that throws leaves the others for the next round. */
  #runTicks(): void {
    const phases = this.#phases as LoopPhases;
    while (!this.#stopped && phases.ticksPending()) {
      this.#ticked = true;
      this.#guard(phases.runTicks);
    }
  }

  #settle(quiet: number): void {
    this.#quietLeft = quiet;
    this.#clock.queueMicrotask(this.#afterMicrotask);
  }

  readonly #afterMicrotask = (): void => {
    if (this.#stopped) return;
    const phases = this.#phases as LoopPhases;
    if (phases.takeActivity()) {
      this.#settle(QUIET_TURNS);
    } else if (this.#quietLeft > 1) {
      this.#settle(this.#quietLeft - 1);
    } else if (phases.ticksPending()) {
      this.#runTicks();
      this.#settle(QUIET_TURNS);
    } else {
      // `unhandledrejection` is a task of its own, queued after this checkpoint: let it go first.
      this.#hops = 1;
      this.#channel.port2.postMessage(0);
    }
  };

  #takeNext(): (() => void) | undefined {
    const found = this.#found;
    this.#found = undefined;
    this.#isRound = false;
    return found ?? this.#next();
  }

  #next(): (() => void) | undefined {
    const phases = this.#phases as LoopPhases;
    if (phases.ticksPending()) return () => this.#runTicks();
    for (let visited = 0; visited <= 4; visited++) {
      switch (this.#phase) {
        case 'timers':
          // Timers that do not keep the process alive do not run when nothing else does.
          if (this.#timerAt <= this.#now && this.#alive()) return () => this.#runTimer();
          this.#phase = 'poll';
          this.#pollLimit = this.#pollQueue.length;
          break;
        case 'poll': {
          if (this.#pollIndex < this.#pollLimit) {
            const task = this.#pollQueue[this.#pollIndex++];
            if (this.#pollIndex === this.#pollQueue.length) {
              this.#pollQueue = [];
              this.#pollIndex = this.#pollLimit = 0;
            }
            return task;
          }
          if (this.#pollIndex > 1024) {
            this.#pollQueue = this.#pollQueue.slice(this.#pollIndex);
            this.#pollIndex = this.#pollLimit = 0;
          }
          this.#phase = 'check';
          if (phases.immediateInfo[kCount]! > 0) return () => this.#runImmediate();
          this.#phase = 'closing';
          break;
        }
        case 'check':
          if (phases.immediateInfo[kHasOutstanding]! > 0) return () => this.#runImmediate();
          this.#phase = 'closing';
          break;
        case 'closing': {
          const task = this.#closingQueue.shift();
          if (task) return task;
          this.#phase = 'timers';
          this.#isRound = true;
          this.updateTime();
          if (this.#now > this.#restSince) this.#rest();
          break;
        }
      }
    }
    return undefined;
  }

  #runTimer(): void {
    // Where a callback throws, `processTimers` is called again after the exception was handled, as in Node's C++.
    this.#timerAt = this.#now;
    const next = (this.#phases as LoopPhases).processTimers(this.#now);
    this.#timerAt = next === 0 ? Number.POSITIVE_INFINITY : Math.abs(next);
    if (next !== 0) this.#timerRef = next > 0;
  }

  #runImmediate(): void {
    (this.#phases as LoopPhases).processImmediate();
  }

  #alive(): boolean {
    const phases = this.#phases as LoopPhases;
    return (
      this.#refs > 0 ||
      this.#pollIndex < this.#pollQueue.length ||
      this.#closingQueue.length > 0 ||
      phases.immediateInfo[kRefCount]! > 0 ||
      (this.#timerRef && this.#timerAt !== Number.POSITIVE_INFINITY)
    );
  }

  #rest(): void {
    if (this.#restQueue.length === 0) return;
    for (const work of this.#restQueue.splice(0)) work();
  }

  #sleep(): void {
    const phases = this.#phases as LoopPhases;
    this.#rest();
    this.#busy = false;
    if (!this.#alive()) {
      if (this.#idleReported) {
        this.#busy = true;
        this.#ending = true;
        this.#guard(() => phases.onExit());
        this.#afterTask();
        return;
      }
      this.#idleReported = true;
      this.#busy = true;
      this.#guard(() => phases.onIdle());
      this.#afterTask();
      return;
    }
    const moreNow = this.#pollIndex < this.#pollQueue.length || phases.immediateInfo[kCount]! > 0;
    if (moreNow) {
      this.#goRound();
      return;
    }
    if (this.#timerAt === Number.POSITIVE_INFINITY) return;
    const delay = this.#start + this.#timerAt - this.#clock.now();
    if (delay < CLAMPED_BELOW) this.#goRound();
    else this.#wakeAfter(delay - 1);
  }

  /** Looks again, after whatever the browser has for this worker. */
  #goRound(): void {
    this.#busy = true;
    this.#hops = 0;
    this.#channel.port2.postMessage(0);
  }

  /** One that is set for earlier stays: to wake up in vain now and then costs less than to set one at each sleep. */
  #wakeAfter(delay: number): void {
    const at = this.#clock.now() + delay;
    if (this.#timeout !== undefined) {
      if (this.#timeoutAt <= at) return;
      this.#clock.clearTimeout(this.#timeout);
    }
    this.#timeoutAt = at;
    this.#timeout = this.#clock.setTimeout(() => {
      this.#timeout = undefined;
      this.#wake();
    }, delay);
  }
}
