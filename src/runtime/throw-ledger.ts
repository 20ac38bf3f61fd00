import type { SourcePosition } from './stack-frames.ts';

/** Where errors were thrown last, as instrumented code reports it (`transform/throw-sites.ts`). */
export class ThrowLedger {
  readonly #sites = new WeakMap<object, SourcePosition>();

  /** Gives `value` back, so that it can stand in a `throw`. */
  readonly record = <T>(value: T, name: string, line: number, column: number): T => {
    if (typeof value === 'object' && value !== null) this.#sites.set(value, { name, line, column });
    return value;
  };

  find(value: unknown): SourcePosition | undefined {
    return typeof value === 'object' && value !== null ? this.#sites.get(value) : undefined;
  }
}
