import type { WorkerLoop } from '../event-loop.ts';
import type { Binding } from '../host.ts';

export interface TimersBinding {
  readonly binding: Binding;
  readonly immediateInfo: Uint32Array;
  /** Referenced timers that have not run. */
  timerCount(): number;
  processImmediate(): void;
  processTimers(now: number): number;
}

/** `internalBinding('timers')` over the loop. */
export function createTimersBinding(
  loop: Pick<WorkerLoop, 'now' | 'updateTime' | 'scheduleTimer' | 'setTimerRef'>,
  // The object that frames show as the receiver of these calls: `process.processTimers`.
  receiver: () => object,
): TimersBinding {
  const immediateInfo = new Uint32Array(3);
  const timeoutInfo = new Int32Array(1);
  let processImmediate: () => void = () => {};
  let processTimers: (now: number) => number = () => 0;
  return {
    immediateInfo,
    timerCount: () => timeoutInfo[0] ?? 0,
    processImmediate: () => processImmediate.call(receiver()),
    processTimers: (now) => processTimers.call(receiver(), now),
    binding: {
      setupTimers(immediate: () => void, timers: (now: number) => number) {
        processImmediate = immediate;
        processTimers = timers;
      },
      getLibuvNow() {
        loop.updateTime();
        return loop.now();
      },
      scheduleTimer: (delay: number) => loop.scheduleTimer(delay),
      toggleTimerRef: (ref: boolean) => loop.setTimerRef(ref),
      // Referenced immediates keep the loop alive through `immediateInfo`.
      toggleImmediateRef() {},
      immediateInfo,
      timeoutInfo,
    },
  };
}
