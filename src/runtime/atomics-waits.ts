import type { WorkerLoop } from './event-loop.ts';
import type { Any } from './host.ts';
import { redefine } from './transform/redefine.ts';

/**
 * Lets the two waits of `Atomics` be what they are in Node.
 *
 * Work on files that was begun is done while `wait` blocks: in Node other threads do it. `waitAsync` settles its promises in
 * tasks of the loop, so that what they call can use `process.nextTick` and the like: the browser settles them in a task
 * that the loop knows nothing of. As in Node, who waits there keeps no process alive.
 */
export function joinWaitsToLoop(scope: Any, loop: Pick<WorkerLoop, 'post' | 'finishWorks'>): void {
  const { wait: nativeWait, waitAsync: nativeWaitAsync } = scope.Atomics;
  const { wait, waitAsync } = {
    wait(...parameters: unknown[]): unknown {
      loop.finishWorks();
      return Reflect.apply(nativeWait, scope.Atomics, parameters);
    },
    waitAsync(...parameters: unknown[]): unknown {
      const waiting: Any = Reflect.apply(nativeWaitAsync, scope.Atomics, parameters);
      if (!waiting.async) return waiting;
      const { promise, resolve } = scope.Promise.withResolvers();
      waiting.value.then((outcome: string) => loop.post(() => resolve(outcome)));
      return { async: true, value: promise };
    },
  };
  if (nativeWait !== undefined) redefine(scope.Atomics, 'wait', wait);
  if (nativeWaitAsync !== undefined) redefine(scope.Atomics, 'waitAsync', waitAsync);
}
