import type { Any } from './host.ts';

/**
 * Adds what Node's library takes for granted and a browser may not have yet. WebKit before 26 lacks the symbols of
 * `using` (https://tc39.es/proposal-explicit-resource-management/); the syntax itself cannot be added.
 */
export function addMissingBuiltins(scope: Any): void {
  for (const name of ['dispose', 'asyncDispose']) {
    if (scope.Symbol[name] !== undefined) continue;
    Object.defineProperty(scope.Symbol, name, {
      value: Symbol(`Symbol.${name}`),
      writable: false,
      enumerable: false,
      configurable: false,
    });
  }
}
