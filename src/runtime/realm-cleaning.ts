/**
 * Takes away the globals of a worker that Node does not have: programs look for `self`, `location` or `indexedDB` to
 * find out where they run. What cannot be deleted is set to `undefined`.
 */
export function removeForeignGlobals(scope: object, nodeGlobals: readonly string[]): void {
  const kept = new Set(nodeGlobals);
  for (
    let holder: object | null = scope;
    holder && holder !== Object.prototype;
    holder = Object.getPrototypeOf(holder)
  ) {
    for (const name of Object.getOwnPropertyNames(holder)) {
      if (kept.has(name) || name === 'constructor') continue;
      if (!Reflect.deleteProperty(holder, name)) {
        Reflect.set(holder, name, undefined);
      }
    }
  }
}
