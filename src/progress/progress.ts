import { joinRecords } from './join.ts';
import type { NotKeptReason, ProgressNotice } from './notices.ts';
import { isRecordKind, type Kept, type RecordKind, type RecordOf, readRecord } from './record.ts';
import { clearShelf, leaveOn, readShelf, type Shelf } from './shelf.ts';
import type { GoneReason, OpenOptions, RecordStorage, RecordTransaction, Stored } from './storage.ts';

/** A record that changed elsewhere: in another tab, by an import, or by what an earlier page left. */
export interface ProgressChange {
  readonly kind: RecordKind;
  readonly key: string;
}

/** What tabs tell each other. */
export type ProgressMessage = ProgressChange | { readonly erased: true };

/** What {@link Progress} needs of a `BroadcastChannel`. */
export interface ChangeChannel {
  postMessage(message: ProgressMessage): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  close(): void;
}

export interface ProgressOptions {
  readonly open: (options: OpenOptions) => Promise<RecordStorage>;
  readonly shelf?: Shelf;
  readonly channel?: ChangeChannel;
  /** Milliseconds after which the page goes on without a storage that has not opened; it is used once it has. */
  readonly openLimit?: number;
}

/** A stored value that could not be read. */
export interface SetAside {
  readonly kind: string;
  readonly key: string;
  readonly value: unknown;
  readonly problem: string;
  readonly at: string;
}

/**
 * The learner's record, one per page.
 *
 * - **Reading** validates: what does not fit is set aside, told as a notice, and read as nothing.
 * - **Writing** is always {@link merge}: a delta is brought together with what is stored, in one transaction
 *   (`joinRecords`), so that two tabs, two devices and a repeated attempt lose nothing. `learning.ts` and
 *   `restore-points.ts` make the deltas.
 * - **Neither ever rejects.** What cannot be stored stays in this page's memory, is tried again with the next write, and is laid
 *   on the shelf when the page goes away; a notice says so. Notices that came before the first listener are told to it.
 */
export class Progress {
  /** This page's own name, for ids of events and clocks. */
  readonly page = randomName();
  /** What this page has read and written: what it goes on with when the storage is gone. */
  readonly #seen = new Map<string, Kept>();
  /** What is not stored yet. */
  readonly #pending = new Map<string, Kept>();
  readonly #refused = new Set<string>();
  readonly #options: ProgressOptions;
  readonly #changes = new Set<(change: ProgressChange) => void>();
  readonly #erasures = new Set<(elsewhere: boolean) => void>();
  readonly #notices = new Set<(notice: ProgressNotice) => void>();
  readonly #told: ProgressNotice[] = [];
  readonly #ready: Promise<void>;
  #storage: RecordStorage | undefined;
  #reason: NotKeptReason | undefined;
  #flushing: Promise<void> | undefined;
  #left = false;
  /** How often something was stored. */
  #stores = 0;

  constructor(options: ProgressOptions) {
    this.#options = options;
    this.#ready = this.#open();
    options.channel?.addEventListener('message', ({ data }) => this.#hear(data));
  }

  /** False while something lives in memory only. */
  get kept(): boolean {
    return this.#reason === undefined;
  }

  /** The record, or `undefined` where there is none or it had to be set aside. */
  async read<K extends RecordKind>(kind: K, key: string): Promise<RecordOf<K> | undefined> {
    const value = await this.#look((storage) => storage.get(kind, key));
    if (value.asked) await this.#take({ kind, key, value: value.answer });
    return this.#seen.get(idOf(kind, key))?.record as RecordOf<K> | undefined;
  }

  /** What this page has last read or written of a record, without waiting; it may know less than `read`. */
  seen<K extends RecordKind>(kind: K, key: string): RecordOf<K> | undefined {
    return this.#seen.get(idOf(kind, key))?.record as RecordOf<K> | undefined;
  }

  /** All records of a kind whose keys begin with `prefix`, by key. */
  async list<K extends RecordKind>(kind: K, prefix = ''): Promise<ReadonlyMap<string, RecordOf<K>>> {
    const found = await this.#look((storage) => storage.list(kind, prefix));
    if (found.asked) {
      const keys = new Set(found.answer.map(({ key }) => key));
      for (const kept of this.#seen.values())
        if (kept.kind === kind && kept.key.startsWith(prefix) && !keys.has(kept.key))
          await this.#take({ kind, key: kept.key, value: undefined });
      for (const stored of found.answer) await this.#take(stored);
    }
    const all = [...this.#seen.values()].filter((kept) => kept.kind === kind && kept.key.startsWith(prefix));
    return new Map(
      all.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ key, record }) => [key, record as RecordOf<K>]),
    );
  }

