import type { Found } from './tab.ts';

export type Work = keyof Found;

/**
 * What must be found in the end, and what must not.
 *
 * An answer, a review or an edit is *accepted* when the page has taken it, and in a tab that is killed when it was said to be
 * stored. An edit may be gone only when the learner wrote something else over it while they saw it. What was there when
 * *Erase everything* began, and the browser then said that it was done, is *erased*. What was accepted in a tab before it
 * heard of an erasure elsewhere, or while the browser deleted the site's data, may be there or not.
 */
export class Ledger {
  readonly #accepted: { readonly [_ in Work]: Set<string> } = {
    answers: new Set(),
    reviews: new Set(),
    texts: new Set(),
  };
  /** Every token with the moment of its making. */
  readonly #born = new Map<string, number>();
  readonly #erased = new Set<string>();
  /** By a text, those that learners wrote over it while they saw it. */
  readonly #over = new Map<string, Set<string>>();
  #moment = 0;
  #pardons = 0;

  /** Everything that was accepted so far, in all kinds. */
  get size(): number {
    return Object.values(this.#accepted).reduce((sum, { size }) => sum + size, 0);
  }

  get erased(): number {
    return this.#erased.size;
  }

  /** A token of somebody's work has come into the world, or comes again from a file: it is not yet accepted. */
  bear(token: string): void {
    this.#born.set(token, ++this.#moment);
    this.#erased.delete(token);
  }

  isBorn(token: string): boolean {
    return this.#born.has(token);
  }

  isErased(token: string): boolean {
    return this.#erased.has(token);
  }

  accept(kind: Work, token: string): void {
    this.#accepted[kind].add(token);
  }

  /** Accepts a token in place of a text; the result takes it back, as when its tab is killed. */
  acceptOver(kind: Work, token: string, instead: string | undefined): () => void {
    const replaced = instead !== undefined && this.#accepted.texts.delete(instead);
    if (instead !== undefined) this.#over.set(instead, (this.#over.get(instead) ?? new Set()).add(token));
    this.accept(kind, token);
    return () => {
      // Where it is not there any more, an erasure or a deletion has come since.
      if (this.#accepted[kind].delete(token) && replaced) this.#accepted.texts.add(instead);
    };
  }

  /** From now on all that was accepted may be gone. */
  excuseAll(): void {
    for (const tokens of Object.values(this.#accepted)) tokens.clear();
  }

  /** Nothing that was erased so far has to stay so: what somebody holds or left of it cannot be known for erased. */
  pardonAll(): void {
    this.#pardons++;
    this.#erased.clear();
  }

  /**
   * An erasure begins. The result is called when the browser says that it is done: what was there, and is in no file that was
   * being read then, stays away.
   */
  beginErasure(beingRead: Iterable<string>): () => void {
    this.excuseAll();
    const begun = ++this.#moment;
    const pardoned = new Set(beingRead);
    const pardons = this.#pardons;
    return () => {
      if (pardons !== this.#pardons) return;
      for (const [token, moment] of this.#born)
        if (moment < begun && !pardoned.has(token)) this.#erased.add(token);
    };
  }

  /** The tokens that a text holds. */
  tokensIn(text: string): readonly string[] {
    return [...this.#born.keys()].filter((token) => text.includes(JSON.stringify(token)));
  }

  kindOf(token: string): Work {
    return token.startsWith('answer') ? 'answers' : token.startsWith('edit') ? 'texts' : 'reviews';
  }

  /** What is missing, and what should have stayed away, a line each. */
  wrongIn(found: Found): readonly string[] {
    const kinds = Object.keys(this.#accepted) as Work[];
    return [
      ...kinds.flatMap((kind) =>
        [...this.#accepted[kind]]
          .filter((token) => !this.#isIn(found[kind], token))
          .map((token) => `lost: ${kind}: ${token}`),
      ),
      ...this.risenIn(found),
    ];
  }

  /** What was erased and is there again. */
  risenIn(found: Found): readonly string[] {
    return Object.values(found)
      .flat()
      .filter((token) => this.#erased.has(token))
      .map((token) => `came back: ${token}`);
  }

  /** A text is there, or one that was written over it is. */
  #isIn(found: readonly string[], token: string): boolean {
    return (
      found.includes(token) || [...(this.#over.get(token) ?? [])].some((over) => this.#isIn(found, over))
    );
  }
}
