import { expect, test } from 'vitest';
import { beginMark } from '../../src/progress/erasure-mark.ts';
import { answerQuestion } from '../../src/progress/learning.ts';
import { Progress } from '../../src/progress/progress.ts';
import { markOn } from '../../src/progress/shelf.ts';
import { createMemoryStorage, type RecordStorage } from '../../src/progress/storage.ts';
import { joinedChannels } from '../fixtures/joined-channels.ts';
import { fragile, onStorage } from './pages-on-storage.ts';
import { createShelf } from './small-shelf.ts';

test('erasing leaves nothing: not in the storage, not on the shelf, not in the memory of another tab', async () => {
  const items = new Map([['safety-net-theme', 'dark']]);
  const storage = createMemoryStorage();
  const [a, b] = joinedChannels();
  const one = new Progress({ open: async () => storage, channel: a, shelf: createShelf(items) });
  const two = new Progress({ open: () => Promise.reject(new Error('denied')), channel: b });
  await answerQuestion(one, 'q', { choice: ['a'] });
  await answerQuestion(two, 'r', { choice: ['a'] });
  const erased = new Promise<void>((resolve) => two.onErase(() => resolve()));
  expect(await one.erase()).toBe(true);
  await erased;
  expect((await one.everything()).records).toEqual([]);
  expect((await two.everything()).records).toEqual([]);
  expect((await storage.list()).map(({ kind }) => kind)).toEqual(['erasure']);
  expect([...items.keys()]).toEqual(['safety-net/erasure']);
});

test('what a deaf page lays down is erased for a page whose storage is blocked too, and what comes later is not', async () => {
  const shelf = createShelf();
  const never = new Promise<RecordStorage>(() => {});
  const blocked = (): Progress =>
    new Progress({ open: () => Promise.reject(new DOMException('denied', 'SecurityError')), shelf });
  const deaf = new Progress({ open: () => never, shelf });
  void answerQuestion(deaf, 'q', { choice: ['before'] });
  expect(await new Progress({ open: async () => createMemoryStorage(), shelf }).erase()).toBe(true);
  deaf.leave();
  expect((await blocked().everything()).records).toEqual([]);
  // Marks tell milliseconds apart.
  await expect.poll(() => beginMark() > (markOn(shelf) ?? '')).toBe(true);
  const later = new Progress({ open: () => never, shelf });
  void answerQuestion(later, 'r', { choice: ['after'] });
  later.leave();
  expect((await blocked().everything()).records).toMatchObject([{ key: 'r' }]);
});

test('what a tab wrote that had not heard of the erasure is erased too; what it writes afterwards is kept', async () => {
  const storage = createMemoryStorage();
  const shelf = createShelf();
  const { storage: away, fail } = fragile(storage);
  const deaf = new Progress({ open: async () => away, shelf });
  await answerQuestion(deaf, 'q', { choice: ['stored'] });
  fail(new DOMException('there is no space', 'QuotaExceededError'));
  await answerQuestion(deaf, 'q', { choice: ['waiting'] });
  const one = onStorage(storage);
  expect(await one.erase()).toBe(true);
  deaf.leave();
  const next = new Progress({ open: async () => storage, shelf });
  expect((await next.everything()).records).toEqual([]);
  fail(undefined);
  await answerQuestion(deaf, 'r', { choice: ['late'] });
  expect((await deaf.everything()).records).toEqual([]);
  await answerQuestion(deaf, 'r', { choice: ['afterwards'] });
  expect((await onStorage(storage).everything()).records).toMatchObject([{ key: 'r' }]);
});

test('what a page wrote before it could look into the storage is erased too, whether it stays or goes', async () => {
  const storage = createMemoryStorage();
  const shelf = createShelf();
  const { promise: opening, resolve: open } = Promise.withResolvers<RecordStorage>();
  const early = new Progress({ open: () => opening, openLimit: 60_000 });
  const gone = new Progress({ open: () => new Promise(() => {}), openLimit: 60_000, shelf });
  for (const page of [early, gone]) void answerQuestion(page, 'q', { choice: ['early'] });
  expect(await onStorage(storage).erase()).toBe(true);
  open(storage);
  gone.leave();
  expect((await early.everything()).records).toEqual([]);
  const next = new Progress({ open: async () => storage, shelf });
  expect((await next.everything()).records).toEqual([]);
  await answerQuestion(early, 'r', { choice: ['afterwards'] });
  expect((await onStorage(storage).everything()).records).toMatchObject([{ key: 'r' }]);
});

test('what is read while everything is erased does not come back, and what is written meanwhile is kept', async () => {
  const storage = createMemoryStorage();
  const { promise: held, resolve: release } = Promise.withResolvers<void>();
  let hold = false;
  const progress = onStorage({
    ...storage,
    async get(kind, key) {
      const value = await storage.get(kind, key);
      if (hold && kind === 'question') await held;
      return value;
    },
  });
  await answerQuestion(progress, 'q', { choice: ['before'] });
  hold = true;
  const reading = progress.read('question', 'q');
  const erasing = progress.erase();
  progress.onErase(() => void answerQuestion(progress, 'r', { choice: ['meanwhile'] }));
  expect(await erasing).toBe(true);
  release();
  expect(await reading).toBeUndefined();
  expect((await onStorage(storage).everything()).records).toMatchObject([{ key: 'r' }]);
});

test('an erasure that the storage does not let happen takes nothing away that is written afterwards', async () => {
  const storage = createMemoryStorage();
  const progress = onStorage({ ...storage, clear: () => Promise.reject(new Error('denied')) });
  expect(await progress.erase()).toBe(false);
  await answerQuestion(progress, 'q', { choice: ['a'] });
  expect((await onStorage(storage).everything()).records).toMatchObject([{ key: 'q' }]);
});
