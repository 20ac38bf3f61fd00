/** The texts that were compiled under a name, for messages that show a line and for columns of edited code. */
import type { Any, Host } from '../host.ts';
import type { SourcePosition } from '../stack-frames.ts';
import type { SourcePositions } from '../transform/source-edits.ts';

interface CompiledScript {
  readonly source: string;
  readonly positions: SourcePositions | undefined;
}

/** What is known of a script by the name that frames give it. */
export interface KnownScript extends CompiledScript {
  /** Its own name, which may hold what a `sourceURL` cannot. */
  readonly title: string;
  /** How many lines further down than its text the program has it. */
  readonly lineOffset: number;
  /** Of an ES module: whether a function of this name is exported. */
  readonly isExported?: ((name: string) => boolean) | undefined;
}

/** Code that was compiled before anybody asked for it. */
export interface PreparedScript extends CompiledScript {
  readonly compiled: (...args: Any[]) => Any;
}

export class CompiledScripts {
  readonly #prepared = new Map<string, PreparedScript>();
  readonly #scripts = new Map<string, KnownScript>();

  /** @param name as frames show it: a path for CommonJS, a `file:` URL for a module */
  add(
    name: string,
    source: string,
    positions?: SourcePositions,
    lineOffset = 0,
    isExported?: (name: string) => boolean,
  ): void {
    this.#scripts.set(frameName(name), { source, positions, title: name, lineOffset, isExported });
  }

  prepare(name: string, script: PreparedScript): void {
    this.#prepared.set(name, script);
  }

  /** What was prepared under a name, once, and only if it is still the same text. */
  takePrepared(name: string, source: string): PreparedScript | undefined {
    const prepared = this.#prepared.get(name);
    this.#prepared.delete(name);
    return prepared?.source === source ? prepared : undefined;
  }

  find(name: string): KnownScript | undefined {
    return this.#scripts.get(name);
  }

  /** A place of a script’s text as the program names and counts it. */
  placeOf(position: SourcePosition): SourcePosition {
    const known = this.#scripts.get(position.name);
    return known ? { ...position, name: known.title, line: position.line + known.lineOffset } : position;
  }

  /** The text as the program's author wrote it, on the lines that the program gives it. */
  source(name: string): string | undefined {
    const known = this.#scripts.get(frameName(name));
    return known && '\n'.repeat(known.lineOffset) + known.source;
  }

  /**
   * Where a place in the compiled code is in the source; line and column count from 1. `undefined` for code that no
   * line of the source stands behind: such a frame is none of the program's.
   */
  original(name: string, line: number, column: number): { line: number; column: number } | undefined {
    const known = this.#scripts.get(name);
    if (!known?.positions) return { line, column };
    const place = known.positions.original(line, column);
    return place && { line: place.line + known.lineOffset, column: place.column };
  }
}

/** The name that frames show: `sourceURL` comments end at white space and take no quotes. */
export function frameName(name: string): string {
  return name.replace(
    /[\s'"]/g,
    (char) => `%${char.charCodeAt(0).toString(16).padStart(2, '0').toUpperCase()}`,
  );
}

const scripts = Symbol('compiled scripts');

/** The scripts of a process; they belong to its `contextify` binding. */
export function compiledScriptsOf(host: Host): CompiledScripts {
  const binding = host.binding('contextify') as unknown as Record<symbol, CompiledScripts | undefined>;
  let known = binding[scripts];
  if (!known) {
    known = new CompiledScripts();
    Object.defineProperty(binding, scripts, { value: known });
  }
  return known;
}
