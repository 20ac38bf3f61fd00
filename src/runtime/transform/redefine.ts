type Callback = (...args: unknown[]) => unknown;

/** Puts `method` in the place of a native one, with the native's name, length and attributes. */
export function redefine(holder: object, key: PropertyKey, method: Callback): void {
  const native = Reflect.get(holder, key) as Callback;
  for (const field of ['name', 'length'] as const) {
    Object.defineProperty(method, field, { value: native[field], configurable: true });
  }
  Object.defineProperty(holder, key, {
    value: method,
    writable: true,
    enumerable: false,
    configurable: true,
  });
}
