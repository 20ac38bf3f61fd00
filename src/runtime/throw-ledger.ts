import type { SourcePosition } from './stack-frames.ts';

/** Where errors were thrown last, and what ran when they were thrown first, as instrumented code reports it (`transform/throw-sites.ts`). */
export class ThrowLedger {
  readonly #sites = new WeakMap<object, SourcePosition>();
  readonly #runners = new WeakMap<object, { readonly at: SourcePosition | undefined }>();
  #lastPrimitive: { readonly value: unknown; readonly site: SourcePosition } | undefined;

  /** Tells where the library would run the microtask that is running, if it would; see `stack-trace.ts`. */
  microtaskRunner: () => SourcePosition | undefined = () => undefined;

  /** Keeps what runs now for the stack of an error, which is made when somebody asks for it. */
  readonly noteRunner = (error: unknown): void => {
    if (isObject(error) && !this.#runners.has(error))
      this.#runners.set(error, { at: this.microtaskRunner() });
  };

  /** What ran when the error was thrown; for one that was not, what runs now. */
  runnerOf(error: object): SourcePosition | undefined {
    const known = this.#runners.get(error);
    return known ? known.at : this.microtaskRunner();
  }

  /** Gives `value` back, so that it can stand in a `throw`. */
  readonly record = <T>(value: T, name: string, line: number, column: number): T => {
    const site = { name, line, column };
    this.noteRunner(value);
    if (isObject(value)) this.#sites.set(value, site);
    else this.#lastPrimitive = { value, site };
    return value;
  };

  find(value: unknown): SourcePosition | undefined {
    if (isObject(value)) return this.#sites.get(value);
    return this.#lastPrimitive && Object.is(this.#lastPrimitive.value, value)
      ? this.#lastPrimitive.site
      : undefined;
  }
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}
