/**
 * What is known about the state of promises.
 *
 * No browser tells synchronously whether a promise is pending. The library has to know it for the promises that it
 * settles itself (web streams choose by it between rejecting a promise and replacing it), and `util.inspect` prints
 * it. So the ledger writes down the promises of `Promise.resolve`, `Promise.reject` and `Promise.withResolvers`, and
 * whatever else it is told of, such as a promise that an `await` has seen settle. Any other promise reads as pending.
 */
export const kPending = 0;
export const kFulfilled = 1;
export const kRejected = 2;

export type PromiseDetails = [state: typeof kPending] | [state: 1 | 2, result: unknown];

export interface PromiseLedger {
  details(promise: object): PromiseDetails;
  fulfilled(promise: object, value: unknown): void;
  rejected(promise: object, reason: unknown): void;
}

/**
 * Wraps three static methods of the realm's `Promise`, once, before any other code has seen them.
 * @param isProxy spares a proxy the `has` trap that looking for `then` would spring
 */
export function trackPromises(
  realm: { Promise: PromiseConstructor },
  isProxy: (value: unknown) => boolean,
): PromiseLedger {
  const native = realm.Promise;
  const settled = new WeakMap<object, PromiseDetails>();
  const pending: PromiseDetails = [kPending];

  const note = (promise: object, state: 1 | 2, result: unknown) => {
    if (!settled.has(promise)) settled.set(promise, [state, result]);
  };
  const isObject = (value: unknown): value is object =>
    (typeof value === 'object' && value !== null) || typeof value === 'function';
  // What follows a thenable settles later, with a value that nobody here will see.
  const settlesNow = (value: unknown) => !isObject(value) || (!isProxy(value) && !('then' in value));

  const { resolve, reject, withResolvers } = native;
  const statics = {
    resolve(this: PromiseConstructor, value: unknown) {
      const promise = Reflect.apply(resolve, this, [value]);
      if (promise !== value && settlesNow(value)) settled.set(promise, [kFulfilled, value]);
      return promise;
    },
    reject(this: PromiseConstructor, reason: unknown) {
      const promise = Reflect.apply(reject, this, [reason]);
      settled.set(promise, [kRejected, reason]);
      return promise;
    },
  };
  const withResolversStatics = {
    withResolvers(this: PromiseConstructor) {
      const capability = Reflect.apply(withResolvers, this, []) as PromiseWithResolvers<unknown>;
      const { promise, resolve: fulfil, reject: refuse } = capability;
      let open = true;
      capability.resolve = (value) => {
        if (open) {
          open = false;
          if (settlesNow(value)) note(promise, kFulfilled, value);
        }
        fulfil(value);
      };
      capability.reject = (reason) => {
        if (open) {
          open = false;
          note(promise, kRejected, reason);
        }
        refuse(reason);
      };
      return capability;
    },
  };
  const replace = (name: string, value: unknown) =>
    Object.defineProperty(native, name, { value, writable: true, enumerable: false, configurable: true });
  replace('resolve', statics.resolve);
  replace('reject', statics.reject);
  if (withResolvers !== undefined) replace('withResolvers', withResolversStatics.withResolvers);

  return {
    details: (promise) => settled.get(promise) ?? pending,
    fulfilled: (promise, value) => note(promise, kFulfilled, value),
    rejected: (promise, reason) => note(promise, kRejected, reason),
  };
}
