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

  apply(): string {
    const places = [...new Set([...this.#before.keys(), ...this.#after.keys()])].sort((a, b) => a - b);
    let result = '';
    let from = 0;
    for (const at of places) {
      result += this.#source.slice(from, at);
      result += [...(this.#after.get(at) ?? []), ...(this.#before.get(at) ?? [])].join('');
      from = at;
    }
    return result + this.#source.slice(from);
  }
}