  /**
   * Brings `delta`, a record that need only hold what is new, together with what is kept. It is in this page's memory
   * when the call returns, and stored when the promise resolves, unless a notice says otherwise.
   */
  async merge<K extends RecordKind>(kind: K, key: string, delta: RecordOf<K>): Promise<void> {
    this.#add({ kind, key, record: structuredClone(delta) } as unknown as Kept);
    await this.#flush();
  }

  /** Merges many records at once: all are stored, or none. */
  async mergeAll(all: readonly Kept[]): Promise<void> {
    for (const kept of all) this.#add(kept);
    await this.#flush();
    for (const { kind, key } of all) this.#tell({ kind, key });
  }

  /** Takes a restore point away; nothing else can be taken away singly. */
  async forget(key: string): Promise<void> {
    await this.#flush();
    this.#seen.delete(idOf('restore-point', key));
    this.#pending.delete(idOf('restore-point', key));
    await this.#ask((storage) => storage.transact(async (all) => all.delete('restore-point', key)));
  }

  /**
   * For the moment in which the page goes away and nothing can be waited for: lays down at once what is not stored
   * yet. The next page finds it.
   */
  leave(): void {
    if (!this.#options.shelf || (this.#pending.size === 0 && !this.#left)) return;
    try {
      leaveOn(this.#options.shelf, this.page, [...this.#pending.values()]);
      this.#left = this.#pending.size > 0;
    } catch {
      // Full or blocked: the ordinary write may still be finished.
    }
  }

  /** Everything that is kept, in this page's memory or stored; validated. */
  async everything(): Promise<{ readonly records: readonly Kept[]; readonly setAside: readonly SetAside[] }> {
    await this.#flush();
    const found = await this.#look((storage) => storage.list());
    const setAside: SetAside[] = [];
    for (const stored of found.asked ? found.answer : []) {
      if (stored.kind === 'set-aside') setAside.push(stored.value as SetAside);
      else await this.#take(stored);
    }
    return { records: [...this.#seen.values()], setAside };
  }

  /** Forgets everything, here, in the storage, on the shelf and in all other tabs. False where the storage did not let it. */
  async erase(): Promise<boolean> {
    await this.#ready;
    await this.#flushing;
    this.#forgetAll(false);
    this.#options.channel?.postMessage({ erased: true });
    try {
      if (this.#options.shelf) clearShelf(this.#options.shelf);
      this.#storage ??= await this.#options.open({ onGone: (reason) => this.#gone(reason) });
      await this.#storage.clear();
      this.#settle();
      return true;
    } catch {
      return false;
    }
  }

  /** Calls back when a record changed elsewhere. The result ends it. */
  onChange(listener: (change: ProgressChange) => void): () => void {
    this.#changes.add(listener);
    return () => this.#changes.delete(listener);
  }

  /** Calls back when everything was erased, here or `elsewhere`, in another tab. */
  onErase(listener: (elsewhere: boolean) => void): () => void {
    this.#erasures.add(listener);
    return () => this.#erasures.delete(listener);
  }

  onNotice(listener: (notice: ProgressNotice) => void): () => void {
    this.#notices.add(listener);
    for (const notice of this.#told) listener(notice);
    return () => this.#notices.delete(listener);
  }

  close(): void {
    this.#options.channel?.close();
    void this.#ready.then(() => this.#storage?.close());
  }

  async #open(): Promise<void> {
    const opening = this.#options
      .open({ onGone: (reason) => this.#gone(reason) })
      .then((storage) => {
        this.#storage = storage;
      })
      .catch((error: unknown) => {
        this.#reason = undefined;
        this.#notKept(nameOf(error) === 'VersionError' ? 'newer' : 'blocked', error);
      });
    const late = Promise.withResolvers<void>();
    const timer = setTimeout(() => {
      this.#notKept('late', 'the database did not open in time');
      void opening.then(() => this.#tellAll());
      late.resolve();
    }, this.#options.openLimit ?? 4000);
    await Promise.race([opening, late.promise]);
    clearTimeout(timer);
    this.#takeFromShelf();
  }

  /** What earlier pages left, which is cleared away once it is stored. */
  #takeFromShelf(): void {
    try {
      const left = this.#options.shelf && readShelf(this.#options.shelf);
      if (!left) return;
      for (const kept of left.records) this.#add(kept);
      const stored = (async () => {
        await this.#flush();
        for (const { kind, key, value } of left.unreadable)
          await this.#putAside(kind, key, value, 'was left unreadable');
        if (this.#pending.size === 0 && this.#storage) left.clear();
      })();
      stored.catch(() => undefined);
    } catch {
      // Blocked by the browser's settings.
    }
  }

  /** Takes a delta into this page's memory. */
  #add(kept: Kept): void {
    const id = idOf(kept.kind, kept.key);
    const read = readRecord(kept.kind, kept.key, kept.record);
    this.#remember(this.#seen.get(id), kept);
    if (!read.ok) {
      this.#refused.add(id);
      this.#notKept('refused', `${id}: ${problemOf(read)}`);
      return;
    }
    this.#refused.delete(id);
    for (const one of joined(this.#pending.get(id), kept)) {
      this.#pending.set(idOf(one.kind, one.key), one);
    }
  }

  /** Brings a stored value into this page's memory, or sets it aside. */
  async #take({ kind, key, value }: Stored): Promise<void> {
    if (!isRecordKind(kind)) return;
    const id = idOf(kind, key);
    let base: Kept | undefined;
    if (value !== undefined) {
      const read = readRecord(kind, key, value);
      if (read.ok) base = { kind, key, record: read.record } as Kept;
      else await this.#putAside(kind, key, value, problemOf(read));
    }
    const waiting = this.#refused.has(id) ? this.#seen.get(id) : this.#pending.get(id);
    const known = base ?? waiting;
    if (!known) this.#seen.delete(id);
    else if (this.#remember(base, waiting ?? known)) void this.#flush();
  }

  /**
   * Brings two states together in this page's memory. What is left over has to be stored: what is written on top of the
   * joined state will come after both, and then nobody else keeps it. True where something was left over.
   */
  #remember(before: Kept | undefined, kept: Kept): boolean {
    const [now, ...points] = joined(before, kept);
    for (const one of [now ?? kept, ...points]) this.#seen.set(idOf(one.kind, one.key), one);
    for (const point of points)
      if (readRecord(point.kind, point.key, point.record).ok)
        this.#pending.set(idOf(point.kind, point.key), point);
    return points.length > 0;
  }

  async #putAside(kind: string, key: string, value: unknown, problem: string): Promise<void> {
    await this.#ask((storage) => storage.transact((all) => setAside(all, { kind, key, value, problem })));
    this.#notify({ kind: 'set-aside', record: kind, key, problem });
  }

  /** Stores what is pending; resolves when it is, or when it is clear that it cannot be now. */
  #flush(): Promise<void> {
    this.#flushing ??= this.#flushAll();
    return this.#flushing;
  }

  async #flushAll(): Promise<void> {
    await this.#ready;
    let attempts = 0;
    while (this.#pending.size > 0 && this.#storage && attempts < 3) {
      const batch = [...this.#pending];
      try {
        await this.#store(batch.map(([, kept]) => kept));
        for (const [id, kept] of batch) if (this.#pending.get(id) === kept) this.#pending.delete(id);
        attempts = 0;
      } catch (error) {
        attempts++;
        if (nameOf(error) === 'QuotaExceededError') {
          if (batch.length > 1) await this.#storeSingly(batch);
          if (this.#pending.size > 0) this.#notKept('full', error);
          break;
        }
        if (attempts < 3) await this.#reopen(error);
        else this.#lose('gone', error);
      }
    }
    if (this.#pending.size === 0 && this.#storage) this.#settle();
    // In the same turn as the last look at what is pending: what is added from now on begins a new flush.
    this.#flushing = undefined;
  }

  /** Where there is no space for all of it, there may be for an answer. */
  async #storeSingly(batch: readonly (readonly [string, Kept])[]): Promise<void> {
    for (const [id, kept] of batch) {
      try {
        await this.#store([kept]);
        if (this.#pending.get(id) === kept) this.#pending.delete(id);
      } catch {
        // It stays pending.
      }
    }
  }

  async #store(batch: readonly Kept[]): Promise<void> {
    const storage = this.#storage;
    if (!storage) throw new Error('there is no storage');
    const corrupt: { kind: RecordKind; key: string; problem: string }[] = [];
    const changed = await storage.transact(async (all) => {
      const written: Kept[] = [];
      corrupt.length = 0;
      for (const kept of batch) {
        const { kind, key } = kept;
        const value = await all.get(kind, key);
        const read = value === undefined ? undefined : readRecord(kind, key, value);
        if (read && !read.ok) {
          const problem = problemOf(read);
          await setAside(all, { kind, key, value, problem });
          corrupt.push({ kind, key, problem });
        }
        const base = read?.ok ? ({ kind, key, record: read.record } as Kept) : undefined;
        for (const one of joined(base, kept)) {
          all.put(one.kind, one.key, one.record);
          written.push(one);
        }
      }
      return written;
    });
    this.#stores++;
    for (const { kind, key, problem } of corrupt)
      this.#notify({ kind: 'set-aside', record: kind, key, problem });
    for (const { kind, key, record } of changed) {
      const id = idOf(kind, key);
      this.#remember(this.#seen.get(id), { kind, key, record } as Kept);
      this.#options.channel?.postMessage({ kind, key });
    }
  }

  /** Asks what is stored, again where something was stored meanwhile: the answer may be from before. */
  async #look<T>(question: (storage: RecordStorage) => Promise<T>): Promise<Asked<T>> {
    await this.#ready;
    for (;;) {
      const before = this.#stores;
      const found = await this.#ask(question);
      if (before === this.#stores) return found;
    }
  }

  /** Asks the storage, twice where it has to be opened again. */
  async #ask<T>(question: (storage: RecordStorage) => Promise<T>): Promise<Asked<T>> {
    for (let attempt = 0; attempt < 2 && this.#storage; attempt++) {
      try {
        return { asked: true, answer: await question(this.#storage) };
      } catch (error) {
        if (nameOf(error) === 'QuotaExceededError') break;
        if (attempt === 0) await this.#reopen(error);
        else this.#lose('gone', error);
      }
    }
    return { asked: false };
  }

  /** Browsers close databases of pages that were asleep; one that is still there is opened again without a word. */
  async #reopen(error: unknown): Promise<void> {
    const before = this.#storage;
    if (!before) return;
    try {
      const again = await this.#options.open({ mustExist: true, onGone: (reason) => this.#gone(reason) });
      if (this.#storage === before) {
        before.close();
        this.#storage = again;
      } else again.close();
    } catch (failure) {
      this.#lose(nameOf(failure) === 'VersionError' ? 'newer' : 'gone', error);
    }
  }

  #gone(reason: GoneReason): void {
    if (reason === 'closed') void this.#reopen('the browser closed the database').then(() => this.#flush());
    else this.#lose(reason === 'newer' ? 'newer' : 'gone', `the database is ${reason}`);
  }

  #lose(reason: NotKeptReason, error: unknown): void {
    const before = this.#storage;
    this.#storage = undefined;
    try {
      before?.close();
    } catch {
      // It is closed.
    }
    this.#notKept(reason, error);
  }

  #notKept(reason: NotKeptReason, error: unknown): void {
    if (this.#reason === reason) return;
    this.#reason = reason;
    const detail = error instanceof Error ? error.message : String(error);
    this.#notify({ kind: 'not-kept', reason, detail });
  }

  /** Everything is stored. */
  #settle(): void {
    if (this.#left) this.leave();
    if (this.#reason === undefined || this.#refused.size > 0) return;
    this.#reason = undefined;
    this.#notify({ kind: 'kept-again' });
  }

  #hear(data: unknown): void {
    const message = data as Partial<ProgressChange & { erased: true }> | null;
    if (message?.erased === true) this.#forgetAll(true);
    else if (isRecordKind(message?.kind) && typeof message?.key === 'string')
      this.#tell({ kind: message.kind, key: message.key });
  }

  #forgetAll(elsewhere: boolean): void {
    this.#seen.clear();
    this.#pending.clear();
    this.#refused.clear();
    this.#told.length = 0;
    for (const listener of this.#erasures) listener(elsewhere);
  }

  /** What a storage that opened late holds is news to everybody who asked before. */
  async #tellAll(): Promise<void> {
    const { records } = await this.everything();
    for (const { kind, key } of records) this.#tell({ kind, key });
  }

  #tell(change: ProgressChange): void {
    for (const listener of this.#changes) listener(change);
  }

  #notify(notice: ProgressNotice): void {
    this.#told.push(notice);
    for (const listener of this.#notices) listener(notice);
  }
}

type Asked<T> = { readonly asked: true; readonly answer: T } | { readonly asked: false };

const idOf = (kind: RecordKind, key: string): string => `${kind}/${key}`;

const problemOf = ({ path, problem }: { readonly path: string; readonly problem: string }): string =>
  `\`${path.replace(/^\./, '') || 'the record'}\`: ${problem}`;

const nameOf = (error: unknown): string => (error as { readonly name?: string } | null)?.name ?? '';

const randomName = (): string => Math.random().toString(36).slice(2, 10).padEnd(8, '0');

/** The record after a delta, first, and the restore points that came of it. */
function joined(before: Kept | undefined, delta: Kept): readonly Kept[] {
  if (!before) return [delta];
  const { record, also } = joinRecords<RecordKind>(delta.kind, before.record, delta.record);
  const points = also.map((point): Kept => ({ kind: 'restore-point', key: point.id, record: point }));
  return [{ kind: delta.kind, key: delta.key, record } as Kept, ...points];
}

async function setAside(all: RecordTransaction, what: Omit<SetAside, 'at'>): Promise<void> {
  const at = new Date().toISOString();
  all.put('set-aside', `${what.kind}/${what.key}/${at}`, { ...what, at });
  all.delete(what.kind as RecordKind, what.key);
}
