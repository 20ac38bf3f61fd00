import type { ChangeChannel, ProgressChange } from './change-channel.ts';
import { beginMark, isErasedSince, type KnownMark, nextMark } from './erasure-mark.ts';
import { NoticeBoard } from './notice-board.ts';
import type { ProgressNotice } from './notices.ts';
import { joined, PageMemory, problemOf } from './page-memory.ts';
import { isRecordKind, type Kept, type RecordKind, type RecordOf, readRecord } from './record.ts';
import { type SetAside, setAside } from './set-aside.ts';
import { clearShelf, leaveMark, leaveOn, markOn, readShelf, type Shelf } from './shelf.ts';
import { type RecordStorage, readMark, type Stored } from './storage.ts';
import { type Asked, nameOf, type OpenStorage, StorageKeeper } from './storage-keeper.ts';

export interface ProgressOptions {
  readonly open: OpenStorage;
  readonly shelf?: Shelf;
  readonly channel?: ChangeChannel;
  /** Milliseconds after which the page goes on without a storage that has not opened; it is used once it has. */
  readonly openLimit?: number;
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
 * - **Erasing** goes for all pages: what one of them wrote before it knew of the erasure (`erasure-mark.ts`) is erased too.
 */
export class Progress {
  /** This page's own name, for ids of events and clocks. */
  readonly page = randomName();
  readonly #options: ProgressOptions;
  readonly #memory = new PageMemory();
  readonly #board = new NoticeBoard();
  readonly #keeper: StorageKeeper;
  readonly #changes = new Set<(change: ProgressChange) => void>();
  readonly #erasures = new Set<(elsewhere: boolean) => void>();
  readonly #ready: Promise<void>;
  #mark: KnownMark = beginMark();
  #flushing: Promise<void> | undefined;
  #erasing: Promise<void> | undefined;
  #left = false;
  /** How often something was stored. */
  #stores = 0;

  constructor(options: ProgressOptions) {
    this.#options = options;
    this.#keeper = new StorageKeeper({
      open: options.open,
      onLost: (reason, error) => this.#board.tellNotKept(reason, error),
      onReopened: () => void this.#flush(),
    });
    this.#ready = this.#open();
    options.channel?.addEventListener('message', ({ data }) => this.#hear(data));
  }

  /** False while something lives in memory only. */
  get kept(): boolean {
    return this.#board.kept;
  }

  /** The record, or `undefined` where there is none or it had to be set aside. */
  async read<K extends RecordKind>(kind: K, key: string): Promise<RecordOf<K> | undefined> {
    const value = await this.#look((storage) => storage.get(kind, key));
    if (value.asked) await this.#take({ kind, key, value: value.answer });
    return this.#memory.get(kind, key);
  }

  /** What this page has last read or written of a record, without waiting; it may know less than `read`. */
  seen<K extends RecordKind>(kind: K, key: string): RecordOf<K> | undefined {
    return this.#memory.get(kind, key);
  }

