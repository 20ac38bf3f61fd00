/**
 * `vm.createContext` without a second realm, which no worker can make.
 *
 * A script of a context runs in a `with` scope over the sandbox object: free names are looked up there first, then
 * among the language's own globals; those of the process (`process`, `console`, timers) read as `undefined`. What
 * differs from Node: the context shares this realm's intrinsics (so `instanceof Error` holds across it), `let`,
 * `const` and `class` do not outlive their script, `var` in strict scripts stays inside, and `microtaskMode` has no
 * effect.
 */
import type { Any, Host } from '../../host.ts';
import type { Declarations } from './declarations.ts';

export interface ScriptContext {
  /** For `with`: the names that code of the context sees. */
  readonly scope: object;
  /** Evaluates a script; gives the value of its last statement. */
  run(code: string, declarations: Declarations): unknown;
}

// Taken before the realm's own is replaced by one that remembers its proxies.
const NativeProxy = Proxy;

const PUBLISH = '$publish';

const LANGUAGE_GLOBALS = new Set(
  `AggregateError Array ArrayBuffer AsyncDisposableStack Atomics BigInt BigInt64Array BigUint64Array Boolean DataView
  Date DisposableStack Error EvalError FinalizationRegistry Float16Array Float32Array Float64Array Function Infinity
  Int16Array Int32Array Int8Array Intl Iterator JSON Map Math NaN Number Object Promise Proxy RangeError
  ReferenceError Reflect RegExp Set SharedArrayBuffer String SuppressedError Symbol SyntaxError TypeError URIError
  Uint16Array Uint32Array Uint8Array Uint8ClampedArray WeakMap WeakRef WeakSet WebAssembly decodeURI
  decodeURIComponent encodeURI encodeURIComponent escape eval isFinite isNaN parseFloat parseInt undefined
  unescape`.split(/\s+/),
);

/** Names that have to mean what they mean outside: `eval`, to be a direct one, and the runtime of instrumented code. */
function isUntouched(name: string): boolean {
  return name === 'eval' || name === 'arguments' || /^\$c[A-Z]?$/.test(name);
}

/** Makes `sandbox` the global object of a new context. */
export function createContext(host: Host, sandbox: object): object {
  const { contextify_context_private_symbol: key } = host.binding('util')['privateSymbols'];
  Object.defineProperty(sandbox, key, { value: new EmulatedContext(host, sandbox), configurable: true });
  return sandbox;
}

export function contextOf(host: Host, sandbox: object): ScriptContext | undefined {
  const { contextify_context_private_symbol: key } = host.binding('util')['privateSymbols'];
  return (sandbox as Record<symbol, ScriptContext | undefined>)[key];
}

class EmulatedContext implements ScriptContext {
  readonly scope: object;
  readonly #global: Any;
  readonly #sandbox: Any;
  readonly #evaluate: (code: string) => unknown;
  #assignable: ReadonlySet<string> = new Set();
  #unpublished: ReadonlySet<string> = new Set();

  constructor(host: Host, sandbox: object) {
    this.#global = host.global;
    this.#sandbox = sandbox;
    this.scope = this.#createScope();
    this.#evaluate = host.global.Function(
      '$scope',
      'return function(){with($scope){return eval(arguments[0])}}\n//# sourceURL=safety-net:context',
    )(this.scope);
  }

  run(code: string, { variables, functions, assigned }: Declarations): unknown {
    for (const name of variables) if (!(name in this.#sandbox)) this.#sandbox[name] = undefined;
    this.#assignable = new Set([...this.#assignable, ...assigned]);
    this.#unpublished = functions;
    const publish = functions.size === 0 ? '' : `void ${PUBLISH}({${[...functions]}});`;
    try {
      return this.#evaluate.call(this.#sandbox, withPrelude(code, publish));
    } finally {
      this.#unpublished = new Set();
    }
  }

  #createScope(): object {
    const sandbox = this.#sandbox;
    const publish = (functions: Record<string, unknown>) => {
      this.#unpublished = new Set();
      Object.assign(sandbox, functions);
    };
    return new NativeProxy(sandbox, {
      has: (_, key) => {
        if (typeof key === 'symbol' || isUntouched(key) || this.#unpublished.has(key)) return false;
        return (
          key === PUBLISH ||
          key === 'globalThis' ||
          key in sandbox ||
          this.#assignable.has(key) ||
          key in this.#global
        );
      },
      get: (_, key) => {
        if (key === Symbol.unscopables) return undefined;
        if (key === PUBLISH) return publish;
        if (key in sandbox) return sandbox[key];
        if (key === 'globalThis') return sandbox;
        if (LANGUAGE_GLOBALS.has(key as string)) return this.#global[key];
        if (key in this.#global) return undefined;
        throw new ReferenceError(`${String(key)} is not defined`);
      },
      set(_, key, value) {
        sandbox[key] = value;
        return true;
      },
    });
  }
}

/** Puts a statement behind the directives of a script, or before everything else. */
function withPrelude(code: string, statement: string): string {
  if (statement === '') return code;
  const directives = /^(?:\s|\/\/.*|\/\*[\s\S]*?\*\/|(?:'[^'\n]*'|"[^"\n]*")\s*;)*/.exec(code)![0].length;
  return `${code.slice(0, directives)}${statement}${code.slice(directives)}`;
}
