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

test('what is written in one tab is there in the other', async () => {
  const storage = createMemoryStorage();
  const [a, b] = joinedChannels();
  const one = new WorkFiles({
    unit,
    starter,
    progress: new Progress({ open: async () => storage, channel: a }),
  });
  const two = new WorkFiles({
    unit,
    starter,
    progress: new Progress({ open: async () => storage, channel: b }),
  });
  one.change('server.mjs', 'from the first tab');
  await one.save();
  await expect.poll(() => two.files.value).toEqual({ 'server.mjs': 'from the first tab' });
  expect(two.replaced.value).toBe(1);
});
