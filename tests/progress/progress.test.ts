import { expect, test } from 'vitest';
import {
  addTry,
  answerQuestion,
  answersOf,
  checkHistories,
  commitAnswer,
  isMissed,
} from '../../src/progress/learning.ts';
import type { ProgressNotice } from '../../src/progress/notices.ts';
import { Progress } from '../../src/progress/progress.ts';
import type { FilesRecord } from '../../src/progress/record.ts';
import { createMemoryStorage, type OpenOptions, type RecordStorage } from '../../src/progress/storage.ts';
import { joinedChannels } from '../fixtures/joined-channels.ts';
import { fragile, onStorage } from './pages-on-storage.ts';
import { createShelf } from './small-shelf.ts';

const at = '2026-11-22T12:00:00.000Z';
const files = (text: string, second: number, clock: FilesRecord['clock']): FilesRecord => ({
  unit: 'u',
  files: { 'a.mjs': text },
  savedAt: `2026-11-22T12:00:0${second}.000Z`,
  clock,
});

function noticesOf(progress: Progress): ProgressNotice[] {
  const notices: ProgressNotice[] = [];
  progress.onNotice((notice) => notices.push(notice));
  return notices;
}

async function put(storage: RecordStorage, kind: 'question' | 'files', key: string, value: unknown) {
  await storage.transact(async (all) => all.put(kind, key, value));
}

test('an answer that was committed to stands: a second one does not replace it', async () => {
  const progress = onStorage(createMemoryStorage());
  await commitAnswer(progress, 'q', { choice: ['a'], confidence: 'sure' });
  expect((await commitAnswer(progress, 'q', { choice: ['b'] })).choice).toEqual(['a']);
});

test('answers are all kept, from two tabs too, and the last graded one says whether it is missed', async () => {
  const storage = createMemoryStorage();
  const [one, two] = [onStorage(storage), onStorage(storage)];
  await Promise.all([
    answerQuestion(one, 'q', { choice: ['a'], right: true }),
    answerQuestion(two, 'q', { choice: ['b'], right: true }),
  ]);
  await answerQuestion(one, 'q', { choice: ['c'], right: false });
  const record = (await two.read('question', 'q'))!;
  expect(answersOf(record).map(({ choice }) => choice[0])).toHaveLength(3);
  expect(answersOf(record).at(-1)?.choice).toEqual(['c']);
  expect(isMissed(record)).toBe(true);
});

test('of every check it is known how often it was tried, how it went last, and when it first passed', async () => {
  const progress = onStorage(createMemoryStorage());
  const results = (...passed: boolean[]) =>
    passed.map((yes, i) => ({ id: `c${i}`, status: yes ? 'passed' : 'failed' })) as never;
  await addTry(progress, 'u', {
    at: '2026-11-22T12:00:01.000Z',
    state: 'judged',
    results: results(false, true),
  });
  await addTry(progress, 'u', {
    at: '2026-11-22T12:00:02.000Z',
    state: 'judged',
    results: results(true, false),
  });
  const histories = checkHistories((await progress.read('checks', 'u'))!);
  expect(histories.get('c0')).toEqual({ tries: 2, last: 'passed', firstPassed: '2026-11-22T12:00:02.000Z' });
  expect(histories.get('c1')).toEqual({ tries: 2, last: 'missed', firstPassed: '2026-11-22T12:00:01.000Z' });
});

test.each([
  ['of an older shape', { version: 1, question: 'bad', choice: ['a'], committedAt: at }],
  ['with a field too many', { id: 'bad', answers: {}, extra: 1 }],
  ['that is no object', 'garbage'],
  ['with a wrong time', { id: 'bad', answers: { x: { at: 'yesterday', choice: [] } } }],
  ['that belongs elsewhere', { id: 'other', answers: {} }],
])('a record %s is set aside and named, and the others live on', async (_name, value) => {
  const storage = createMemoryStorage();
  await put(storage, 'question', 'bad', value);
  const good = { id: 'good', answers: { x: { at, choice: ['a'] } } };
  await put(storage, 'question', 'good', good);
  const progress = onStorage(storage);
  const notices = noticesOf(progress);
  expect([...(await progress.list('question')).keys()]).toEqual(['good']);
  expect(await progress.read('question', 'bad')).toBeUndefined();
  expect(await progress.read('question', 'good')).toEqual(good);
  expect(notices).toMatchObject([{ kind: 'set-aside', record: 'question', key: 'bad' }]);
  expect((await progress.everything()).setAside).toMatchObject([{ kind: 'question', key: 'bad', value }]);
});

test('writing over a record that cannot be read sets it aside too', async () => {
  const storage = createMemoryStorage();
  await put(storage, 'question', 'q', 'garbage');
  const progress = onStorage(storage);
  const notices = noticesOf(progress);
  await answerQuestion(progress, 'q', { choice: ['a'] });
  expect(notices).toMatchObject([{ kind: 'set-aside', record: 'question', key: 'q' }]);
  expect((await progress.everything()).setAside).toMatchObject([{ value: 'garbage' }]);
});

