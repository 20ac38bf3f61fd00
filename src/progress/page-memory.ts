import { joinRecords } from './join.ts';
import { type Kept, type RecordKind, type RecordOf, readRecord } from './record.ts';

/** A record's name in this page. */
export const idOf = ({ kind, key }: { readonly kind: RecordKind; readonly key: string }): string =>
  `${kind}/${key}`;

/** The record after a delta, first, and the restore points that came of it. */
export function joined(before: Kept | undefined, delta: Kept): readonly [Kept, ...Kept[]] {
  if (!before) return [delta];
  const { record, also } = joinRecords<RecordKind>(delta.kind, before.record, delta.record);
  const points = also.map((point): Kept => ({ kind: 'restore-point', key: point.id, record: point }));
  return [{ kind: delta.kind, key: delta.key, record } as Kept, ...points];
}

/** What was found wrong with a record, in a line. */
export const problemOf = ({ path, problem }: { readonly path: string; readonly problem: string }): string =>
  `\`${path.replace(/^\./, '') || 'the record'}\`: ${problem}`;

/** What one page has read and written, and what of it waits to be stored. It is what the page goes on with when there is no storage. */
export class PageMemory {
  readonly #seen = new Map<string, Kept>();
  readonly #pending = new Map<string, Kept>();
  /** What is larger than a record may be: it stays in this page. */
  readonly #refused = new Set<string>();
  #erasures = 0;

  /** How often everything was forgotten. What was asked for before that must not be taken in after it. */
  get erasures(): number {
    return this.#erasures;
  }

  /** What is not stored yet. */
  get pending(): readonly Kept[] {
    return [...this.#pending.values()];
  }

  get isStored(): boolean {
    return this.#pending.size === 0;
  }

  get hasRefused(): boolean {
    return this.#refused.size > 0;
  }

  get<K extends RecordKind>(kind: K, key: string): RecordOf<K> | undefined {
    return this.#seen.get(idOf({ kind, key }))?.record as RecordOf<K> | undefined;
  }

  /** Everything, or the records of a kind whose keys begin with `prefix`. */
  all(kind?: RecordKind, prefix = ''): readonly Kept[] {
    const all = [...this.#seen.values()];
    return kind === undefined ? all : all.filter((kept) => kept.kind === kind && kept.key.startsWith(prefix));
  }

  /** Takes in a delta that is to be stored; says what is wrong with one that cannot be. */
  add(kept: Kept): string | undefined {
    const id = idOf(kept);
    const read = readRecord(kept.kind, kept.key, kept.record);
    this.remember(kept);
    if (!read.ok) {
      this.#refused.add(id);
      return `${id}: ${problemOf(read)}`;
    }
    this.#refused.delete(id);
    for (const one of joined(this.#pending.get(id), kept)) this.#pending.set(idOf(one), one);
    return undefined;
  }

  /** Takes in what is stored under a name, which may be nothing. True where something has to be stored because of it. */
  take(kind: RecordKind, key: string, stored: Kept | undefined): boolean {
    const id = idOf({ kind, key });
    const waiting = this.#refused.has(id) ? this.#seen.get(id) : this.#pending.get(id);
    if (!stored && !waiting) {
      this.#seen.delete(id);
      return false;
    }
    return this.#bringTogether(stored, (waiting ?? stored) as Kept);
  }

  /** Takes in a state of a record, next to what is known of it. */
  remember(kept: Kept): void {
    this.#bringTogether(this.#seen.get(idOf(kept)), kept);
  }

  /** These are stored as they are here, unless they have changed since. */
  settle(stored: readonly Kept[]): void {
    for (const kept of stored) if (this.#pending.get(idOf(kept)) === kept) this.#pending.delete(idOf(kept));
  }

  forget(kind: RecordKind, key: string): void {
    this.#seen.delete(idOf({ kind, key }));
    this.#pending.delete(idOf({ kind, key }));
  }

  forgetAll(): void {
    this.#erasures++;
    this.#seen.clear();
    this.#pending.clear();
    this.#refused.clear();
  }

  /**
   * Brings two states together. What is left over has to be stored: what is written on top of the joined state will come
   * after both, and then nobody else keeps it. True where something was left over.
   */
  #bringTogether(before: Kept | undefined, kept: Kept): boolean {
    const [now, ...points] = joined(before, kept);
    for (const one of [now, ...points]) this.#seen.set(idOf(one), one);
    for (const point of points)
      if (readRecord(point.kind, point.key, point.record).ok) this.#pending.set(idOf(point), point);
    return points.length > 0;
  }
}
