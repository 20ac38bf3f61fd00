import { beforeEach, expect, test } from 'vitest';
import { Progress } from '../../src/progress/progress.ts';
import { createMemoryStorage } from '../../src/progress/storage.ts';
import { WorkFiles } from '../../src/workbench/work-files.ts';
import { joinedChannels } from '../fixtures/joined-channels.ts';

const starter = { 'server.mjs': 'start' };
const unit = '1-basic-error-handlers';
let progress: Progress;

beforeEach(() => {
  const storage = createMemoryStorage();
  progress = new Progress({ open: async () => storage });
});

const open = (saveAfter = 5): WorkFiles => new WorkFiles({ unit, starter, progress, saveAfter });

test('an edit survives: the next visit has it', async () => {
  const first = open();
  first.change('server.mjs', 'mine');
  await first.save();
  const second = open();
  await second.load();
  expect(second.files.value).toEqual({ 'server.mjs': 'mine' });
  expect(second.changed.value).toBe(true);
});

test('an edit is saved without being asked', async () => {
  open(1).change('server.mjs', 'mine');
  await expect
    .poll(async () => (await progress.read('files', unit))?.files)
    .toEqual({ 'server.mjs': 'mine' });
});

test('who never changed anything gets a newer starter', async () => {
  const first = open();
  await first.load();
  first.change('server.mjs', 'start');
  await first.save();
  const later = new WorkFiles({ unit, starter: { 'server.mjs': 'new start' }, progress });
  await later.load();
  expect(later.files.value).toEqual({ 'server.mjs': 'new start' });
});

test('a reset gives the starter back, and its undo what was there, also after a reload', async () => {
  const work = open();
  work.change('server.mjs', 'mine');
  await work.reset();
  expect(work.files.value).toEqual(starter);
  const reloaded = open();
  await reloaded.load();
  expect(reloaded.files.value).toEqual(starter);
  await reloaded.undoReset();
  expect(reloaded.files.value).toEqual({ 'server.mjs': 'mine' });
  expect(reloaded.undo.value).toBeUndefined();
});

test('an edit that is still waiting to be saved does not come back over a reset', async () => {
  const work = open(1);
  work.change('server.mjs', 'mine');
  await work.reset();
  await new Promise((resolve) => setTimeout(resolve, 10));
  expect((await progress.read('files', unit))?.files).toEqual(starter);
});

const twoTabs = (saveAfter?: number): [WorkFiles, WorkFiles] => {
  const storage = createMemoryStorage();
  const [a, b] = joinedChannels().map(
    (channel) =>
      new WorkFiles({
        unit,
        starter,
        progress: new Progress({ open: async () => storage, channel }),
        ...(saveAfter === undefined ? {} : { saveAfter }),
      }),
  );
  return [a!, b!];
};

test('what is written in one tab is there in the other', async () => {
  const [one, two] = twoTabs();
  one.change('server.mjs', 'from the first tab');
  await one.save();
  await expect.poll(() => two.files.value).toEqual({ 'server.mjs': 'from the first tab' });
  expect(two.replaced.value).toBe(1);
  two.change('server.mjs', 'and on in the second');
  await two.save();
  await expect.poll(() => one.files.value).toEqual({ 'server.mjs': 'and on in the second' });
  expect(await one.points()).toEqual([]);
});

test('two tabs that write at once: the later stands in both, and the earlier is a restore point', async () => {
  const [one, two] = twoTabs(60_000);
  one.change('server.mjs', 'one');
  two.change('server.mjs', 'two');
  await one.save();
  await new Promise((resolve) => setTimeout(resolve, 2));
  await two.save();
  await expect.poll(() => one.files.value).toEqual({ 'server.mjs': 'two' });
  expect(await one.points()).toMatchObject([{ reason: 'other-tab', files: { 'server.mjs': 'one' } }]);
  two.change('server.mjs', 'two, on');
  await two.save();
  expect(await two.points()).toHaveLength(1);
});

test('runs, checks and what replaces the files make restore points; the same run again makes none', async () => {
  const work = open();
  await work.keep('run');
  expect(await work.points()).toEqual([]);
  work.change('server.mjs', 'mine');
  await work.keep('run');
  await work.keep('run');
  await work.keep('check', { passed: 2, of: 3 });
  await work.replaceWith({ 'server.mjs': 'solved' }, 'solution');
  expect(work.files.value).toEqual({ 'server.mjs': 'solved' });
  const points = await work.points();
  expect(points.map(({ reason }) => reason).sort()).toEqual(['check', 'run', 'solution']);
  expect(points.every(({ files }) => files['server.mjs'] === 'mine')).toBe(true);
  expect(points.find(({ reason }) => reason === 'check')).toMatchObject({ passed: 2, of: 3 });
});

test('a file that was taken away can be had back', async () => {
  const work = open();
  work.change('errors.mjs', 'mine');
  work.remove('errors.mjs');
  await work.save();
  await expect.poll(() => work.points()).toMatchObject([{ files: { 'errors.mjs': 'mine' } }]);
});

test('who began before the start changed keeps theirs, and can be told', async () => {
  const first = open();
  first.change('server.mjs', 'mine');
  await first.save();
  const later = new WorkFiles({ unit, starter: { 'server.mjs': 'new start' }, progress });
  await later.load();
  expect(later.files.value).toEqual({ 'server.mjs': 'mine' });
  expect(later.startChanged.value).toBe(true);
  await later.acceptStart();
  expect(later.startChanged.value).toBe(false);
  expect(later.files.value).toEqual({ 'server.mjs': 'mine' });
});

test('erasing takes the files of an open bench too', async () => {
  const work = open(60_000);
  work.change('server.mjs', 'mine');
  await work.save();
  work.change('server.mjs', 'more');
  await progress.erase();
  expect(work.files.value).toEqual(starter);
  await work.save();
  expect((await progress.everything()).records).toEqual([]);
});
