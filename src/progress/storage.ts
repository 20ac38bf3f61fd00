import type { RecordKind } from './record.ts';

/** `set-aside` holds what could not be read, `erasure` the mark of the last one. */
export type StoredKind = RecordKind | 'set-aside' | 'erasure';

const markKey = 'last';

/** What lies in a storage, not validated. */
export interface Stored {
  readonly kind: string;
  readonly key: string;
  readonly value: unknown;
}

/** One piece of work on a storage: all of it happens, or nothing. */
export interface RecordTransaction {
  get(kind: StoredKind, key: string): Promise<unknown>;
  put(kind: StoredKind, key: string, value: unknown): void;
  delete(kind: StoredKind, key: string): void;
}

/**
 * Where records lie. Any method may reject; a failure for want of space rejects with a `QuotaExceededError`.
 */
export interface RecordStorage {
  get(kind: StoredKind, key: string): Promise<unknown>;
  /** Those of a kind whose keys begin with `prefix`, or everything. */
  list(kind?: StoredKind, prefix?: string): Promise<readonly Stored[]>;
  /** Runs `work`, which may wait for nothing but the transaction; no other transaction sees half of it. */
  transact<T>(work: (transaction: RecordTransaction) => Promise<T>): Promise<T>;
  /** Takes everything away, and leaves the erasure's mark. */
  clear(mark: string): Promise<void>;
  close(): void;
}

/**
 * Why a storage went away while it was open: a newer version of the site wants to change it, somebody deleted it, or
 * the browser closed it.
 */
export type GoneReason = 'newer' | 'deleted' | 'closed';

export interface OpenOptions {
  /** Rejects where there is no database yet, instead of making one. */
  readonly mustExist?: boolean;
  readonly onGone: (reason: GoneReason) => void;
}

/** The mark of the last erasure, where there was one. */
export async function readMark(
  storage: Pick<RecordStorage, 'get'> | RecordTransaction,
): Promise<string | undefined> {
  const mark = await storage.get('erasure', markKey);
  return typeof mark === 'string' ? mark : undefined;
}

/** What an erasure leaves. */
export const erasureOf = (mark: string): Stored & { readonly kind: 'erasure' } => ({
  kind: 'erasure',
  key: markKey,
  value: mark,
});

/** A storage that lives as long as the page. */
export function createMemoryStorage(): RecordStorage {
  const all = new Map<string, Stored>();
  const idOf = (kind: string, key: string): string => `${kind}/${key}`;
  let turn: Promise<unknown> = Promise.resolve();
  return {
    async get(kind, key) {
      return structuredClone(all.get(idOf(kind, key))?.value);
    },
    async list(kind, prefix = '') {
      const found = [...all.values()].filter(
        (stored) => kind === undefined || (stored.kind === kind && stored.key.startsWith(prefix)),
      );
      return structuredClone(found);
    },
    transact(work) {
      const done = turn.then(async () => {
        const staged = new Map<string, Stored | undefined>();
        const result = await work({
          async get(kind, key) {
            const id = idOf(kind, key);
            return structuredClone((staged.has(id) ? staged.get(id) : all.get(id))?.value);
          },
          put: (kind, key, value) =>
            void staged.set(idOf(kind, key), { kind, key, value: structuredClone(value) }),
          delete: (kind, key) => void staged.set(idOf(kind, key), undefined),
        });
        for (const [id, stored] of staged) stored ? all.set(id, stored) : all.delete(id);
        return result;
      });
      turn = done.catch(() => undefined);
      return done;
    },
    async clear(mark) {
      await turn;
      all.clear();
      const stored = erasureOf(mark);
      all.set(idOf(stored.kind, stored.key), stored);
    },
    close() {},
  };
}