  /** All records of a kind whose keys begin with `prefix`, by key. */
  async list<K extends RecordKind>(kind: K, prefix = ''): Promise<ReadonlyMap<string, RecordOf<K>>> {
    const found = await this.#look((storage) => storage.list(kind, prefix));
    if (found.asked) {
      const keys = new Set(found.answer.map(({ key }) => key));
      for (const { key } of this.#memory.all(kind, prefix))
        if (!keys.has(key)) await this.#take({ kind, key, value: undefined });
      for (const stored of found.answer) await this.#take(stored);
    }
    const all = [...this.#memory.all(kind, prefix)];
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
    this.#memory.forget('restore-point', key);
    await this.#keeper.ask((storage) => storage.transact(async (all) => all.delete('restore-point', key)));
  }

  /**
   * For the moment in which the page goes away and nothing can be waited for: lays down at once what is not stored
   * yet. The next page finds it.
   */
  leave(): void {
    if (!this.#options.shelf || (this.#memory.isStored && !this.#left)) return;
    try {
      leaveOn(this.#options.shelf, this.page, this.#memory.pending, this.#mark);
      this.#left = !this.#memory.isStored;
    } catch {
      // Full or blocked: the ordinary write may still be finished.
    }
  }

  /** Everything that is kept, in this page's memory or stored; validated. */
  async everything(): Promise<{ readonly records: readonly Kept[]; readonly setAside: readonly SetAside[] }> {
    await this.#flush();
    const found = await this.#look((storage) => storage.list());
    const all = found.asked ? found.answer : [];
    const mark = all.find(({ kind }) => kind === 'erasure')?.value;
    if (isErasedSince(this.#mark, mark)) this.#forgetAll(mark, true);
    const setAside: SetAside[] = [];
    for (const stored of all) {
      if (stored.kind === 'set-aside') setAside.push(stored.value as SetAside);
      else await this.#take(stored);
    }
    return { records: this.#memory.all(), setAside };
  }

  /** Forgets everything, here, in the storage, on the shelf and in all other tabs. False where the storage did not let it. */
  async erase(): Promise<boolean> {
    await this.#ready;
    await this.#flushing;
    await this.#erasing;
    const before = this.#mark;
    const mark = nextMark(before);
    this.#forgetAll(mark, false);
    const clearing = this.#clear(mark);
    // What is written from now on comes after it, and waits for it.
    this.#erasing = clearing.catch(() => undefined);
    try {
      await clearing;
      return true;
    } catch {
      this.#mark = before;
      return false;
    } finally {
      this.#erasing = undefined;
      this.#options.channel?.postMessage({ erased: mark });
      void this.#flush();
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
    return this.#board.onNotice(listener);
  }

  close(): void {
    this.#options.channel?.close();
    void this.#ready.then(() => this.#keeper.storage?.close());
  }

  async #open(): Promise<void> {
    const opening = this.#openStorage().catch((error: unknown) =>
      this.#board.tellNotKept(nameOf(error) === 'VersionError' ? 'newer' : 'blocked', error),
    );
    const late = Promise.withResolvers<void>();
    const timer = setTimeout(() => {
      this.#board.tellNotKept('late', 'the database did not open in time');
      void opening.then(() => this.#tellAll());
      late.resolve();
    }, this.#options.openLimit ?? 4000);
    await Promise.race([opening, late.promise]);
    clearTimeout(timer);
    this.#takeFromShelf();
  }

  async #openStorage(): Promise<void> {
    await this.#keeper.open(async (storage) => {
      const stored = await readMark(storage);
      // What was written here before this look is older than an erasure that came since the page began.
      if (isErasedSince(this.#mark, stored) && !this.#memory.isStored) this.#forgetAll(stored, true);
      else this.#mark = stored ?? null;
    });
  }

  async #clear(mark: string): Promise<void> {
    if (this.#options.shelf) clearShelf(this.#options.shelf);
    const storage = this.#keeper.storage ?? (await this.#keeper.open());
    await storage.clear(mark).catch(async (error: unknown) => {
      await this.#keeper.reopen(error);
      if (!this.#keeper.storage) throw error;
      await this.#keeper.storage.clear(mark);
    });
    if (this.#options.shelf) leaveMark(this.#options.shelf, mark);
    this.#settle();
  }

  /** What earlier pages left, which is cleared away once it is stored. */
  #takeFromShelf(): void {
    try {
      const { shelf } = this.#options;
      if (!shelf) return;
      // Where the storage could not be looked into, only the shelf knows of an erasure; what nobody erased may not be lost.
      const known = this.#keeper.storage ? this.#mark : markOn(shelf);
      const left = readShelf(shelf, known);
      for (const kept of left.records) this.#add(kept);
      const stored = (async () => {
        await this.#flush();
        for (const { kind, key, value } of left.unreadable)
          await this.#putAside(kind, key, value, 'was left unreadable');
        if (this.#memory.isStored && this.#keeper.storage) left.clear();
      })();
      stored.catch(() => undefined);
    } catch {
      // Blocked by the browser's settings.
    }
  }

  /** Takes a delta into this page's memory. */
  #add(kept: Kept): void {
    const problem = this.#memory.add(kept);
    if (problem !== undefined) this.#board.tellNotKept('refused', problem);
  }

  /** Brings a stored value into this page's memory, or sets it aside. */
  async #take({ kind, key, value }: Stored): Promise<void> {
    if (!isRecordKind(kind)) return;
    const { erasures } = this.#memory;
    let stored: Kept | undefined;
    if (value !== undefined) {
      const read = readRecord(kind, key, value);
      if (read.ok) stored = { kind, key, record: read.record } as Kept;
      else await this.#putAside(kind, key, value, problemOf(read));
    }
    if (erasures === this.#memory.erasures && this.#memory.take(kind, key, stored)) void this.#flush();
  }

  async #putAside(kind: string, key: string, value: unknown, problem: string): Promise<void> {
    await this.#keeper.ask((storage) =>
      storage.transact((all) => setAside(all, { kind, key, value, problem })),
    );
    this.#board.tell({ kind: 'set-aside', record: kind, key, problem });
  }

  /** Stores what is pending; resolves when it is, or when it is clear that it cannot be now. */
  #flush(): Promise<void> {
    this.#flushing ??= this.#flushAll();
    return this.#flushing;
  }

  async #flushAll(): Promise<void> {
    await this.#ready;
    let attempts = 0;
    while (!this.#memory.isStored && this.#keeper.storage && attempts < 3) {
      if (this.#erasing) {
        await this.#erasing;
        continue;
      }
      const batch = this.#memory.pending;
      try {
        await this.#store(batch);
        attempts = 0;
      } catch (error) {
        attempts++;
        if (nameOf(error) === 'QuotaExceededError') {
          if (batch.length > 1) await this.#storeSingly(batch);
          if (!this.#memory.isStored) this.#board.tellNotKept('full', error);
          break;
        }
        if (attempts < 3) await this.#keeper.reopen(error);
        else this.#keeper.lose('gone', error);
      }
    }
    this.#settle();
    // In the same turn as the last look at what is pending: what is added from now on begins a new flush.
    this.#flushing = undefined;
  }

  /** Where there is no space for all of it, there may be for an answer. */
  async #storeSingly(batch: readonly Kept[]): Promise<void> {
    for (const kept of batch) await this.#store([kept]).catch(() => undefined);
  }

  /** Stores a batch, all or nothing; where everything was erased elsewhere meanwhile, it is erased too. */
  async #store(batch: readonly Kept[]): Promise<void> {
    const { storage } = this.#keeper;
    if (!storage) throw new Error('there is no storage');
    const known = this.#mark;
    const { erasures } = this.#memory;
    const corrupt: { kind: RecordKind; key: string; problem: string }[] = [];
    const written: Kept[] = [];
    const mark = await storage.transact(async (all) => {
      corrupt.length = written.length = 0;
      const mark = await readMark(all);
      if (isErasedSince(known, mark)) return mark;
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
      return mark;
    });
    if (erasures !== this.#memory.erasures) return;
    if (isErasedSince(known, mark)) {
      this.#forgetAll(mark, true);
      return;
    }
    this.#mark = mark ?? null;
    this.#stores++;
    this.#memory.settle(batch);
    for (const { kind, key, problem } of corrupt)
      this.#board.tell({ kind: 'set-aside', record: kind, key, problem });
    for (const kept of written) {
      this.#memory.remember(kept);
      this.#options.channel?.postMessage({ kind: kept.kind, key: kept.key });
    }
  }

  /** Asks what is stored, again where something was stored or erased meanwhile: the answer may be from before. */
  async #look<T>(question: (storage: RecordStorage) => Promise<T>): Promise<Asked<T>> {
    await this.#ready;
    for (;;) {
      await this.#erasing;
      const [stores, erasures] = [this.#stores, this.#memory.erasures];
      const found = await this.#keeper.ask(question);
      if (stores === this.#stores && erasures === this.#memory.erasures) return found;
    }
  }

  /** Says so where everything is stored. */
  #settle(): void {
    if (!this.#memory.isStored || !this.#keeper.storage) return;
    if (this.#left) this.leave();
    if (!this.#memory.hasRefused) this.#board.tellKeptAgain();
  }

  #hear(data: unknown): void {
    const message = data as { readonly [_ in 'erased' | 'kind' | 'key']?: unknown } | null;
    if (typeof message?.erased === 'string') {
      // A page that was opened since, or came upon the mark, knows it: what it holds was written afterwards.
      if (!this.#mark || this.#mark < message.erased) this.#forgetAll(message.erased, true);
    } else if (isRecordKind(message?.kind) && typeof message?.key === 'string')
      this.#tell({ kind: message.kind, key: message.key });
  }

  #forgetAll(mark: string, elsewhere: boolean): void {
    this.#mark = mark;
    this.#memory.forgetAll();
    this.#board.wipe();
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
}

const randomName = (): string => Math.random().toString(36).slice(2, 10).padEnd(8, '0');
