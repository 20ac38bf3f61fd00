/** V8's stack API (https://v8.dev/docs/stack-trace-api) for browsers that only have their own form of stacks. */
import { callSitesOf, type EmulatedCallSite } from './emulated-call-site.ts';
import type { Any } from './host.ts';
import type { SourcePosition } from './stack-frames.ts';
import type { OriginalPosition, StandInTest } from './stack-trace.ts';

export interface StackSources {
  /** The library's formatter. */
  readonly format: (error: object, sites: readonly object[]) => unknown;
  readonly original: OriginalPosition;
  readonly isStandIn: StandInTest;
  /** Where an error was thrown, for engines whose frames have no names. */
  readonly thrownAt: (error: object) => SourcePosition | undefined;
}

export interface EmulatedStacks {
  /** Gives an error that the engine made itself, as `TypeError`s are, a stack of its own in V8's form. */
  translate(error: unknown): void;
  /** Whether an error still has the stack that the engine gave it, so nothing of this realm has made or seen it. */
  isUnseen(error: unknown): boolean;
}

const DEFAULT_LIMIT = 10;
/** Frames of the engine may stand among those that are asked for. */
const CAPTURED = 200;
const IN_V8_FORM = /^ {4}at /m;

/** Whether this realm asks `Error.prepareStackTrace`, as V8 does. */
export function hasStackApi(scope: { readonly Error: ErrorConstructor }): boolean {
  const RealmError = scope.Error as Any;
  const before = RealmError.prepareStackTrace;
  try {
    RealmError.prepareStackTrace = () => 'asked';
    return new RealmError('').stack === 'asked';
  } finally {
    if (before === undefined) delete RealmError.prepareStackTrace;
    else RealmError.prepareStackTrace = before;
  }
}

/** Once per realm, before anything keeps a reference to its `Error`. `sources` is asked when a stack is first read. */
export function emulateStacks(scope: Any, sources: () => StackSources | undefined): EmulatedStacks {
  const NativeError = scope.Error as Any;
  const capture = NativeError.captureStackTrace as ((target: object, below?: unknown) => void) | undefined;
  const accessor = Object.getOwnPropertyDescriptor(NativeError.prototype, 'stack');
  // WebKit keeps an own property instead, which nothing can stand in front of.
  const onPrototype = accessor?.get !== undefined;
  let RealmError: Any = NativeError;

  const limitOf = () => {
    const limit = RealmError.stackTraceLimit;
    return typeof limit === 'number' ? Math.max(0, limit) : 0;
  };

  const format = (error: object, raw: string, limit: number): unknown => {
    const known = sources();
    let sites: EmulatedCallSite[] | object[] = callSitesOf(
      raw,
      known?.original ?? ((_, line, column) => ({ line, column })),
      known?.isStandIn,
    );
    const thrownAt = known?.thrownAt(error);
    if (thrownAt && !sites.some((site) => (site as EmulatedCallSite).getFileName() !== undefined)) {
      const { name, line, column } = thrownAt;
      sites = [...callSitesOf(`@${name}:${line}:${column}`, (_, l, c) => ({ line: l, column: c })), ...sites];
    }
    sites = sites.slice(0, limit);
    const own = RealmError.prepareStackTrace;
    if (typeof own === 'function') return own.call(RealmError, error, sites);
    if (known) return known.format(error, sites);
    return [String(error), ...sites.map((site) => `    at ${site}`)].join('\n');
  };

  /** An own `stack` that is made when it is first read, and is a plain property from then on. */
  const setLazily = (target: object, raw: string): void => {
    const limit = limitOf();
    const settle = (value: unknown) =>
      Object.defineProperty(target, 'stack', {
        value,
        writable: true,
        configurable: true,
        enumerable: false,
      });
    Object.defineProperty(target, 'stack', {
      configurable: true,
      enumerable: false,
      get() {
        const value = format(target, raw, limit);
        settle(value);
        return value;
      },
      set: settle,
    });
  };

  const rawStack = (below: unknown): string => {
    const holder: { stack?: unknown } = {};
    if (capture) {
      capture.call(NativeError, holder, below);
      if (typeof holder.stack === 'string') return holder.stack;
    }
    const { stack } = new NativeError();
    return typeof stack === 'string' ? stack : '';
  };

  const captureStackTrace = (target: object, below?: unknown): void => {
    if ((typeof target !== 'object' && typeof target !== 'function') || target === null) {
      throw new scope.TypeError(`Invalid argument`);
    }
    setLazily(target, limitOf() === 0 ? '' : rawStack(below ?? captureStackTrace));
  };

  /** The engine's own text of an error that it made; `undefined` where the stack is another. */
  const rawStackOf = (error: unknown): string | undefined => {
    if (onPrototype || typeof error !== 'object' || error === null) return undefined;
    const own = Object.getOwnPropertyDescriptor(error, 'stack');
    if (typeof own?.value !== 'string' || !own.configurable || IN_V8_FORM.test(own.value)) return undefined;
    return own.value === '' || /@|^[\w$]+$/m.test(own.value) ? own.value : undefined;
  };

  /** The stack of an error that has none of its own, as Firefox's have; Node's library knows an error by its own. */
  const inheritedStackOf = (error: unknown): string | undefined => {
    if (!onPrototype || typeof error !== 'object' || error === null || Object.hasOwn(error, 'stack'))
      return undefined;
    const raw = Reflect.apply(accessor?.get as () => unknown, error, []);
    return typeof raw === 'string' ? raw : undefined;
  };

  const translate = (error: unknown): void => {
    const raw = rawStackOf(error) ?? inheritedStackOf(error);
    if (raw !== undefined) setLazily(error as object, raw);
  };

  if (onPrototype) {
    const formatted = new WeakMap<object, unknown>();
    Object.defineProperty(NativeError.prototype, 'stack', {
      ...accessor,
      get(this: object) {
        if (formatted.has(this)) return formatted.get(this);
        const raw = accessor.get?.call(this);
        if (typeof raw !== 'string') return raw;
        const stack = format(this, raw, limitOf());
        formatted.set(this, stack);
        return stack;
      },
    });
  } else {
    NativeError.stackTraceLimit = CAPTURED;
    RealmError = replaceErrors(scope, translate);
  }
  Object.defineProperty(RealmError, 'captureStackTrace', {
    value: captureStackTrace,
    writable: true,
    configurable: true,
    enumerable: false,
  });
  RealmError.stackTraceLimit = DEFAULT_LIMIT;
  return { translate, isUnseen: (error) => rawStackOf(error) !== undefined };
}

