/** The texts that were compiled under a name, for messages that show a line and for columns of edited code. */
import type { Any, Host } from '../host.ts';
import type { SourcePositions } from '../transform/source-edits.ts';

interface CompiledScript {
  readonly source: string;
  readonly positions: SourcePositions | undefined;
}

/** Code that was compiled before anybody asked for it. */
export interface PreparedScript extends CompiledScript {
  readonly compiled: (...args: Any[]) => Any;
}

export class CompiledScripts {
  readonly #prepared = new Map<string, PreparedScript>();
  readonly #scripts = new Map<string, CompiledScript>();

  /** @param name as frames show it: a path for CommonJS, a `file:` URL for a module */
  add(name: string, source: string, positions?: SourcePositions): void {
    this.#scripts.set(frameName(name), { source, positions });
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

  has(name: string): boolean {
    return this.#scripts.has(name);
  }

  /** The text as the program's author wrote it. */
  source(name: string): string | undefined {
    return this.#scripts.get(name)?.source;
  }

  /**
   * Where a place in the compiled code is in the source; line and column count from 1. `undefined` for code that no
   * line of the source stands behind: such a frame is none of the program's.
   */
  original(name: string, line: number, column: number): { line: number; column: number } | undefined {
    const positions = this.#scripts.get(name)?.positions;
    return positions ? positions.original(line, column) : { line, column };
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