test('where the storage cannot be opened, the record goes on in memory and says so once', async () => {
  const progress = new Progress({ open: () => Promise.reject(new Error('denied')) });
  const notices = noticesOf(progress);
  await commitAnswer(progress, 'q', { choice: ['a'] });
  expect((await progress.read('question', 'q'))?.id).toBe('q');
  expect([...(await progress.list('question')).keys()]).toEqual(['q']);
  expect(notices).toEqual([{ kind: 'not-kept', reason: 'blocked', detail: 'denied' }]);
  expect(progress.kept).toBe(false);
});

test('a storage that opens late is used from then on, with what was written meanwhile', async () => {
  const storage = createMemoryStorage();
  await answerQuestion(onStorage(storage), 'q', { choice: ['before'] });
  await answerQuestion(onStorage(storage), 'r', { choice: ['before'] });
  const opened = Promise.withResolvers<RecordStorage>();
  const progress = new Progress({ open: () => opened.promise, openLimit: 1 });
  const notices = noticesOf(progress);
  const heard: string[] = [];
  progress.onChange(({ key }) => heard.push(key));
  expect(await progress.read('question', 'r')).toBeUndefined();
  await answerQuestion(progress, 'q', { choice: ['meanwhile'] });
  opened.resolve(storage);
  await expect.poll(() => notices.map(({ kind }) => kind)).toEqual(['not-kept', 'kept-again']);
  const answers = answersOf((await onStorage(storage).read('question', 'q'))!);
  expect(answers.map(({ choice }) => choice[0]).sort()).toEqual(['before', 'meanwhile']);
  await expect.poll(() => heard.sort()).toEqual(['q', 'r']);
});

test('where the storage is gone in the middle, what was written and read in this visit is still there', async () => {
  const inner = createMemoryStorage();
  await answerQuestion(onStorage(inner), 'old', { choice: ['o'] });
  const { storage, fail } = fragile(inner);
  let gone: OpenOptions['onGone'] = () => {};
  const progress = new Progress({
    open: async ({ onGone, mustExist }) => {
      if (mustExist) throw new Error('deleted');
      gone = onGone;
      return storage;
    },
  });
  const notices = noticesOf(progress);
  await progress.read('question', 'old');
  fail(new Error('gone'));
  gone('deleted');
  await answerQuestion(progress, 'new', { choice: ['n'] });
  expect((await progress.read('question', 'old'))?.id).toBe('old');
  expect((await progress.read('question', 'new'))?.id).toBe('new');
  expect([...(await progress.list('question')).keys()]).toEqual(['new', 'old']);
  expect(notices).toMatchObject([{ kind: 'not-kept', reason: 'gone' }]);
});

test('a database that the browser closed while the page was asleep is opened again without a word', async () => {
  const inner = createMemoryStorage();
  const first = fragile(inner);
  const storages = [first.storage, inner];
  const progress = new Progress({ open: async () => storages.shift()! });
  const notices = noticesOf(progress);
  await answerQuestion(progress, 'q', { choice: ['a'] });
  first.fail(new DOMException('closing', 'InvalidStateError'));
  await answerQuestion(progress, 'r', { choice: ['a'] });
  expect([...(await onStorage(inner).list('question')).keys()]).toEqual(['q', 'r']);
  expect(notices).toEqual([]);
});

test('where there is no space, the rest goes on, and what had none is stored once there is', async () => {
  const inner = createMemoryStorage();
  const { storage, fail } = fragile(inner);
  const progress = new Progress({ open: async () => storage });
  const notices = noticesOf(progress);
  await progress.read('question', 'q');
  fail(new DOMException('full', 'QuotaExceededError'));
  await answerQuestion(progress, 'q', { choice: ['a'] });
  expect(answersOf((await progress.read('question', 'q'))!)).toHaveLength(1);
  fail(undefined);
  await answerQuestion(progress, 'r', { choice: ['b'] });
  expect([...(await onStorage(inner).list('question')).keys()]).toEqual(['q', 'r']);
  expect(notices.map((notice) => ('reason' in notice ? notice.reason : notice.kind))).toEqual([
    'full',
    'kept-again',
  ]);
});

test('what is larger than a record may be lasts as long as the page, and harms nothing that is stored', async () => {
  const storage = createMemoryStorage();
  const progress = onStorage(storage);
  const notices = noticesOf(progress);
  await progress.merge('files', 'u', files('small', 1, { a: 1 }));
  await progress.merge('files', 'u', files('x'.repeat(1_000_001), 2, { a: 2 }));
  expect((await progress.read('files', 'u'))?.files['a.mjs']).toHaveLength(1_000_001);
  expect((await onStorage(storage).read('files', 'u'))?.files).toEqual({ 'a.mjs': 'small' });
  expect(notices).toMatchObject([{ kind: 'not-kept', reason: 'refused' }]);
  await progress.merge('files', 'u', files('small again', 3, { a: 3 }));
  expect(notices.at(-1)).toEqual({ kind: 'kept-again' });
});