/** Puts constructors that translate what they make in the place of the realm's; the prototypes stay. */
function replaceErrors(scope: Any, translate: (error: unknown) => void): Any {
  const NativeError = scope.Error;
  // What the program says of `Error` must not reach the engine's, which captures more than is asked for.
  const own: Any = { stackTraceLimit: DEFAULT_LIMIT, prepareStackTrace: undefined };
  const isOwn = (key: PropertyKey) => key === 'stackTraceLimit' || key === 'prepareStackTrace';
  const replace = (Native: Any, more: ProxyHandler<Any> = {}): Any => {
    const made: Any = new Proxy(Native, {
      construct(target, args, newTarget) {
        const error = Reflect.construct(target, args, newTarget) as object;
        translate(error);
        return error;
      },
      apply(target, receiver, args) {
        const error = Reflect.apply(target, receiver, args);
        translate(error);
        return error;
      },
      ...more,
    });
    Object.defineProperty(Native.prototype, 'constructor', {
      value: made,
      writable: true,
      configurable: true,
      enumerable: false,
    });
    scope[Native.name] = made;
    return made;
  };
  const RealmError = replace(NativeError, {
    get: (target, key, receiver) => (isOwn(key) ? own[key] : Reflect.get(target, key, receiver)),
    set(target, key, value, receiver) {
      if (!isOwn(key)) return Reflect.set(target, key, value, receiver);
      own[key] = value;
      return true;
    },
  });
  for (const name of [
    'TypeError',
    'RangeError',
    'SyntaxError',
    'ReferenceError',
    'EvalError',
    'URIError',
    'AggregateError',
  ]) {
    const Native = scope[name];
    if (typeof Native !== 'function') continue;
    Object.setPrototypeOf(Native, RealmError);
    replace(Native);
  }
  return RealmError;
}
