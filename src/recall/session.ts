import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { addCard, buryCard, reviewCard, suspendCard, undoReview } from '../progress/learning.ts';
import type { Progress } from '../progress/progress.ts';
import type { CardRecord } from '../progress/record.ts';
import { deckIds, endOfDay, isShown, type Learned, todaysCards } from './deck.ts';
import { type CardState, type Grade, nextDue, reviewed, stateOf } from './schedule.ts';
import type { StockCard } from './stock.ts';

type Deed =
  | {
      readonly kind: 'review';
      readonly card: string;
      readonly review: string;
      readonly before: CardState | undefined;
    }
  | { readonly kind: 'suspend' | 'bury'; readonly card: string };

export interface SessionParts {
  readonly progress: Progress;
  readonly stock: readonly StockCard[];
  readonly read: () => Promise<Learned>;
  readonly now?: () => Date;
}

/** One sitting with the deck: which card is asked, and what is done with it. Everything is kept at once. */
export class RecallSession {
  readonly #parts: SessionParts;
  readonly #stock: ReadonlyMap<string, StockCard>;
  readonly #learned: Signal<Learned>;
  readonly #now: Signal<Date>;
  readonly #deeds = signal<readonly Deed[]>([]);
  /** Whether the answer is shown. */
  readonly revealed = signal(false);
  /** What was done last, to be said aloud. */
  readonly said = signal('');
  readonly deck: ReadonlySignal<readonly StockCard[]>;
  readonly left: ReadonlySignal<{ readonly due: number; readonly fresh: number; readonly later: number }>;
  readonly current: ReadonlySignal<StockCard | undefined>;
  readonly intervals: ReadonlySignal<ReadonlyMap<Grade, Date>>;
  readonly states: ReadonlySignal<readonly CardState[]>;

  constructor(parts: SessionParts, learned: Learned) {
    this.#parts = parts;
    this.#stock = new Map(parts.stock.map((card) => [card.id, card]));
    this.#learned = signal(learned);
    this.#now = signal(this.#time());
    const taught = parts.stock.filter(({ kind }) => kind === 'card' || kind === 'myth');
    this.deck = computed(() =>
      deckIds(this.#learned.value, taught).flatMap((id) => this.#stock.get(id) ?? []),
    );
    const today = computed(() => {
      const ids = this.deck.value.map(({ id }) => id);
      return todaysCards(ids, this.#learned.value.cards, this.#now.value);
    });
    this.left = computed(() => {
      const { due, fresh, later } = today.value;
      return { due: due.length, fresh: fresh.length, later };
    });
    this.current = computed(() => {
      const { due, fresh } = today.value;
      const now = this.#now.value.toISOString();
      const ripe = due.find((id) => (this.#stateOf(id)?.due ?? '') <= now);
      const id = ripe ?? fresh[0] ?? due[0];
      return id === undefined ? undefined : this.#stock.get(id);
    });
    this.intervals = computed(() => {
      const id = this.current.value?.id;
      return nextDue(id === undefined ? undefined : this.#stateOf(id), this.#now.value);
    });
    this.states = computed(() =>
      this.deck.value.flatMap(({ id }) =>
        isShown(this.record(id), this.#now.value) ? (this.#stateOf(id) ?? []) : [],
      ),
    );
  }

  get now(): Date {
    return this.#now.value;
  }

  /** Whether there is something to undo. */
  get canUndo(): boolean {
    return this.#deeds.value.length > 0;
  }

  record(card: string): CardRecord | undefined {
    return this.#learned.value.cards.get(card);
  }

  reveal(): void {
    this.revealed.value = true;
  }

  /** Reads the record again: another tab has changed it. */
  async refresh(): Promise<void> {
    const before = this.current.value?.id;
    this.#learned.value = await this.#parts.read();
    this.#now.value = this.#time();
    if (this.current.value?.id !== before) this.revealed.value = false;
  }

  async grade(grade: Grade): Promise<void> {
    const card = this.current.value;
    if (!card || !this.revealed.value) return;
    this.revealed.value = false;
    const record = await this.#recordOf(card.id);
    const before = stateOf(record);
    const at = this.#time().toISOString();
    const review = await reviewCard(
      this.#parts.progress,
      record,
      { at, rating: grade },
      reviewed(before, at, grade),
    );
    await this.#done({ kind: 'review', card: card.id, review, before });
  }

  /** Leaves the card out until it is taken in again. */
  async suspend(card = this.current.value?.id): Promise<void> {
    if (card === undefined) return;
    await suspendCard(this.#parts.progress, await this.#recordOf(card), true);
    await this.#done({ kind: 'suspend', card }, 'The card is suspended.');
  }

  async takeIn(card: string): Promise<void> {
    const record = await this.#recordOf(card);
    if (record.suspended?.value) await suspendCard(this.#parts.progress, record, false);
    if (record.buried?.value) await buryCard(this.#parts.progress, await this.#recordOf(card), null);
    await this.refresh();
  }

  /** Does not show the card again today. */
  async bury(): Promise<void> {
    const card = this.current.value?.id;
    if (card === undefined) return;
    const until = new Date(endOfDay(this.#time()).getTime() + 1).toISOString();
    await buryCard(this.#parts.progress, await this.#recordOf(card), until);
    await this.#done({ kind: 'bury', card }, 'The card comes back tomorrow.');
  }

  /** Takes back what was done last in this sitting. */
  async undo(): Promise<void> {
    const deed = this.#deeds.value.at(-1);
    if (!deed) return;
    this.#deeds.value = this.#deeds.value.slice(0, -1);
    const { progress } = this.#parts;
    const record = await this.#recordOf(deed.card);
    if (deed.kind === 'review') await undoReview(progress, record, deed.review, deed.before);
    else if (deed.kind === 'suspend') await suspendCard(progress, record, false);
    else await buryCard(progress, record, null);
    this.revealed.value = false;
    this.said.value = 'Undone.';
    await this.refresh();
  }

  async #done(deed: Deed, said = ''): Promise<void> {
    this.#deeds.value = [...this.#deeds.value, deed];
    this.revealed.value = false;
    await this.refresh();
    const { due, fresh } = this.left.value;
    this.said.value = `${said} ${due + fresh} left today.`.trim();
  }

  async #recordOf(card: string): Promise<CardRecord> {
    const { progress } = this.#parts;
    await addCard(progress, card);
    const record = await progress.read('card', card);
    return record ?? { id: card, added: this.#time().toISOString(), reviews: {} };
  }

  #stateOf(card: string): CardState | undefined {
    return stateOf(this.record(card));
  }

  #time(): Date {
    return this.#parts.now?.() ?? new Date();
  }
}
