import type { Any, Binding } from '../host.ts';
import { type SourcePosition, topFrame } from '../stack-frames.ts';

/** What the library hands over about errors. */
export interface ErrorHooks {
  prepareStackTrace?: (realm: object, error: object, trace: unknown[]) => unknown;
  beforeInspector?: (error: Any) => Any;
  afterInspector?: (error: Any) => Any;
  /** The lines above a fatal error as its source map has them; `undefined` where there is none. */
  mappedSource?: (script: string, line: number, column: number) => string | undefined;
}

/** `internalBinding('errors')`. */
export function createErrorsBinding(options: {
  readonly exitCodes: Readonly<Record<string, number>>;
  readonly hooks: ErrorHooks;
  /** `caller` tells from where the library reports it: V8's place of an error without frames. */
  readonly uncaught: (error: unknown, fromPromise: boolean, caller: () => SourcePosition | undefined) => void;
  readonly readSource: (name: string) => string | undefined;
  readonly decorate: (error: unknown) => void;
}): Binding {
  const { hooks } = options;
  let mappedSource: ErrorHooks['mappedSource'];
  return {
    exitCodes: options.exitCodes,
    setPrepareStackTraceCallback(callback: Any) {
      hooks.prepareStackTrace = callback;
    },
    setEnhanceStackForFatalException(before: Any, after: Any) {
      hooks.beforeInspector = before;
      hooks.afterInspector = after;
    },
    setGetSourceMapErrorSource(callback: ErrorHooks['mappedSource']) {
      mappedSource = callback;
    },
    setSourceMapsEnabled(isEnabled: boolean) {
      hooks.mappedSource = (...place) => (isEnabled ? mappedSource?.(...place) : undefined);
    },
    setMaybeCacheGeneratedSourceMap() {},
    noSideEffectsToString,
    /** Not of Node’s binding: for `vm`. */
    decorate: options.decorate,
    triggerUncaughtException: (error: unknown, fromPromise: boolean) =>
      options.uncaught(error, fromPromise, () => topFrame(new Error().stack)),
    getErrorSourcePositions(error: Any) {
      const frame = topFrame(error?.stack);
      if (!frame) return {};
      return {
        sourceLine: options.readSource(frame.name)?.split('\n')[frame.line - 1],
        scriptResourceName: frame.name,
        lineNumber: frame.line,
        startColumn: frame.column - 1,
      };
    },
  };
}

/** A value as text without running any code of the program (`v8::NoSideEffectsToString`, roughly). */
function noSideEffectsToString(value: unknown): string {
  if (typeof value === 'symbol') return value.toString();
  if (typeof value === 'function') return Function.prototype.toString.call(value);
  if (typeof value !== 'object' || value === null) return String(value);
  const read = (name: string): unknown => {
    for (let holder: object | null = value; holder; holder = Object.getPrototypeOf(holder)) {
      const descriptor = Object.getOwnPropertyDescriptor(holder, name);
      if (descriptor) return 'value' in descriptor ? descriptor.value : undefined;
    }
    return undefined;
  };
  if (value instanceof Error) {
    const name = read('name');
    const message = read('message');
    const head = typeof name === 'string' ? name : 'Error';
    return typeof message === 'string' && message !== '' ? `${head}: ${message}` : head;
  }
  const made = read('constructor');
  if (typeof made === 'function' && made.name) return `#<${made.name}>`;
  return Object.prototype.toString.call(value);
}
