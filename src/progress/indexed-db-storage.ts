import { type IDBPTransaction, openDB } from 'idb';
import { migrate } from './migrations.ts';
import { recordVersion } from './record.ts';
import { erasureOf, type OpenOptions, type RecordStorage, type Stored } from './storage.ts';

const store = 'records';

/**
 * Opens the browser's database and brings it to this version. Its version is the record's, so a page of an older
 * version cannot open it any more, and one that has it open is told to let go.
 *
 * Rejects where it is blocked (private windows, policies), broken, or newer than this page (`VersionError`); stays open
 * as long as another page does not let go.
 */
export async function openIndexedDbStorage(
  { mustExist = false, onGone }: OpenOptions,
  name = 'safety-net',
): Promise<RecordStorage> {
  let closing = false;
  const gone = (reason: Parameters<typeof onGone>[0]): void => {
    if (closing) return;
    closing = true;
    onGone(reason);
  };
  const database = await openDB(name, recordVersion, {
    async upgrade(_database, oldVersion, _newVersion, transaction) {
      transaction.done.catch(() => undefined);
      try {
        if (oldVersion === 0 && mustExist) throw new Error('there is no database any more');
        await upgrade(transaction as never, oldVersion);
      } catch {
        // All or nothing: opening rejects, and what an older version stored stays as it is.
        abort(transaction);
      }
    },
    blocking(_current, newVersion, event) {
      gone(newVersion === null ? 'deleted' : 'newer');
      (event.target as IDBDatabase).close();
    },
    terminated: () => gone('closed'),
  });
  return {
    get: async (kind, key) => database.get(store, [kind, key]),
    async list(kind, prefix = '') {
      const range = kind === undefined ? null : IDBKeyRange.bound([kind, prefix], [kind, `${prefix}\uffff`]);
      const transaction = database.transaction(store);
      const [keys, values] = await Promise.all([
        transaction.store.getAllKeys(range),
        transaction.store.getAll(range),
      ]);
      return keys.map((place, i): Stored => {
        const [kind, key] = place as [string, string];
        return { kind, key, value: values[i] };
      });
    },
    async transact(work) {
      const transaction = database.transaction(store, 'readwrite');
      // A failure shows twice: at the request, and at the transaction, which knows why.
      const done = transaction.done;
      done.catch(() => undefined);
      try {
        const result = await work({
          get: (kind, key) => transaction.store.get([kind, key]),
          put: (kind, key, value) => void transaction.store.put(value, [kind, key]).catch(() => undefined),
          delete: (kind, key) => void transaction.store.delete([kind, key]).catch(() => undefined),
        });
        await done;
        return result;
      } catch (error) {
        abort(transaction);
        throw transaction.error ?? error;
      }
    },
    async clear(mark) {
      const transaction = database.transaction(store, 'readwrite');
      const done = transaction.done;
      done.catch(() => undefined);
      const { kind, key, value } = erasureOf(mark);
      try {
        transaction.store.clear().catch(() => undefined);
        transaction.store.put(value, [kind, key]).catch(() => undefined);
        await done;
      } catch (error) {
        abort(transaction);
        const cause = transaction.error ?? error;
        // Where there is no space for the mark either, everything goes without one.
        if ((cause as Error).name !== 'QuotaExceededError') throw cause;
        await database.clear(store);
      }
    },
    close() {
      closing = true;
      database.close();
    },
  };
}

function abort(transaction: { abort(): void }): void {
  try {
    transaction.abort();
  } catch {
    // It has ended already.
  }
}

/** Version 1 had a store for each kind; from version 2 on there is one, with the kind in the key. */
async function upgrade(
  transaction: IDBPTransaction<unknown, string[], 'versionchange'>,
  from: number,
): Promise<void> {
  const { db } = transaction;
  const old: Stored[] = [];
  for (const name of [...db.objectStoreNames]) {
    const [keys, values] = await Promise.all([
      transaction.objectStore(name).getAllKeys(),
      transaction.objectStore(name).getAll(),
    ]);
    keys.forEach((place, i) => {
      const [kind, key] = Array.isArray(place) ? place.map(String) : [name, String(place)];
      old.push({ kind: kind ?? '', key: key ?? '', value: values[i] });
    });
    db.deleteObjectStore(name);
  }
  const records = db.createObjectStore(store);
  if (from === 0) return;
  for (const { kind, key, value } of migrate(old, from)) await records.put(value, [kind, key]);
}
