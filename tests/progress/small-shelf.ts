import type { Shelf } from '../../src/progress/shelf.ts';

/** A shelf in memory, as `localStorage` is one. */
export function createShelf(items = new Map<string, string>()): Shelf {
  return {
    get length() {
      return items.size;
    },
    key: (i) => [...items.keys()][i] ?? null,
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
  };
}
