import { endOf, openDatabase, resultOf } from './indexed-db.ts';
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
  const database = await openDatabase(name, recordVersion, {
    async upgrade(transaction, oldVersion) {
      try {
        if (oldVersion === 0 && mustExist) throw new Error('there is no database any more');
        await upgrade(transaction, oldVersion);
      } catch {
        // All or nothing: opening rejects, and what an older version stored stays as it is.
        abort(transaction);
      }
    },
    blocking(open, wanted) {
      gone(wanted === null ? 'deleted' : 'newer');
      open.close();
    },
    terminated: () => gone('closed'),
  });
  return {
    get: async (kind, key) => resultOf(database.transaction(store).objectStore(store).get([kind, key])),
    async list(kind, prefix = '') {
      const range = kind === undefined ? null : IDBKeyRange.bound([kind, prefix], [kind, `${prefix}\uffff`]);
      const records = database.transaction(store).objectStore(store);
      const [keys, values] = await Promise.all([
        resultOf(records.getAllKeys(range)),
        resultOf(records.getAll(range)),
      ]);
      return keys.map((place, i): Stored => {
        const [kind, key] = place as [string, string];
        return { kind, key, value: values[i] };
      });
    },
    async transact(work) {
      const transaction = database.transaction(store, 'readwrite');
      const records = transaction.objectStore(store);
      // A failure shows twice: at the request, and at the transaction, which knows why.
      const done = endOf(transaction);
      done.catch(() => undefined);
      try {
        const result = await work({
          get: (kind, key) => resultOf(records.get([kind, key])),
          put: (kind, key, value) => void records.put(value, [kind, key]),
          delete: (kind, key) => void records.delete([kind, key]),
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
      const records = transaction.objectStore(store);
      const done = endOf(transaction);
      done.catch(() => undefined);
      const { kind, key, value } = erasureOf(mark);
      try {
        records.clear();
        records.put(value, [kind, key]);
        await done;
      } catch (error) {
        abort(transaction);
        const cause = transaction.error ?? error;
        // Where there is no space for the mark either, everything goes without one.
        if ((cause as Error).name !== 'QuotaExceededError') throw cause;
        const all = database.transaction(store, 'readwrite');
        all.objectStore(store).clear();
        await endOf(all);
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
async function upgrade(transaction: IDBTransaction, from: number): Promise<void> {
  const { db } = transaction;
  const old: Stored[] = [];
  for (const name of [...db.objectStoreNames]) {
    const [keys, values] = await Promise.all([
      resultOf(transaction.objectStore(name).getAllKeys()),
      resultOf(transaction.objectStore(name).getAll()),
    ]);
    keys.forEach((place, i) => {
      const [kind, key] = Array.isArray(place) ? place.map(String) : [name, String(place)];
      old.push({ kind: kind ?? '', key: key ?? '', value: values[i] });
    });
    db.deleteObjectStore(name);
  }
  const records = db.createObjectStore(store);
  if (from === 0) return;
  for (const { kind, key, value } of migrate(old, from)) await resultOf(records.put(value, [kind, key]));
}
