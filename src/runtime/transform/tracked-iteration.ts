/** Iterators that the engine itself calls, from `for await`, `for of`, `yield*` and `Array.fromAsync`. */

import type { Callback, ContextRuntime, Keep, KeptFrame } from './context-tracking.ts';
import { redefine } from './redefine.ts';

/** `Array.fromAsync` calls iterators and its mapper from the engine's own awaits. */
export function trackFromAsync(global: typeof globalThis, runtime: ContextRuntime): void {
  const native = (global.Array as { fromAsync?: Callback }).fromAsync;
  if (!native) return;
  const { fromAsync } = {
    fromAsync(this: unknown, items: unknown, ...rest: unknown[]) {
      runtime.active = true;
      let kept = runtime.f;
      const keep = (frame?: KeptFrame) => {
        if (frame !== undefined) kept = frame;
      };
      const [mapper, ...others] = rest;
      const inFrame = function (this: unknown, ...args: unknown[]) {
        runtime.active = true;
        runtime.f = kept;
        try {
          return Reflect.apply(mapper as Callback, this, args);
        } finally {
          kept = runtime.f;
        }
      };
      const args = rest.length === 0 ? [] : [typeof mapper === 'function' ? inFrame : mapper, ...others];
      return Reflect.apply(native, this, [trackedIterable(runtime, items, keep, () => kept), ...args]);
    },
  };
  redefine(global.Array, 'fromAsync', fromAsync as Callback);
}

/**
 * The iterable that stands in for the operand of `for await` or `yield*`: of the same kind (the engine makes the
 * async iterator of a sync iterable itself), with a call of the program's own behind each call of the engine.
 *
 * @param before gives the frame for a call that nobody else has set the frame for
 */
export function trackedIterable(
  runtime: ContextRuntime,
  iterable: unknown,
  keep: Keep,
  before?: () => KeptFrame | undefined,
): unknown {
  const source = iterable as Record<symbol, unknown> | null | undefined;
  if (source === null || source === undefined) return source;
  const asyncMethod = source[Symbol.asyncIterator];
  const isSync = asyncMethod === undefined || asyncMethod === null;
  const key = isSync ? Symbol.iterator : Symbol.asyncIterator;
  const method = isSync ? source[key] : asyncMethod;
  if (typeof method !== 'function') return source;

  return {
    [key]() {
      const iterator = Reflect.apply(method, source, []) as Record<string, unknown>;
      if (iterator === null || (typeof iterator !== 'object' && typeof iterator !== 'function'))
        return iterator;
      return trackedIterator(runtime, iterator, isSync, keep, before);
    },
  };
}

function trackedIterator(
  runtime: ContextRuntime,
  iterator: Record<string, unknown>,
  isSync: boolean,
  keep: Keep,
  before?: () => KeptFrame | undefined,
): object {
  const { next } = iterator;
  const enter = () => {
    runtime.active = true;
    if (before) runtime.K(before());
    else keep();
  };
  const call = (method: Callback, args: readonly unknown[]) => {
    try {
      const result = Reflect.apply(method, iterator, args);
      return isSync ? awaitableResult(runtime, result) : result;
    } finally {
      keep(runtime.f);
    }
  };
  // The engine calls these right after it has read them.
  const optional = (key: string) => {
    enter();
    const method = iterator[key];
    if (typeof method === 'function') return (...args: unknown[]) => call(method as Callback, args);
    // The engine awaits the end of a sync iterator even where there is nothing to call.
    keep(runtime.f);
    return method;
  };
  return {
    next(...args: unknown[]) {
      enter();
      return call(next as Callback, args);
    },
    get return() {
      return optional('return');
    },
    get throw() {
      return optional('throw');
    },
  };
}

/** The result of a sync iterator whose value the engine is going to await. */
function awaitableResult(runtime: ContextRuntime, result: unknown): unknown {
  if (typeof result !== 'object' || result === null) return result;
  const { done, value } = result as { done?: unknown; value?: unknown };
  return { done, value: runtime.T(value, runtime.f) };
}

/** The operand of a `for of` whose iterator may have to be closed after a suspension failed. */
export function closableIterable(iterable: unknown, keep: Keep): unknown {
  // The built-in collections have iterators that cannot be closed.
  if (isCollection(iterable)) return iterable;
  const method = (iterable as Record<symbol, unknown> | null | undefined)?.[Symbol.iterator];
  if (typeof method !== 'function') return iterable;
  return {
    [Symbol.iterator]: () =>
      closableIterator(Reflect.apply(method, iterable, []) as Record<string, unknown>, keep),
  };
}

/** The operand of `yield*`: called from the queue of its generator, it runs in the frame that it left. */
export function delegatedIterable(runtime: ContextRuntime, iterable: unknown, keep: Keep): unknown {
  let kept: KeptFrame | undefined;
  const keepBoth = (frame?: KeptFrame) => {
    if (frame !== undefined) kept = frame;
    keep(frame);
  };
  return trackedIterable(runtime, iterable, keepBoth, () => kept);
}

function isCollection(value: unknown): boolean {
  return Array.isArray(value) || typeof value === 'string' || value instanceof Map || value instanceof Set;
}

/** A sync iterator whose `return` runs in the frame kept, where there is one. */
function closableIterator(iterator: Record<string, unknown>, keep: Keep): unknown {
  if (iterator === null || (typeof iterator !== 'object' && typeof iterator !== 'function')) return iterator;
  const { next } = iterator;
  return {
    next: () => Reflect.apply(next as Callback, iterator, []),
    get return() {
      const method = iterator['return'];
      if (typeof method !== 'function') return method;
      return () => {
        keep();
        return Reflect.apply(method, iterator, []);
      };
    },
  };
}
