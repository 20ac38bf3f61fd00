import type { SourcePosition } from './stack-frames.ts';

/** Where errors were thrown last, as instrumented code reports it (`transform/throw-sites.ts`). */
export class ThrowLedger {
  readonly #sites = new WeakMap<object, SourcePosition>();
  #lastPrimitive: { readonly value: unknown; readonly site: SourcePosition } | undefined;

  /** Gives `value` back, so that it can stand in a `throw`. */
  readonly record = <T>(value: T, name: string, line: number, column: number): T => {
    const site = { name, line, column };
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
