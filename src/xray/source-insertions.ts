/** A text that was put into a line: where it begins there, counted from 0, and how long it is. */
export interface Moved {
  readonly at: number;
  readonly by: number;
}

export interface Inserted {
  readonly text: string;
  /** By line, counted from 1; what was put in has no line ends. */
  readonly moved: ReadonlyMap<number, readonly Moved[]>;
}

/** Texts to be put into a source. What opens before a place stands outside of what opened there later; ends nest likewise. */
export class SourceInsertions {
  readonly #source: string;
  readonly #before = new Map<number, string[]>();
  readonly #after = new Map<number, string[]>();

  constructor(source: string) {
    this.#source = source;
  }

  /** Stands right before what begins at `at`; the first one to come is the outermost. */
  before(at: number, text: string): void {
    this.#before.set(at, [...(this.#before.get(at) ?? []), text]);
  }

  /** Stands right behind what ends at `at`; the first one to come is the innermost. */
  after(at: number, text: string): void {
    this.#after.set(at, [...(this.#after.get(at) ?? []), text]);
  }

  apply(): Inserted {
    const moved = new Map<number, Moved[]>();
    let line = 1;
    let lineStart = 0;
    const places = [...new Set([...this.#before.keys(), ...this.#after.keys()])].sort((a, b) => a - b);
    let result = '';
    let from = 0;
    for (const at of places) {
      result += this.#source.slice(from, at);
      const inserted = [...(this.#after.get(at) ?? []), ...(this.#before.get(at) ?? [])].join('');
      for (let end = result.indexOf('\n', lineStart); end >= 0; end = result.indexOf('\n', lineStart)) {
        line++;
        lineStart = end + 1;
      }
      moved.set(line, [...(moved.get(line) ?? []), { at: result.length - lineStart, by: inserted.length }]);
      result += inserted;
      from = at;
    }
    return { text: result + this.#source.slice(from), moved };
  }
}
