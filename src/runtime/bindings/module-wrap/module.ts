/**
 * Module records after https://tc39.es/ecma262/#sec-abstract-module-records, in the part that linking and namespaces
 * share.
 */

/** The states that Node's library knows (`v8::Module::Status`). */
export const ModuleStatus = {
  uninstantiated: 0,
  instantiating: 1,
  instantiated: 2,
  evaluating: 3,
  evaluated: 4,
  errored: 5,
} as const;

/** The binding that stands for a module's namespace object. */
export const NAMESPACE = Symbol('namespace');

export interface ResolvedBinding {
  readonly module: Module;
  /** The name of the binding inside `module`. */
  readonly binding: string | typeof NAMESPACE;
}

export type Resolution = ResolvedBinding | 'missing' | 'ambiguous';

/** The names that a search has asked for, by module: a circular chain of re-exports ends where it comes back. */
export type ResolveTrail = Map<Module, Set<string>>;

/** A module that others can import from. */
export interface Module {
  readonly url: string;
  readonly status: number;
  /** The thrown value, where {@link status} is errored. */
  readonly error: unknown;
  readonly isAsyncGraph: boolean;
  exportedNames(seen?: Set<Module>): string[];
  resolveExport(name: string, trail?: ResolveTrail): Resolution;
  /** Reads a binding; throws a ReferenceError in its temporal dead zone. */
  readBinding(binding: string): unknown;
  /**
   * Calls `set` with the value of a binding: at once where it has one that stays, when this module has run, and after
   * each later assignment.
   */
  followBinding(binding: string, set: (value: unknown) => void): void;
}

/** Whether `name` is already being looked for in `module`; notes that it is from now on. */
export function isCircularSearch(trail: ResolveTrail, module: Module, name: string): boolean {
  const names = trail.get(module) ?? new Set();
  if (names.has(name)) return true;
  trail.set(module, names.add(name));
  return false;
}
