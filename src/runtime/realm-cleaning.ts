/**
 * Takes away the globals of a worker that Node does not have: programs look for `self`, `location` or `indexedDB` to
 * find out where they run. What cannot be deleted is set to `undefined`. The prototypes of the global object lose
 * everything, for behind Node's own `fetch` the browser's would still be there.
 */
export function removeForeignGlobals(scope: object, nodeGlobals: readonly string[]): void {
  const kept = new Set(nodeGlobals);
  // The library defines it anew: its place among the keys is that of Node.
  kept.delete('queueMicrotask');
  for (
    let holder: object | null = scope;
    holder && holder !== Object.prototype;
    holder = Object.getPrototypeOf(holder)
  ) {
    for (const name of Object.getOwnPropertyNames(holder)) {
      if (holder === scope && (kept.has(name) || name === 'constructor')) continue;
      if (!Reflect.deleteProperty(holder, name)) {
        Reflect.set(holder, name, undefined);
      }
    }
  }
}

/**
 * `SharedArrayBuffer`, which browsers hide in pages that are not isolated although memory of WebAssembly still is of that
 * class: one thread may use it, and sending it to another one fails.
 */
export function exposeSharedArrayBuffer(scope: object): void {
  if ('SharedArrayBuffer' in scope) return;
  try {
    const { buffer } = new WebAssembly.Memory({ initial: 0, maximum: 0, shared: true });
    Object.defineProperty(scope, 'SharedArrayBuffer', {
      value: buffer.constructor,
      writable: true,
      configurable: true,
    });
  } catch {
    // The browser has none at all.
  }
}
