import type { Any, Binding } from '../host.ts';

/** The tick queue and the rejection tracker, as the loop drives them. */
export interface TaskQueue {
  readonly binding: Binding;
  /** `hasTickScheduled, hasRejectionToWarn`. */
  readonly tickInfo: Uint8Array;
  runTicks(): void;
  promiseRejected(promise: Promise<unknown>, reason: unknown): void;
  promiseHandledLate(promise: Promise<unknown>): void;
}

const promiseRejectEvents = {
  kPromiseRejectWithNoHandler: 0,
  kPromiseHandlerAddedAfterReject: 1,
  kPromiseRejectAfterResolved: 2,
  kPromiseResolveAfterResolved: 3,
};

/** `internalBinding('task_queue')`. Microtasks cannot be drained from within a task: the loop waits for them instead. */
export function createTaskQueue(
  enqueueMicrotask: (callback: () => void) => void,
  receiver: () => object,
): TaskQueue {
  const tickInfo = new Uint8Array(2);
  let tickCallback: () => void = () => {};
  let rejectCallback: (type: number, promise: Promise<unknown>, reason: unknown) => void = () => {};
  return {
    tickInfo,
    runTicks: () => tickCallback.call(receiver()),
    promiseRejected: (promise, reason) =>
      rejectCallback(promiseRejectEvents.kPromiseRejectWithNoHandler, promise, reason),
    promiseHandledLate: (promise) =>
      rejectCallback(promiseRejectEvents.kPromiseHandlerAddedAfterReject, promise, undefined),
    binding: {
      enqueueMicrotask,
      runMicrotasks() {},
      tickInfo,
      promiseRejectEvents,
      setTickCallback(callback: Any) {
        tickCallback = callback;
      },
      setPromiseRejectCallback(callback: Any) {
        rejectCallback = callback;
      },
    },
  };
}
