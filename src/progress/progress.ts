import { type RecordKind, type RecordOf, readRecord } from './record.ts';
import { createMemoryStorage, type RecordStorage } from './storage.ts';

/** A record that another tab changed. */
export interface ProgressChange {
  readonly kind: RecordKind;
  readonly key: string;
}

/**
 * Something the learner should know about their record.
 *
 * - `not-kept`: the browser's storage cannot be used; the record lives until the page is closed.
 * - `set-aside`: a stored record could not be read; it was moved away, and the others live on.
 */
export type ProgressNotice =
  | { readonly kind: 'not-kept'; readonly reason: string }
  | {
      readonly kind: 'set-aside';
      readonly record: RecordKind;
      readonly key: string;
      readonly problem: string;
    };

/** What {@link Progress} needs of a `BroadcastChannel`. */
export interface ChangeChannel {
  postMessage(message: ProgressChange): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  close(): void;
}

/** A storage that answers at once, as `localStorage` does: for the moment in which the page goes away. */
export type Shelf = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

export interface ProgressOptions {
  readonly open: () => Promise<RecordStorage>;
  readonly shelf?: Shelf;
  readonly channel?: ChangeChannel;
}

/**
 * The learner's record. Reading validates; writing never rejects: where the storage fails, the record goes on in
 * memory and a notice says so. Notices that came before the first listener are told to it.
 */
export class Progress {
  readonly #memory = createMemoryStorage();
  readonly #channel: ChangeChannel | undefined;
  readonly #shelf: Shelf | undefined;
  readonly #changes = new Set<(change: ProgressChange) => void>();
  readonly #notices = new Set<(notice: ProgressNotice) => void>();
  readonly #told: ProgressNotice[] = [];
  #storage: Promise<RecordStorage>;
  #kept = true;

  constructor({ open, channel, shelf }: ProgressOptions) {
    this.#shelf = shelf;
    this.#storage = open().catch((error: unknown) => this.#fallBack(error));
    this.#channel = channel;
    channel?.addEventListener('message', ({ data }) => {
      const change = data as ProgressChange;
      for (const listener of this.#changes) listener(change);
    });
  }

  /** False once the record lives in memory only. */
  get kept(): boolean {
    return this.#kept;
  }

  /** The record, or `undefined` where there is none or it had to be set aside. */
  async read<K extends RecordKind>(kind: K, key: string): Promise<RecordOf<K> | undefined> {
    const value = this.#takeFromShelf(kind, key, await this.#try((storage) => storage.get(kind, key)));
    if (value === undefined) return undefined;
    const read = readRecord(kind, value);
    if (read.ok) {
      await this.#memory.put(kind, key, read.record);
      return read.record;
    }
    const aside = { kind, key, value, problem: read.problem, at: new Date().toISOString() };
    await this.#try((storage) => storage.put('set-aside', `${kind}/${key}/${aside.at}`, aside));
    await this.#try((storage) => storage.delete(kind, key));
    this.#notify({ kind: 'set-aside', record: kind, key, problem: read.problem });
    return undefined;
  }

  async write<K extends RecordKind>(kind: K, key: string, record: RecordOf<K>): Promise<void> {
    await this.#memory.put(kind, key, record);
    await this.#try((storage) => storage.put(kind, key, record));
    this.#channel?.postMessage({ kind, key });
  }

  /** Lays a record down at once, without waiting; the next `read` finds it, unless a later one was written. */
  leave<K extends 'files'>(kind: K, key: string, record: RecordOf<K>): void {
    try {
      this.#shelf?.setItem(shelfKey(kind, key), JSON.stringify(record));
    } catch {
      // Full or blocked: the ordinary write that goes with it may still be finished.
    }
  }

  /** Writes a record that is written only once; resolves to the one that stands. */
  async writeOnce<K extends RecordKind>(kind: K, key: string, record: RecordOf<K>): Promise<RecordOf<K>> {
    if ((await this.read(kind, key)) === undefined) await this.#memory.put(kind, key, record);
    const stands = await this.#try((storage) => storage.add(kind, key, record));
    this.#channel?.postMessage({ kind, key });
    const read = readRecord(kind, stands);
    return read.ok ? read.record : record;
  }

  async remove(kind: RecordKind, key: string): Promise<void> {
    await this.#memory.delete(kind, key);
    await this.#try((storage) => storage.delete(kind, key));
    this.#channel?.postMessage({ kind, key });
  }

  /** Calls back when another tab changed a record. The result ends it. */
  onChange(listener: (change: ProgressChange) => void): () => void {
    this.#changes.add(listener);
    return () => this.#changes.delete(listener);
  }

  onNotice(listener: (notice: ProgressNotice) => void): () => void {
    this.#notices.add(listener);
    for (const notice of this.#told) listener(notice);
    return () => this.#notices.delete(listener);
  }

  close(): void {
    this.#channel?.close();
    void this.#storage.then((storage) => storage.close());
  }

  /** The record that a page laid down when it went away, where it is later than the stored one. */
  #takeFromShelf(kind: RecordKind, key: string, stored: unknown): unknown {
    if (kind !== 'files') return stored;
    try {
      const text = this.#shelf?.getItem(shelfKey(kind, key)) ?? null;
      if (text === null) return stored;
      this.#shelf?.removeItem(shelfKey(kind, key));
      const left = readRecord(kind, JSON.parse(text));
      if (!left.ok) return stored;
      const there = readRecord(kind, stored);
      if (there.ok && there.record.savedAt > left.record.savedAt) return stored;
      void this.write(kind, key, left.record);
      return left.record;
    } catch {
      return stored;
    }
  }

  async #try<T>(use: (storage: RecordStorage) => Promise<T>): Promise<T> {
    const storage = await this.#storage;
    try {
      return await use(storage);
    } catch (error) {
      if (storage === this.#memory) throw error;
      return use(this.#fallBack(error));
    }
  }

  #fallBack(error: unknown): RecordStorage {
    this.#storage = Promise.resolve(this.#memory);
    if (this.#kept) {
      this.#kept = false;
      this.#notify({ kind: 'not-kept', reason: error instanceof Error ? error.message : String(error) });
    }
    return this.#memory;
  }

  #notify(notice: ProgressNotice): void {
    this.#told.push(notice);
    for (const listener of this.#notices) listener(notice);
  }
}

const shelfKey = (kind: RecordKind, key: string): string => `safety-net/${kind}/${key}`;
