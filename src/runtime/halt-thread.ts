/**
 * Stops this thread for ever, without work: nothing may run after `process.exit`, not even a `catch`, until the kernel
 * has ended the worker. Browsers let a terminated worker go on for up to two seconds, so an endless loop would cost a
 * whole core for that long; it is the way out only where a worker cannot wait.
 *
 * A shared memory of WebAssembly is a `SharedArrayBuffer` also in a page that is not cross-origin isolated; it is only
 * sending it elsewhere that such a page cannot.
 */
export function haltThread(): never {
  try {
    const { buffer } = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
    const cell = new Int32Array(buffer as unknown as SharedArrayBuffer);
    for (;;) Atomics.wait(cell, 0, 0);
  } catch {
    for (;;);
  }
}
