/**
 * A list of edits to one source text, applied at once; lines stay what they were.
 *
 * Offsets are those of the source as it was given. Where several insertions meet at one offset, what closes something
 * comes before what opens something, and wider stretches lie around narrower ones; of two that wrap the same stretch,
 * the first one is around the second one.
 */
export class SourceEdits {
  readonly #source: string;
  readonly #edits: Edit[] = [];

  constructor(source: string) {
    this.#source = source;
  }

  get source(): string {
    return this.#source;
  }

  get isEmpty(): boolean {
    return this.#edits.length === 0;
  }

  /** Puts `before` and `after` around a stretch of source. */
  wrap(start: number, end: number, before: string, after: string): void {
    const width = end - start;
    if (before !== '') this.#add(start, start, before, Kind.opens, width);
    if (after !== '') this.#add(end, end, after, Kind.closes, width);
  }

  /** Inserts `text` before everything that opens at `offset`. */
  before(offset: number, text: string): void {
    this.#add(offset, offset, text, Kind.opens, Number.POSITIVE_INFINITY);
  }

  /** Inserts `text` after everything that closes at `offset`. */
  after(offset: number, text: string): void {
    this.#add(offset, offset, text, Kind.closes, Number.POSITIVE_INFINITY);
  }

  /** Puts `text` in the place of a stretch of source; both have to hold the same line breaks. */
  replace(start: number, end: number, text: string): void {
    this.#add(start, end, text, Kind.replaces, 0);
  }

  /** Blanks a stretch of source with spaces, and `first` in the place of its first characters. */
  blank(start: number, end: number, first = ''): void {
    const rest = this.#source.slice(start + first.length, end);
    this.replace(start, end, first + rest.replace(/[^\n\r\u2028\u2029]/g, ' '));
  }

  /**
   * The edited text between `header` (put on the first line) and `footer` (put on lines of its own), with the places
   * where it leaves the source.
   */
  apply(header = '', footer = ''): EditedSource {
    const source = this.#source;
    const edits = this.#edits.toSorted(inOrder);
    let code = header;
    let offset = 0;
    let last = header.slice(-1);
    const moves: Move[] = [{ at: 0, origin: -1 }];
    if (header !== '') moves.push({ at: header.length, origin: 0 });
    else moves[0] = { at: 0, origin: 0 };
    for (const { start, end, text } of edits) {
      if (start < offset) throw new Error(`two edits overlap at offset ${start} of the source`);
      if (start > offset) {
        code += source.slice(offset, start);
        last = source[start - 1] as string;
      }
      if (text !== '') moves.push({ at: code.length, origin: start, stays: true });
      // `await(x)` and `throw(x)` need no space before what is wrapped; a name in front of it does.
      if (start === end && WORD_START.test(text) && WORD_END.test(last)) code += ' ';
      code += text;
      if (text !== '') last = text.at(-1) as string;
      moves.push({ at: code.length, origin: end });
      offset = end;
    }
    code += source.slice(offset);
    if (footer !== '') {
      moves.push({ at: code.length, origin: -1 });
      code += `\n${footer}`;
    }
    return { code, positions: new SourcePositions(source, code, moves) };
  }

  #add(start: number, end: number, text: string, kind: number, width: number): void {
    this.#edits.push({ start, end, text, kind, width, index: this.#edits.length });
  }
}

const WORD_START = /^[\p{ID_Start}$]/u;
const WORD_END = /[\p{ID_Continue}$]$/u;

const Kind = { closes: 0, opens: 1, replaces: 2 } as const;

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly kind: number;
  /** Length of the stretch that an insertion opens or closes. */
  readonly width: number;
  readonly index: number;
}

function inOrder(a: Edit, b: Edit): number {
  if (a.start !== b.start) return a.start - b.start;
  if (a.kind !== b.kind) return a.kind - b.kind;
  const outerFirst = a.width === b.width ? a.index - b.index : b.width - a.width;
  return a.kind === Kind.closes ? -outerFirst : outerFirst;
}

/** From offset `at` of the code on, text comes from `origin` of the source (−1: from nowhere); `stays`: all of it. */
interface Move {
  readonly at: number;
  readonly origin: number;
  readonly stays?: true;
}

export interface EditedSource {
  readonly code: string;
  readonly positions: SourcePositions;
}

/** Answers where a place in edited code was in the source. Lines and columns count from 1, as in V8's stacks. */
export class SourcePositions {
  readonly #source: string;
  readonly #code: string;
  readonly #moves: readonly Move[];
  #codeLines: readonly number[] | undefined;
  #sourceLines: readonly number[] | undefined;

  constructor(source: string, code: string, moves: readonly Move[]) {
    this.#source = source;
    this.#code = code;
    this.#moves = moves;
  }

  /** The place in the source, or `undefined` for code that no source stands behind (a header or a footer). */
  original(line: number, column: number): { line: number; column: number } | undefined {
    this.#codeLines ??= lineStarts(this.#code);
    this.#sourceLines ??= lineStarts(this.#source);
    const start = this.#codeLines[line - 1];
    if (start === undefined) return undefined;
    const offset = start + column - 1;
    const move = this.#moves[lastAtOrBefore(this.#moves, offset, (entry) => entry.at)];
    if (move === undefined || move.origin < 0) return undefined;
    const origin = move.stays ? move.origin : move.origin + offset - move.at;
    const index = lastAtOrBefore(this.#sourceLines, origin, (entry) => entry);
    return { line: index + 1, column: origin - (this.#sourceLines[index] ?? 0) + 1 };
  }
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (const match of text.matchAll(/\r\n|[\n\r\u2028\u2029]/g)) starts.push(match.index + match[0].length);
  return starts;
}

function lastAtOrBefore<T>(sorted: readonly T[], offset: number, at: (entry: T) => number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (at(sorted[middle]!) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
