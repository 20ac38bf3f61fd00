/**
 * The code that a worker has: of Node's library and of packages. In a worker that was made before everything had been
 * downloaded that is what the start of a server needs, partly without the bodies of functions; what else is asked for
 * is waited for.
 */
import { type Cut, CutFunctions, type CutText, completeCut, isStandIn } from './cut-functions.ts';
import type { FilePack } from './fs/inode-tree.ts';
import { createTextPack } from './fs/text-pack.ts';
import { LateFileError, type LateFiles, readLateFile } from './late-files.ts';

/** Columns of a module where instrumented code leaves its source: line, column, how far the source is behind. */
export type ColumnShifts = readonly (readonly [line: number, column: number, shift: number])[];

/** The whole library, as `scripts/pack-engine.mjs` writes it. */
export interface WholeLibrary {
  readonly sources: Readonly<Record<string, string>>;
  readonly columnShifts: Readonly<Record<string, ColumnShifts>>;
  readonly cuts: Readonly<Record<string, readonly Cut[]>>;
}

/** All texts of a pack in the order of its files, and what of some is cut. */
export interface WholePack {
  readonly texts: readonly string[];
  readonly cuts: Readonly<Record<number, readonly Cut[]>>;
  /** As in {@link PackStart}. */
  readonly plain: readonly number[];
}

/** What a start needs of the texts of a pack, by their places in it: as they are, or cut. */
export interface PackStart {
  readonly texts: Readonly<Record<number, string>>;
  readonly code: Readonly<Record<number, string>>;
  /** Files that run as they are: nothing in them is to be instrumented. */
  readonly plain: readonly number[];
}

/** Node's library: all of it, or what a start needs, by module id. */
export type LibraryCode =
  | { readonly library: WholeLibrary }
  | { readonly start: Readonly<Record<string, string>>; readonly late: LateFiles };

/** Packs by their names. */
export type PacksCode =
  | { readonly packs: Readonly<Record<string, WholePack>> }
  | { readonly start: Readonly<Record<string, PackStart>>; readonly late: LateFiles };

/** The name that the worker's script has in stacks. */
export const WORKER_SCRIPT = 'safety-net:worker';
/** The names of the worker's script and of the library among the late files; packs have their own. */
export const WORKER_FILE = 'worker';
export const LIBRARY_FILE = 'library';
const PACKAGES = 'package ';

