import { computed, signal } from '@preact/signals';
import type { HttpRequest, HttpResponse } from '../http/message.ts';
import type { Explanation } from './messages.ts';

/** What came of a request so far. */
export type Outcome =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'answered'; readonly response: HttpResponse }
  | { readonly kind: 'failed'; readonly failure: Explanation; readonly calledOff: boolean };

/** A request that was sent, and what came of it. Times are `Date.now()`. */
export type Exchange = Outcome & {
  readonly id: number;
  readonly request: HttpRequest;
  readonly since: number;
  /** When the answer was complete, or the request had failed. */
  readonly until: number | undefined;
  /** Requests of the same number were sent together. */
  readonly batch: number;
};

const most = 300;

/** The requests that were sent to one server, oldest first, and the one that is looked at. */
export class ExchangeBook {
  readonly all = signal<readonly Exchange[]>([]);
  readonly #picked = signal<number | undefined>(undefined);
  #nextId = 1;
  #dropped = 0;
  #nextBatch = 1;

  /** The exchange that was picked, or the latest one. */
  readonly shown = computed(
    () => this.all.value.find(({ id }) => id === this.#picked.value) ?? this.all.value.at(-1),
  );

  /** How many were sent since the start; `all` has the last of them. */
  get count(): number {
    return this.all.value.length + this.#dropped;
  }

  /** Opens a batch; its number goes with each of its exchanges. */
  batch(): number {
    return this.#nextBatch++;
  }

  begin(request: HttpRequest, batch: number): number {
    const id = this.#nextId++;
    const since = Date.now();
    const exchange: Exchange = { kind: 'waiting', id, request, since, until: undefined, batch };
    const all = [...this.all.value, exchange];
    this.#dropped += Math.max(0, all.length - most);
    this.all.value = all.slice(-most);
    this.#picked.value = undefined;
    return id;
  }

  /** What came of it; only the first outcome counts. */
  settle(id: number, outcome: Outcome): void {
    this.all.value = this.all.value.map((exchange) => {
      if (exchange.id !== id || exchange.kind !== 'waiting') return exchange;
      const { request, since, batch } = exchange;
      return { ...outcome, id, request, since, until: Date.now(), batch };
    });
  }

  pick(id: number | undefined): void {
    this.#picked.value = id;
  }

  clear(): void {
    this.#dropped = 0;
    this.all.value = this.all.value.filter(({ kind }) => kind === 'waiting');
    this.#picked.value = undefined;
  }
}
