const TURNS = 12;

/**
 * Calls back after some turns of the microtask queue: code that waited for what has just been resolved has gone on by
 * then. Other than a timer or a task, it is not put off in a hidden page.
 */
export function afterMicrotasks(callback: () => void): void {
  let left = TURNS;
  const turn = (): void => {
    left--;
    if (left === 0) callback();
    else queueMicrotask(turn);
  };
  queueMicrotask(turn);
}
