/**
 * The async context of a realm: one current frame, carried across promises, microtasks and instrumented `await`s.
 *
 * Stands in for V8's continuation-preserved embedder data, which no browser offers. A frame is whatever Node's
 * `AsyncContextFrame` puts there, or `undefined` for none. Callbacks of promises and of `queueMicrotask` run in the
 * frame in which they were registered; code that was edited by `instrumentAwait` puts its own frame back.
 */

import { defineHookedFrame, type HookedFrame, type PromiseHooks, plainFrame } from './promise-hooks.ts';
import { PROMISE_MAKER } from './promise-makers.ts';
import { redefine } from './redefine.ts';
import { closableIterable, delegatedIterable, trackedIterable, trackFromAsync } from './tracked-iteration.ts';

type Frame = unknown;
/** Inside, `null` is "no frame", so that an unset variable of instrumented code means "nothing kept". */
export type KeptFrame = Frame | null;
/** Keeps the given frame; given none, puts the kept one back. */
export type Keep = (frame?: KeptFrame) => void;
export type Callback = (...args: unknown[]) => unknown;

/** What instrumented code calls; the names are short because they appear once per suspension. */
export interface ContextRuntime {
  /** The current frame. */
  f: KeptFrame;
  /** Whether any microtask was registered or has run, or an async function has begun, since this was last set to `false`. */
  active: boolean;
  /** Whether an async generator is being resumed by a call of its `next`, `throw` or `return` right now. */
  direct: boolean;
  /** In the very microtask that resumes an async generator after its `return` was called: the caller's frame. */
  returning: KeptFrame | undefined;
  /** Notes that work goes on later; gives a value whose `then` is called in `frame`. */
  T(value: unknown, frame: KeptFrame): unknown;
  /** Goes on after a suspension: puts `frame` back, gives `value`. The third argument empties the variable. */
  R(value: unknown, frame: KeptFrame, emptied?: undefined): unknown;
  /** Goes on after a `yield`: whoever resumed the generator by a call lends it its frame. */
  Y(value: unknown, frame: KeptFrame, emptied?: undefined): unknown;
  /** Puts `frame` back if one is kept; gives the emptied variable. */
  K(frame: KeptFrame | undefined): undefined;
  /** An iterable for `for await` that runs in the frame kept, and keeps the frame after each of its calls. */
  I(iterable: unknown, keep: Keep): unknown;
  /** The same for a `for of` with suspensions in its body: its iterator may be closed after one failed. */
  J(iterable: unknown, keep: Keep): unknown;
  /** The same for `yield*`. */
  D(iterable: unknown, keep: Keep): unknown;
  /** Notes the frame in which a function failed: the kept one, or else the current one; gives the error back. */
  X(error: unknown, frame: KeptFrame | undefined): unknown;
  /** A disposable for `using`. */
  U(dispose: () => void): unknown;
}

export interface ContextTracking {
  readonly runtime: ContextRuntime;
  current(): Frame;
  set(frame: Frame): void;
  /** Runs `callback` in `frame` and goes back to the frame before. */
  runIn<Result>(frame: Frame, callback: () => Result): Result;
  /** The frame in which a promise was rejected, or its reason thrown, as far as that was seen; `undefined` for none. */
  frameOfRejection(promise: object | undefined, reason: unknown): Frame;
  /** Runs `callback`; whether somebody has handled `promise` meanwhile. */
  isHandledIn(promise: object, callback: () => void): boolean;
  /** Whether microtasks may have been registered or run, or async functions been called, since the last call. */
  takeActivity(): boolean;
  /** For microtasks that are queued by other means. */
  noteActivity(): void;
  /** Whether a promise may be rejected by other means: somebody has its resolving functions (`promise-makers.ts`). */
  mayReject(): boolean;
  /** Tells of suspensions and of what goes on after them, until it is called without hooks. */
  setPromiseHooks(hooks: PromiseHooks | undefined): void;
  /** Tells that what went on after a suspension has ended, where that cannot be seen from inside. */
  endTask(): void;
}

/**
 * Installs the tracking in the realm of `global`: patches `Promise.prototype.then`, `queueMicrotask` and the
 * prototype of async generators, and defines `global[name]` and one global function for each method of the runtime, as
 * `$cT`, all not enumerable and not writable.
 *
 * Once per realm, before anything captures those functions. `onRejected` sees each reason before the program's own
 * handler does.
 */
