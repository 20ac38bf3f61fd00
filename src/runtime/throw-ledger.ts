import type { CallSite } from './call-site.ts';
import { stackOf } from './fatal-report.ts';
import { currentSites, plainFrames } from './plain-frames.ts';
import { type SourcePosition, topFrame } from './stack-frames.ts';

/** Where errors were thrown last, and what ran when they were thrown first, as instrumented code reports it (`transform/throw-sites.ts`). */
export class ThrowLedger {
  readonly #sites = new WeakMap<object, SourcePosition>();
  readonly #runners = new WeakMap<object, { readonly at: SourcePosition | undefined }>();
  readonly #texts = new WeakMap<object, SourcePosition & { readonly isMethod: boolean }>();
  readonly #formed = new WeakMap<object, SourcePosition>();
  readonly #read = new WeakSet<object>();
  readonly #frames = new WeakMap<object, string>();
  #lastPrimitive:
    | { readonly value: unknown; readonly site: SourcePosition; readonly frames: string | undefined }
    | undefined;

  /** With `--trace-uncaught`: frames are kept too. */
  keepsFrames = false;

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
    else this.#lastPrimitive = { value, site, frames: this.#framesFrom(site) };
    return value;
  };

  #framesFrom(site: SourcePosition): string | undefined {
    return this.keepsFrames ? plainFrames(currentSites(Error, this.record), site) : undefined;
  }

  /** Keeps the frames of an error whose stack is being made. */
  noteFrames(error: object, sites: readonly CallSite[]): void {
    if (this.keepsFrames) this.#frames.set(error, plainFrames(sites));
  }

  /** Frames as they were kept; `undefined` where none were. */
  framesOf(error: unknown): string | undefined {
    if (!this.keepsFrames) return undefined;
    if (!isObject(error)) return this.#lastPrimitive?.frames;
    stackOf(error);
    return this.#frames.get(error);
  }

  /** Keeps where an error of `JSON.parse` is in its text. */
  readonly noteText = (error: object, site: SourcePosition, isMethod: boolean): void => {
    this.noteRunner(error);
    this.#texts.set(error, { ...site, isMethod });
  };

  /** Keeps where an error was made whose stack the program forms itself: that may not tell. */
  readonly noteFormed = (error: object, site: CallSite | undefined): void => {
    const [name, line, column] = [site?.getFileName(), site?.getLineNumber(), site?.getColumnNumber()];
    if (name && line && column) this.#formed.set(error, { name, line, column });
  };

  /** Where an error was made whose stack the program has formed. */
  formedAt(error: unknown): SourcePosition | undefined {
    return isObject(error) ? this.#formed.get(error) : undefined;
  }

  /** Whether `JSON.parse` was called as a method of `JSON` when it made an error; `undefined` where it did not. */
  madeByMethod(error: object): boolean | undefined {
    return this.#texts.get(error)?.isMethod;
  }

  /** Keeps that somebody has read the stack of an error: V8 then forgets its frames, and where it was made. */
  noteRead(error: object): void {
    this.#read.add(error);
  }

  /**
   * Where V8 says that an error came from which the library reports for a promise: where it was made (`undefined`),
   * or, where that is unknown, from where the library reports it; of a text that is no JSON, the line in it.
   */
  reportedFrom(error: unknown, caller: () => SourcePosition | undefined): SourcePosition | undefined {
    const text = isObject(error) ? this.#texts.get(error) : undefined;
    if (text) return text;
    const isKnown = !(isObject(error) && this.#read.has(error)) && topFrame(stackOf(error)) !== undefined;
    return isKnown ? undefined : caller();
  }

  find(value: unknown): SourcePosition | undefined {
    if (isObject(value)) return this.#sites.get(value) ?? this.#texts.get(value);
    return this.#lastPrimitive && Object.is(this.#lastPrimitive.value, value)
      ? this.#lastPrimitive.site
      : undefined;
  }
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}
