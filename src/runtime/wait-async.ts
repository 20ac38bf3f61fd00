import type { Any, EventLoop } from './host.ts';
import { redefine } from './transform/redefine.ts';

/**
 * Lets `Atomics.waitAsync` settle its promises in tasks of the loop, so that what they call can use `process.nextTick`
 * and the like: the browser settles them in a task that the loop knows nothing of. As in Node, who waits keeps no process
 * alive.
 */
export function settleWaitsInLoop(scope: Any, loop: EventLoop): void {
  const native = scope.Atomics.waitAsync;
  if (native === undefined) return;
  const { waitAsync } = {
    waitAsync(...parameters: unknown[]): unknown {
      const wait: Any = Reflect.apply(native, scope.Atomics, parameters);
      if (!wait.async) return wait;
      const { promise, resolve } = scope.Promise.withResolvers();
      wait.value.then((outcome: string) => loop.post(() => resolve(outcome)));
      return { async: true, value: promise };
    },
  };
  redefine(scope.Atomics, 'waitAsync', waitAsync);
}