export function installContextTracking(
  global: typeof globalThis,
  name = '$c',
  onRejected?: (reason: unknown) => void,
  onThrown?: (error: unknown) => void,
): ContextTracking {
  const { then: nativeThen, finally: nativeFinally } = global.Promise.prototype;
  const apply = global.Reflect.apply;
  const promisePrototype = global.Promise.prototype;
  const { getPrototypeOf, hasOwn } = global.Object;

  /** By a promise or by what it was rejected with: the browser tells of both when the frame has long gone. */
  const rejectedIn = new WeakMap<object, KeptFrame>();
  const note = (key: unknown, frame: KeptFrame) => {
    runtime.active = true;
    if ((typeof key === 'object' && key !== null) || typeof key === 'function') rejectedIn.set(key, frame);
  };

  /** A rejected promise that the process is being told of. */
  let watched: unknown;

  const bind = (callback: Callback, frame: KeptFrame) => (value: unknown) => {
    runtime.active = true;
    runtime.f = frame;
    try {
      return thenableIn(callback(value));
    } catch (error) {
      throw runtime.X(error, frame);
    } finally {
      runtime.f = null;
    }
  };

  const tracked = (callback: unknown, frame: KeptFrame): unknown =>
    typeof callback === 'function' && !settlesPromise(callback)
      ? bind(callback as Callback, frame)
      : callback;

  const shown = (handler: unknown): unknown => {
    if (!onRejected || typeof handler !== 'function') return handler;
    return (reason: unknown) => {
      onRejected(reason);
      return handler(reason);
    };
  };

  const methods = {
    // biome-ignore lint/suspicious/noThenProperty: the method that takes the place of the native one
    then(this: unknown, fulfilled?: unknown, rejected?: unknown) {
      runtime.active = true;
      if (this === watched) watched = undefined;
      const frame = runtime.f;
      return apply(nativeThen, this, [tracked(fulfilled, frame), tracked(shown(rejected), frame)]);
    },
    finally(this: unknown, onFinally?: unknown) {
      runtime.active = true;
      const callback = typeof onFinally === 'function' ? bind(onFinally as Callback, runtime.f) : onFinally;
      return apply(nativeFinally, this, [callback]);
    },
  };
  const { then } = methods;

  /** Whoever waits for one does not call its `then`, not even where somebody has replaced that. */
  const isPlainPromise = (value: object): boolean =>
    getPrototypeOf(value) === promisePrototype && !hasOwn(value, 'constructor');

  /** A foreign thenable, replaced by one whose `then` runs in `frame`; anything else as it is. */
  const thenableFrom = (value: unknown, frame: KeptFrame): unknown => {
    if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return value;
    let method: unknown;
    try {
      method = (value as { then?: unknown }).then;
    } catch {
      return value;
    }
    if (typeof method !== 'function' || method === then || isPlainPromise(value)) return value;
    const call = method;
    return {
      // biome-ignore lint/suspicious/noThenProperty: a thenable is meant
      then(resolve: unknown, reject: unknown) {
        runtime.active = true;
        runtime.f = frame;
        try {
          return apply(call, value, [resolve, reject]);
        } finally {
          runtime.f = null;
        }
      },
    };
  };
  const thenableIn = (value: unknown) =>
    typeof value === 'object' || typeof value === 'function' ? thenableFrom(value, runtime.f) : value;

  const runtime: ContextRuntime = {
    f: null,
    active: false,
    direct: false,
    returning: undefined,
    T(value, frame) {
      runtime.active = true;
      if (typeof value !== 'object' && typeof value !== 'function') return value;
      if (value === watched) watched = undefined;
      return thenableFrom(value, frame);
    },
    R(value, frame) {
      runtime.active = true;
      runtime.f = frame;
      return value;
    },
    Y(value, frame) {
      runtime.active = true;
      if (runtime.direct) runtime.direct = false;
      else runtime.f = frame;
      return value;
    },
    K(frame) {
      if (runtime.direct) runtime.direct = false;
      else if (runtime.returning !== undefined) {
        runtime.f = runtime.returning;
        runtime.returning = undefined;
      } else if (frame !== undefined) runtime.f = frame;
    },
    I: (iterable, keep) => trackedIterable(runtime, iterable, keep),
    J: (iterable, keep) => closableIterable(iterable, keep),
    D: (iterable, keep) => delegatedIterable(runtime, iterable, keep),
    X(error, frame) {
      note(error, frame === undefined ? runtime.f : frame);
      onThrown?.(error);
      return error;
    },
    U: (dispose) => ({ [global.Symbol.dispose]: dispose }),
  };

  const nativeResolve = global.Promise.resolve;
  const { resolve } = {
    resolve(this: unknown, value: unknown) {
      return apply(nativeResolve, this, [thenableIn(value)]);
    },
  };
  redefine(global.Promise, 'resolve', resolve as Callback);
  const nativeReject = global.Promise.reject;
  const { reject } = {
    reject(this: unknown, reason: unknown) {
      const promise = apply(nativeReject, this, [reason]) as object;
      note(promise, runtime.f);
      return promise;
    },
  };
  redefine(global.Promise, 'reject', reject as Callback);
  // What they are given may be nothing that can be iterated: the promise is rejected then without a microtask.
  for (const name of ['all', 'allSettled', 'any', 'race'] as const) {
    const native = global.Promise[name] as Callback;
    const { combine } = {
      combine(this: unknown, iterable: unknown) {
        runtime.active = true;
        return apply(native, this, [iterable]);
      },
    };
    redefine(global.Promise, name, combine as Callback);
  }
  redefine(global.Promise.prototype, 'then', then as Callback);
  redefine(global.Promise.prototype, 'finally', methods.finally as Callback);
  const queueMicrotask = global.queueMicrotask;
  trackMicrotasks(global, runtime);
  trackGenerators(global, runtime, (microtask) => apply(queueMicrotask, global, [microtask]));
  trackFromAsync(global, runtime);
  Object.defineProperty(global, name, { value: runtime });
  // Methods would be part of the names that V8 infers for the program's functions; functions with one name are not.
  for (const method of ['T', 'R', 'Y', 'K', 'I', 'J', 'D', 'U', 'X'] as const) {
    Object.defineProperty(global, `${name}${method}`, { value: runtime[method] });
  }

  // The same as `T`; to name it notes that an async function has begun.
  Object.defineProperty(global, `${name}S`, {
    get() {
      runtime.active = true;
      return runtime.T;
    },
  });
  let mayReject = false;
  const RealmPromise = global.Promise;
  Object.defineProperty(global, PROMISE_MAKER, {
    get() {
      mayReject = true;
      return RealmPromise;
    },
  });

  const plain = { current: () => plainFrame(runtime.f), set: (frame: KeptFrame) => void (runtime.f = frame) };
  let access: Pick<HookedFrame, 'current' | 'set'> = plain;
  let hooked: HookedFrame | undefined;
  const set = (frame: Frame) => access.set(frame === undefined ? null : frame);
  const current = () => {
    const frame = access.current();
    return frame === null ? undefined : frame;
  };
  return {
    runtime,
    current,
    set,
    runIn(frame, callback) {
      const prior = access.current();
      set(frame);
      try {
        return callback();
      } finally {
        access.set(prior);
      }
    },
    frameOfRejection(promise, reason) {
      const key = promise && rejectedIn.has(promise) ? promise : reason;
      return plainFrame(rejectedIn.get(key as object) ?? null) ?? undefined;
    },
    isHandledIn(promise, callback) {
      watched = promise;
      try {
        callback();
        return watched === undefined;
      } finally {
        watched = undefined;
      }
    },
    setPromiseHooks(hooks) {
      const frame = access.current();
      hooked = hooks && defineHookedFrame(runtime, frame, hooks);
      access = hooked ?? plain;
      if (hooked) return;
      Object.defineProperty(runtime, 'f', {
        value: frame,
        writable: true,
        enumerable: true,
        configurable: true,
      });
    },
    endTask: () => hooked?.end(),
    mayReject: () => mayReject,
    noteActivity() {
      runtime.active = true;
    },
    takeActivity() {
      const { active } = runtime;
      runtime.active = false;
      return active;
    },
  };
}

