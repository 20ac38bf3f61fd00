/** IndexedDB's requests and transactions as promises. A transaction ends by itself where one waits for anything else. */

export interface OpenDatabase {
  /** Brings the database to its version, and waits for nothing but the transaction. */
  upgrade(transaction: IDBTransaction, from: number): Promise<void>;
  /** Another page wants a newer version, or (`null`) to delete it. */
  blocking(database: IDBDatabase, wanted: number | null): void;
  /** The browser has closed it. */
  terminated(): void;
}

export function openDatabase(
  name: string,
  version: number,
  { upgrade, blocking, terminated }: OpenDatabase,
): Promise<IDBDatabase> {
  const request = indexedDB.open(name, version);
  request.onupgradeneeded = ({ oldVersion }) =>
    void upgrade(request.transaction as IDBTransaction, oldVersion);
  return resultOf(request).then((database) => {
    database.onclose = terminated;
    database.onversionchange = ({ newVersion }) => blocking(database, newVersion);
    return database;
  });
}

export const resultOf = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** Resolves when all of a transaction has happened, and rejects with the reason where nothing of it has. */
export const endOf = (transaction: IDBTransaction): Promise<void> =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    // What fails in it and is not caught ends it, too.
    transaction.onabort = () =>
      reject(transaction.error ?? new DOMException('It was given up.', 'AbortError'));
  });
