import { type RecordKind, recordKinds } from './record.ts';

/** Where records lie: one store per kind, and `set-aside` for what could not be read. Any method may reject. */
export interface RecordStorage {
  get(store: StoreName, key: string): Promise<unknown>;
  put(store: StoreName, key: string, value: unknown): Promise<void>;
  /** Puts `value` unless the key is taken; resolves to what lies there afterwards. */
  add(store: StoreName, key: string, value: unknown): Promise<unknown>;
  delete(store: StoreName, key: string): Promise<void>;
  close(): void;
}

export type StoreName = RecordKind | 'set-aside';

export const storeNames: readonly StoreName[] = [...recordKinds, 'set-aside'];

/** A storage that lives as long as the page. */
export function createMemoryStorage(): RecordStorage {
  const stores = new Map(storeNames.map((name) => [name, new Map<string, unknown>()]));
  const store = (name: StoreName): Map<string, unknown> => stores.get(name) as Map<string, unknown>;
  return {
    async get(name, key) {
      return structuredClone(store(name).get(key));
    },
    async put(name, key, value) {
      store(name).set(key, structuredClone(value));
    },
    async add(name, key, value) {
      if (!store(name).has(key)) store(name).set(key, structuredClone(value));
      return structuredClone(store(name).get(key));
    },
    async delete(name, key) {
      store(name).delete(key);
    },
    close() {},
  };
}