const NATIVE = /^function ?\(\) ?\{\s*\[native code\]\s*\}$/;
const sourceOf = Function.prototype.toString;

/**
 * Whether a callback is one of the engine's own resolving functions: they run no code of the program, and V8 finds
 * the way of its `at async` frames through them, so they are handed on as they are.
 */
function settlesPromise(callback: unknown): boolean {
  const fn = callback as { name: unknown; length: unknown };
  return fn.name === '' && fn.length === 1 && NATIVE.test(sourceOf.call(fn));
}

function trackMicrotasks(global: typeof globalThis, runtime: ContextRuntime): void {
  const native = global.queueMicrotask;
  const { queueMicrotask } = {
    queueMicrotask(callback: unknown) {
      if (typeof callback !== 'function') return Reflect.apply(native, global, [callback]);
      runtime.active = true;
      const frame = runtime.f;
      return Reflect.apply(native, global, [
        () => {
          runtime.active = true;
          runtime.f = frame;
          try {
            (callback as () => void)();
          } catch (error) {
            throw runtime.X(error, frame);
          } finally {
            runtime.f = null;
          }
        },
      ]);
    },
  };
  Object.defineProperty(global, 'queueMicrotask', {
    value: queueMicrotask,
    writable: true,
    enumerable: true,
    configurable: true,
  });
}

/**
 * Marks resumptions by a call. The body then runs inside that call, in the frame of the caller; resumed from the
 * queue of the generator, it runs in the frame that it left with.
 */
function trackGenerators(
  global: typeof globalThis,
  runtime: ContextRuntime,
  queue: (microtask: () => void) => void,
): void {
  const AsyncGenerator = new global.Function('return (async function* () {}).prototype')() as object;
  const prototype = Object.getPrototypeOf(AsyncGenerator) as object;
  const define = (key: string, wrap: (call: () => unknown, frame: KeptFrame) => unknown) => {
    const native = Reflect.get(prototype, key) as Callback;
    const { method } = {
      method(this: unknown, ...args: unknown[]) {
        runtime.active = true;
        return wrap(() => {
          runtime.direct = true;
          try {
            return Reflect.apply(native, this, args);
          } finally {
            runtime.direct = false;
          }
        }, runtime.f);
      },
    };
    redefine(prototype, key, method as Callback);
  };

  define('next', (call) => call());
  define('throw', (call) => call());
  // The generator awaits the value before its `finally` blocks run: in the one microtask between these two, unless the
  // value is itself a promise that is still pending.
  define('return', (call, frame) => {
    queue(() => {
      runtime.returning = frame;
    });
    const result = call();
    queue(() => {
      runtime.returning = undefined;
    });
    return result;
  });
}
