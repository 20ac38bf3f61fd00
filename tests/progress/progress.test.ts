import { expect, test } from 'vitest';
import { Progress, type ProgressNotice } from '../../src/progress/progress.ts';
import type { PredictionRecord } from '../../src/progress/record.ts';
import { createMemoryStorage, type RecordStorage } from '../../src/progress/storage.ts';
import { joinedChannels } from '../fixtures/joined-channels.ts';

const prediction = (choice: string): PredictionRecord => ({
  version: 1,
  question: 'q',
  choice: [choice],
  committedAt: '2026-11-22T12:00:00.000Z',
});

function noticesOf(progress: Progress): ProgressNotice[] {
  const notices: ProgressNotice[] = [];
  progress.onNotice((notice) => notices.push(notice));
  return notices;
}

test('an answer that was committed to stands: a second one does not replace it', async () => {
  const progress = new Progress({ open: async () => createMemoryStorage() });
  await progress.writeOnce('prediction', 'q', prediction('a'));
  expect((await progress.writeOnce('prediction', 'q', prediction('b'))).choice).toEqual(['a']);
  expect((await progress.read('prediction', 'q'))?.choice).toEqual(['a']);
});

test.each([
  ['of no version', { choice: ['a'] }],
  ['of a version to come', { ...prediction('a'), version: 2 }],
  ['with a field too many', { ...prediction('a'), extra: 1 }],
  ['that is no object', 'garbage'],
  ['with a wrong time', { ...prediction('a'), committedAt: 'yesterday' }],
])('a record %s is set aside and named, and the others live on', async (_name, value) => {
  const storage = createMemoryStorage();
  await storage.put('prediction', 'bad', value);
  await storage.put('prediction', 'good', prediction('a'));
  const progress = new Progress({ open: async () => storage });
  const notices = noticesOf(progress);
  expect(await progress.read('prediction', 'bad')).toBeUndefined();
  expect(await progress.read('prediction', 'good')).toEqual(prediction('a'));
  expect(notices).toMatchObject([{ kind: 'set-aside', record: 'prediction', key: 'bad' }]);
  expect(await storage.get('prediction', 'bad')).toBeUndefined();
});

test('what was set aside is not lost', async () => {
  const storage = createMemoryStorage();
  const kept: unknown[] = [];
  const watched: RecordStorage = {
    ...storage,
    put: async (store, key, value) => {
      if (store === 'set-aside') kept.push(value);
      await storage.put(store, key, value);
    },
  };
  await storage.put('files', 'u', { version: 1, unit: 'u', files: { 'a.mjs': 7 }, savedAt: 'x' });
  await new Progress({ open: async () => watched }).read('files', 'u');
  expect(kept).toMatchObject([{ kind: 'files', key: 'u', value: { files: { 'a.mjs': 7 } } }]);
});

test('where the storage cannot be opened, the record goes on in memory and says so once', async () => {
  const progress = new Progress({ open: () => Promise.reject(new Error('denied')) });
  const notices = noticesOf(progress);
  await progress.writeOnce('prediction', 'q', prediction('a'));
  expect(await progress.read('prediction', 'q')).toEqual(prediction('a'));
  expect(notices).toEqual([{ kind: 'not-kept', reason: 'denied' }]);
  expect(progress.kept).toBe(false);
});

test('where the storage is gone in the middle, what was written and read in this visit is still there', async () => {
  const storage = createMemoryStorage();
  await storage.put('prediction', 'old', prediction('o'));
  let gone = false;
  const fragile = new Proxy(storage, {
    get(target, name, receiver) {
      if (gone) return () => Promise.reject(new Error('gone'));
      return Reflect.get(target, name, receiver);
    },
  });
  const progress = new Progress({ open: async () => fragile });
  const notices = noticesOf(progress);
  await progress.read('prediction', 'old');
  await progress.writeOnce('prediction', 'q', prediction('a'));
  gone = true;
  await progress.write('prediction', 'r', prediction('b'));
  for (const [key, choice] of [
    ['old', 'o'],
    ['q', 'a'],
    ['r', 'b'],
  ] as const) {
    expect((await progress.read('prediction', key))?.choice).toEqual([choice]);
  }
  expect(notices).toEqual([{ kind: 'not-kept', reason: 'gone' }]);
});

test('another tab hears of each change, this one does not hear of its own', async () => {
  const storage = createMemoryStorage();
  const [a, b] = joinedChannels();
  const one = new Progress({ open: async () => storage, channel: a });
  const two = new Progress({ open: async () => storage, channel: b });
  const heard: string[] = [];
  one.onChange(({ kind, key }) => heard.push(`one ${kind} ${key}`));
  two.onChange(({ kind, key }) => heard.push(`two ${kind} ${key}`));
  await one.writeOnce('prediction', 'q', prediction('a'));
  await expect.poll(() => heard).toEqual(['two prediction q']);
});

test('a notice that came before anybody listened is told to the first who does', async () => {
  const progress = new Progress({ open: () => Promise.reject(new Error('denied')) });
  await progress.read('prediction', 'q');
  expect(noticesOf(progress)).toHaveLength(1);
});

test('what a page laid down when it went away is found by the next one, unless something later was written', async () => {
  const items = new Map<string, string>();
  const shelf = {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
  };
  const storage = createMemoryStorage();
  const open = (): Progress => new Progress({ open: async () => storage, shelf });
  const record = (text: string, second: number) => ({
    version: 1 as const,
    unit: 'u',
    files: { 'a.mjs': text },
    savedAt: `2026-11-22T12:00:0${second}.000Z`,
  });
  await open().write('files', 'u', record('saved', 1));
  open().leave('files', 'u', record('last words', 2));
  expect((await open().read('files', 'u'))?.files).toEqual({ 'a.mjs': 'last words' });
  expect(items.size).toBe(0);
  expect((await open().read('files', 'u'))?.files).toEqual({ 'a.mjs': 'last words' });

  open().leave('files', 'u', record('older', 3));
  await open().write('files', 'u', record('newer', 4));
  expect((await open().read('files', 'u'))?.files).toEqual({ 'a.mjs': 'newer' });

  items.set('safety-net/files/u', '{"garbage":');
  expect((await open().read('files', 'u'))?.files).toEqual({ 'a.mjs': 'newer' });
});
