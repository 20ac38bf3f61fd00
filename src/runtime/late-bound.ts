/**
 * Stands in for an object that exists only later: bindings are made when a worker boots, long before it is known which
 * files and which network it will see. Methods are bound once; using it too early throws what `resolve` throws.
 */
export function lateBound<T extends object>(resolve: () => T): T {
  const bound = new Map<PropertyKey, unknown>();
  return new Proxy({} as T, {
    get(_target, key) {
      if (bound.has(key)) return bound.get(key);
      const target = resolve();
      const value = Reflect.get(target, key, target);
      if (typeof value !== 'function') return value;
      const method = value.bind(target);
      bound.set(key, method);
      return method;
    },
    set: (_target, key, value) => Reflect.set(resolve(), key, value),
    has: (_target, key) => Reflect.has(resolve(), key),
  });
}

/** As {@link lateBound}, for a function, whose properties are not bound to it. */
export function lateFunction<T extends (...args: never[]) => unknown>(resolve: () => T): T {
  return new Proxy((() => {}) as unknown as T, {
    apply: (_target, self, args) => Reflect.apply(resolve(), self, args),
    get: (_target, key) => Reflect.get(resolve(), key),
  });
}
