/** What a process says at its end that its program does not say: fatal errors and their places. */
import type { ErrorHooks } from './bindings/errors.ts';
import { scriptOfPart } from './cut-functions.ts';
import { fatalReport, stackOf } from './fatal-report.ts';
import type { Any } from './host.ts';
import { currentSites, plainFrames } from './plain-frames.ts';
import { arrowMessage, type SourcePosition, topFrame } from './stack-frames.ts';
import type { ThrowLedger } from './throw-ledger.ts';
import { originalText } from './transform/instrument-await.ts';
import { PROMISE_MAKER } from './transform/promise-makers.ts';

/** What `transform/throw-sites.ts` made of `throw value` in the library. */
const REPORTED_THROW = /\$c\.W\(\((.*)\), "node:[^"]*", \d+, \d+\)/g;

export interface ReportSources {
  /** As `v24.21.0`. */
  readonly version: string;
  readonly throws: ThrowLedger;
  readonly errorHooks: ErrorHooks;
  privateSymbols(): Any;
  isProxy(value: unknown): boolean;
  isNativeError(value: unknown): boolean;
  /** The text of a module of Node's library. */
  moduleText(id: string): string | undefined;
  /** The text of a script of the program by the name that frames give it, where that is no file’s. */
  compiledText(name: string): string | undefined;
  /** A place of a script’s text as the program names and counts it. */
  placeOf(position: SourcePosition): SourcePosition;
  /** The text of a module that is named as if it were a file, as that of `--eval` is. */
  unfiledText(name: string): string | undefined;
  /** The bytes of a file of the program; throws where there is none. */
  readFile(path: string): Uint8Array;
  /** Writes to the standard error of the process. */
  write(text: string): void;
}

export class ProcessReports {
  readonly #sources: ReportSources;

  constructor(sources: ReportSources) {
    this.#sources = sources;
  }

  /** Where an error was thrown; `thrownAt` is what the browser says. */
  throwSite(error: unknown, thrownAt: SourcePosition | undefined): SourcePosition | undefined {
    if (thrownAt) thrownAt = { ...thrownAt, name: scriptOfPart(thrownAt.name) ?? thrownAt.name };
    const known = this.#sources.throws.find(error);
    if (known) return this.#sources.placeOf(known);
    if (thrownAt) return thrownAt;
    if (this.#sources.isProxy(error)) return undefined;
    return topFrame(stackOf(error)) ?? this.#sources.throws.formedAt(error);
  }

  /** Puts the lines above the stack of what a script of `vm` has thrown (`DecorateErrorStack` of Node’s `node_contextify.cc`). */
  decorate(error: Any): void {
    const isObject = (typeof error === 'object' && error !== null) || typeof error === 'function';
    const { arrow_message_private_symbol: arrowKey, decorated_private_symbol: decoratedKey } =
      this.#sources.privateSymbols();
    if (!isObject || this.#sources.isProxy(error) || error[decoratedKey] === true) return;
    const position = this.throwSite(error, undefined);
    const arrow = error[arrowKey] ?? (position && arrowMessage(position, (name) => this.readSource(name)));
    const stack = stackOf(error);
    if (arrow === undefined || typeof stack !== 'string') return;
    error.stack = `${arrow}\n${stack}`;
    error[arrowKey] = arrow;
    error[decoratedKey] = true;
  }

  warnOfStalledAwait(stalled: readonly SourcePosition[]): void {
    for (const position of stalled) {
      const source = this.readSource(position.name)?.split('\n')[position.line - 1] ?? '';
      const text = `Warning: Detected unsettled top-level await at ${position.name}:${position.line}\n${source}\n${' '.repeat(position.column - 1)}^\n\n\n\n`;
      this.#sources.write(text);
    }
  }

  /** For `--trace-exit`. */
  traceExit(code: number, pid: number): void {
    const frames = plainFrames(currentSites(Error, this.traceExit));
    this.#sources.write(`(node:${pid}) WARNING: Exited the environment with code ${code}\n${frames}\n`);
  }

  report(error: unknown, thrownAt: SourcePosition | undefined): void {
    const privateSymbols = this.#sources.privateSymbols();
    const text = fatalReport(error, thrownAt, {
      version: this.#sources.version,
      arrowSymbol: privateSymbols.arrow_message_private_symbol,
      decoratedSymbol: privateSymbols.decorated_private_symbol,
      readSource: (name) => this.readSource(name),
      isProxy: (value) => this.#sources.isProxy(value),
      isNativeError: (value) => this.#sources.isNativeError(value),
      frames: this.#sources.throws.framesOf(error),
      mappedSource: ({ name, line, column }) =>
        this.#sources.errorHooks.mappedSource?.(name, line, column - 1),
      enhancers: {
        before: (value) => this.#sources.errorHooks.beforeInspector?.(value),
        after: (value) => this.#sources.errorHooks.afterInspector?.(value),
      },
    });
    this.#sources.write(text);
  }

  /** The text of a script by the name that frames give it. */
  readSource(name: string): string | undefined {
    if (name.startsWith('node:')) {
      const code = this.#sources.moduleText(name.slice(5));
      return code && originalText(withPromises(code.replace(REPORTED_THROW, '$1').replaceAll('$c.W((', '')));
    }
    const path = name.startsWith('file://') ? decodeURIComponent(new URL(name).pathname) : name;
    const compiled = this.#sources.compiledText(name);
    if (compiled !== undefined) return compiled;
    try {
      return new TextDecoder().decode(this.#sources.readFile(path));
    } catch {
      return this.#sources.unfiledText(name);
    }
  }
}

/** Undoes what `scripts/pack-engine.mjs` writes where the library makes a promise. */
const withPromises = (code: string): string =>
  code.replaceAll(`Resolvers(${PROMISE_MAKER})`, 'Resolvers()').replaceAll(PROMISE_MAKER, 'Promise');