test('another tab hears of each change, this one does not hear of its own', async () => {
  const storage = createMemoryStorage();
  const [a, b] = joinedChannels();
  const one = new Progress({ open: async () => storage, channel: a });
  const two = new Progress({ open: async () => storage, channel: b });
  const heard: string[] = [];
  one.onChange(({ kind, key }) => heard.push(`one ${kind} ${key}`));
  two.onChange(({ kind, key }) => heard.push(`two ${kind} ${key}`));
  await commitAnswer(one, 'q', { choice: ['a'] });
  await expect.poll(() => heard).toEqual(['two question q']);
});

test('messages that no tab of this version sends are not heard', async () => {
  const [a, b] = joinedChannels();
  const progress = new Progress({ open: async () => createMemoryStorage(), channel: a });
  const heard: unknown[] = [];
  progress.onChange((change) => heard.push(change));
  for (const message of [
    null,
    7,
    'x',
    {},
    { kind: 'prediction', key: 'q' },
    { kind: 'files' },
    { erased: 'no' },
  ])
    b.postMessage(message as never);
  b.postMessage({ kind: 'files', key: 'last' });
  await expect.poll(() => heard).toEqual([{ kind: 'files', key: 'last' }]);
});

test('a notice that came before anybody listened is told to the first who does', async () => {
  const progress = new Progress({ open: () => Promise.reject(new Error('denied')) });
  await progress.read('question', 'q');
  expect(noticesOf(progress)).toHaveLength(1);
});

test('what a page laid down when it went away is found by the next one', async () => {
  const items = new Map<string, string>();
  const shelf = createShelf(items);
  const storage = createMemoryStorage();
  const never = new Promise<RecordStorage>(() => {});
  const dying = (): Progress => new Progress({ open: () => never, shelf });
  const [one, two] = [dying(), dying()];
  void one.merge('files', 'u', files('of one', 1, { one: 1 }));
  one.leave();
  void two.merge('files', 'u', files('of two', 2, { two: 1 }));
  two.leave();
  const next = new Progress({ open: async () => storage, shelf });
  expect((await next.read('files', 'u'))?.files).toEqual({ 'a.mjs': 'of two' });
  expect([...(await next.list('restore-point')).values()]).toMatchObject([{ files: { 'a.mjs': 'of one' } }]);
  await expect.poll(() => items.size).toBe(0);
  expect((await onStorage(storage).read('files', 'u'))?.files).toEqual({ 'a.mjs': 'of two' });
});

test('what a page laid down is found by a page whose storage is blocked', async () => {
  const shelf = createShelf();
  const storage = createMemoryStorage();
  const full = new Proxy(storage, {
    get: (target, name, receiver) =>
      name === 'transact'
        ? () => Promise.reject(new DOMException('no space', 'QuotaExceededError'))
        : Reflect.get(target, name, receiver),
  });
  const first = new Progress({ open: async () => full, shelf });
  await first.merge('files', 'u', files('mine', 1, { one: 1 }));
  first.leave();
  const second = new Progress({
    open: () => Promise.reject(new DOMException('denied', 'SecurityError')),
    shelf,
  });
  expect((await second.read('files', 'u'))?.files).toEqual({ 'a.mjs': 'mine' });
});

test('what the first version laid down is found too; what nobody can read is set aside', async () => {
  const items = new Map([
    ['safety-net/files/u', JSON.stringify({ ...files('last words', 2, {}), version: 1, clock: undefined })],
    ['safety-net/files/v', '{"garbage":'],
    ['safety-net/shelf/x', '{"version":99,"records":[]}'],
    ['safety-net-theme', 'dark'],
  ]);
  const storage = createMemoryStorage();
  const progress = new Progress({ open: async () => storage, shelf: createShelf(items) });
  expect((await progress.read('files', 'u'))?.files).toEqual({ 'a.mjs': 'last words' });
  await expect.poll(() => [...items.keys()]).toEqual(['safety-net/shelf/x', 'safety-net-theme']);
  expect((await progress.everything()).setAside).toMatchObject([{ key: 'safety-net/files/v' }]);
});

test('what met in a page’s memory while the storage was away is all stored, though more was written on top', async () => {
  const storage = createMemoryStorage();
  await onStorage(storage).merge('files', 'u', files('stored', 1, { a: 1 }));
  const shelf = createShelf();
  let gone: OpenOptions['onGone'] = () => {};
  const older = new Progress({
    open: async ({ onGone }) => {
      gone = onGone;
      return storage;
    },
    shelf,
  });
  await older.read('files', 'u');
  gone('newer');
  await older.merge('files', 'u', files('meanwhile', 2, { b: 1 }));
  const { clock } = (await older.read('files', 'u'))!;
  await older.merge('files', 'u', files('on top', 3, { ...clock, b: 2 }));
  older.leave();
  const next = new Progress({ open: async () => storage, shelf });
  expect((await next.read('files', 'u'))?.files).toEqual({ 'a.mjs': 'on top' });
  expect([...(await next.list('restore-point')).values()]).toMatchObject([{ files: { 'a.mjs': 'stored' } }]);
});
