import type { NotKeptReason } from './notices.ts';
import type { GoneReason, OpenOptions, RecordStorage } from './storage.ts';

export type OpenStorage = (options: OpenOptions) => Promise<RecordStorage>;

/** An answer of the storage, or the news that there is none to ask. */
export type Asked<T> = { readonly asked: true; readonly answer: T } | { readonly asked: false };

export interface StorageKeeperOptions {
  readonly open: OpenStorage;
  /** The storage is gone for good. */
  readonly onLost: (reason: NotKeptReason, error: unknown) => void;
  /** The browser had closed it, and it is open again. */
  readonly onReopened: () => void;
}

/** Keeps a page's storage open. Browsers close databases of pages that were asleep; one that is still there is opened again without a word. */
export class StorageKeeper {
  readonly #options: StorageKeeperOptions;
  #storage: RecordStorage | undefined;

  constructor(options: StorageKeeperOptions) {
    this.#options = options;
  }

  /** The storage, where there is one. */
  get storage(): RecordStorage | undefined {
    return this.#storage;
  }

  /** Opens it; `first` is asked of it before anybody else asks. Rejects where it is blocked, broken or newer. */
  async open(first?: (storage: RecordStorage) => Promise<void>): Promise<RecordStorage> {
    const storage = await this.#options.open({ onGone: (reason) => this.#gone(reason) });
    await first?.(storage);
    this.#storage = storage;
    return storage;
  }

  /** Asks the storage, twice where it has to be opened again. */
  async ask<T>(question: (storage: RecordStorage) => Promise<T>): Promise<Asked<T>> {
    for (let attempt = 0; attempt < 2 && this.#storage; attempt++) {
      try {
        return { asked: true, answer: await question(this.#storage) };
      } catch (error) {
        if (nameOf(error) === 'QuotaExceededError') break;
        if (attempt === 0) await this.reopen(error);
        else this.lose('gone', error);
      }
    }
    return { asked: false };
  }

  async reopen(error: unknown): Promise<void> {
    const before = this.#storage;
    if (!before) return;
    try {
      const again = await this.#options.open({ mustExist: true, onGone: (reason) => this.#gone(reason) });
      if (this.#storage === before) {
        before.close();
        this.#storage = again;
      } else again.close();
    } catch (failure) {
      this.lose(nameOf(failure) === 'VersionError' ? 'newer' : 'gone', error);
    }
  }

  lose(reason: NotKeptReason, error: unknown): void {
    const before = this.#storage;
    this.#storage = undefined;
    try {
      before?.close();
    } catch {
      // It is closed.
    }
    this.#options.onLost(reason, error);
  }

  #gone(reason: GoneReason): void {
    if (reason === 'closed')
      void this.reopen('the browser closed the database').then(this.#options.onReopened);
    else this.lose(reason === 'newer' ? 'newer' : 'gone', `the database is ${reason}`);
  }
}

export const nameOf = (error: unknown): string => (error as { readonly name?: string } | null)?.name ?? '';