export class CodeStore {
  readonly #code: LibraryCode;
  #packs: PacksCode = { packs: {} };
  readonly #plainCode = new Set<string>();
  readonly #ask: (wanted: string) => void;
  readonly #fail: (error: LateFileError) => never;
  readonly #late = new Map<string, unknown>();
  /** Cut code by the name of its script, and where the whole text of it is. */
  readonly #completed = new Map<
    string,
    { readonly code: string; readonly pack?: string; readonly index?: number }
  >();
  readonly cutFunctions = new CutFunctions((name, cut) => this.#wholeText(name, cut));

  /**
   * @param options `ask` is called before the worker waits for what has not arrived, with the name of what it needs;
   *   `fail` where it did not come: whatever asked for it cannot go on, nor handle that
   */
  constructor(
    code: LibraryCode,
    options: {
      readonly ask: (wanted: string) => void;
      readonly fail: (error: LateFileError) => never;
    },
  ) {
    this.#code = code;
    this.#ask = options.ask;
    this.#fail = options.fail;
  }

  /** Takes over the packs, before any program starts. */
  addPacks(packs: PacksCode): void {
    this.#packs = packs;
    for (const { texts, plain } of Object.values(this.#packTexts)) {
      for (const index of plain) if (texts[index] !== undefined) this.#plainCode.add(texts[index]);
    }
  }

  /** Whether a text is that of a package's file in which nothing is to be instrumented. */
  isPlain(code: string): boolean {
    return this.#plainCode.has(code);
  }

  /** The text of a module of the library to compile; `undefined` where the packer left it out. */
  moduleCode(id: string): string | undefined {
    const code = this.#code;
    if ('library' in code) return code.library.sources[id];
    const name = `node:${id}`;
    const known = this.#completed.get(name);
    if (known) return known.code;
    const start = code.start[id];
    return start === undefined ? this.#library(id).sources[id] : this.#complete(name, start);
  }

  /** The text of a module of the library with all of its lines. */
  moduleText(id: string): string | undefined {
    return this.#library(id).sources[id];
  }

  /** The place in Node's own source of one in a module's code. */
  modulePosition(id: string, line: number, column: number): { line: number; column: number } {
    let shift = 0;
    for (const [shiftLine, end, value] of this.#library(`${id}:${line}`).columnShifts[id] ?? []) {
      if (shiftLine !== line) continue;
      if (end > column) return { line, column: Math.min(column - shift, end - value) };
      shift = value;
    }
    return { line, column: column - shift };
  }

  /** The texts of packs' files, for a file system. */
  filePacks(): ReadonlyMap<string, FilePack> {
    return new Map(
      Object.entries(this.#packTexts).map(([name, { texts }]) => [
        name,
        createTextPack((index) => texts[index] ?? this.#pack(name, index).texts[index]),
      ]),
    );
  }

  /** The code of a file of a pack to compile where that is not its text: `path` is where programs find it. */
  fileCode(path: string, pack: string, index: number): string | undefined {
    const known = this.#completed.get(path);
    if (known) return known.code;
    const code = 'late' in this.#packs ? this.#packs.start[pack]?.code[index] : undefined;
    if (code === undefined) return undefined;
    const completed = this.#complete(path, code, { pack, index });
    if (this.#packTexts[pack]?.plain.includes(index)) this.#plainCode.add(completed);
    return completed;
  }

  /** What of a file of a pack is compiled: its code, or its text as it is. */
  compiledText(path: string, pack: string, index: number): string | undefined {
    return this.fileCode(path, pack, index) ?? this.#packTexts[pack]?.texts[index];
  }

  /** Whether a place in a script is the call that stands in for a function's body. */
  isStandIn(name: string, line: number, column: number): boolean {
    const completed = this.#completed.get(name);
    return completed !== undefined && isStandIn(completed.code, line, column);
  }

  get #packTexts(): Readonly<Record<string, Pick<PackStart, 'texts' | 'plain'>>> {
    return 'late' in this.#packs ? this.#packs.start : this.#packs.packs;
  }

  #complete(
    name: string,
    code: string,
    from: { readonly pack?: string; readonly index?: number } = {},
  ): string {
    const completed = { ...from, code: completeCut(name, code) };
    this.#completed.set(name, completed);
    return completed.code;
  }

  #wholeText(name: string, cut: number): CutText {
    if (name === WORKER_SCRIPT)
      return this.#read(this.#code, WORKER_FILE, `function ${cut} of the worker`) as CutText;
    const { pack, index } = this.#completed.get(name) ?? {};
    if (pack === undefined || index === undefined) {
      const id = name.slice('node:'.length);
      const { sources, cuts } = this.#library(`function ${cut} of ${id}`);
      return { source: sources[id] as string, cuts: cuts[id] ?? [] };
    }
    const { texts, cuts } = this.#pack(pack, index);
    return { source: texts[index] as string, cuts: cuts[index] ?? [] };
  }

  #library(wanted: string): WholeLibrary {
    if ('library' in this.#code) return this.#code.library;
    return this.#read(this.#code, LIBRARY_FILE, wanted) as WholeLibrary;
  }

  #pack(name: string, index: number): WholePack {
    if ('packs' in this.#packs) return this.#packs.packs[name] as WholePack;
    return this.#read(this.#packs, packFile(name), `${name} ${index}`) as WholePack;
  }

  #read(code: LibraryCode | PacksCode, file: string, wanted: string): unknown {
    if (!('late' in code)) return undefined;
    const known = this.#late.get(file);
    if (known !== undefined) return known;
    let read: unknown;
    try {
      read = readLateFile(code.late, file, () => this.#ask(wanted));
    } catch (error) {
      if (error instanceof LateFileError) this.#fail(error);
      throw error;
    }
    this.#late.set(file, read);
    return read;
  }
}

/** The name of a pack among the late files. */
export const packFile = (name: string): string => PACKAGES + name;
