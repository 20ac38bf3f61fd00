import { openDB } from 'idb';
import { type RecordStorage, storeNames } from './storage.ts';

const openLimit = 4000;

/**
 * Opens the browser's database; rejects where it is blocked (private windows, policies), broken, or does not open in
 * four seconds (some browsers leave the request unanswered).
 */
export async function openIndexedDbStorage(name = 'safety-net'): Promise<RecordStorage> {
  const opening = openDB(name, 1, {
    upgrade(db) {
      for (const store of storeNames) db.createObjectStore(store);
    },
    // A newer version of the site wants to change the database in another tab.
    blocking(_current, _blocked, event) {
      (event.target as IDBDatabase).close();
    },
  });
  const late = new Promise<never>((_resolve, reject) => {
    setTimeout(() => reject(new Error('the database did not open in time')), openLimit);
  });
  const database = await Promise.race([opening, late]);
  return {
    get: (store, key) => database.get(store, key),
    async put(store, key, value) {
      await database.put(store, value, key);
    },
    async add(store, key, value) {
      const transaction = database.transaction(store, 'readwrite');
      const there: unknown = await transaction.store.get(key);
      if (there === undefined) await transaction.store.put(value, key);
      await transaction.done;
      return there ?? value;
    },
    async delete(store, key) {
      await database.delete(store, key);
    },
    close: () => database.close(),
  };
}
