import { expect, test } from 'vitest';
import { answerQuestion } from '../../src/progress/learning.ts';
import { Progress } from '../../src/progress/progress.ts';
import { createMemoryStorage } from '../../src/progress/storage.ts';
import { RecallSession } from '../../src/recall/session.ts';
import type { StockCard } from '../../src/recall/stock.ts';

const stock: StockCard[] = ['a', 'b', 'c'].map((id) => ({
  id: `question/t/${id}`,
  kind: 'question',
  text: 't',
  front: id,
  back: ['right'],
  title: 'T',
  href: '/learn/t/',
}));

/** A learner who has missed three questions, at a clock that stands until it is moved. */
async function begin() {
  const progress = new Progress({ open: async () => createMemoryStorage() });
  for (const id of ['a', 'b', 'c'])
    await answerQuestion(progress, `t/${id}`, { choice: ['x'], right: false });
  const read = async () => ({
    texts: await progress.list('text'),
    questions: await progress.list('question'),
    checks: await progress.list('checks'),
    cards: await progress.list('card'),
  });
  const clock = { now: new Date() };
  const session = new RecallSession({ progress, stock, read, now: () => clock.now }, await read());
  const reopened = async () =>
    new RecallSession({ progress, stock, read, now: () => clock.now }, await read());
  return { session, progress, clock, reopened };
}

test('missed questions are asked until each was known, and are then due on another day', async () => {
  const { session, clock } = await begin();
  expect(session.left.value).toEqual({ due: 0, fresh: 3, later: 0 });
  const met: string[] = [];
  for (let i = 0; i < 20 && session.current.value; i++) {
    met.push(session.current.value.front);
    session.reveal();
    await session.grade(i === 0 ? 1 : 4);
    clock.now = new Date(clock.now.getTime() + 30_000);
    await session.refresh();
  }
  expect(session.current.value).toBeUndefined();
  expect(new Set(met)).toEqual(new Set(['a', 'b', 'c']));
  expect(met.filter((id) => id === met[0])).toHaveLength(2);
  clock.now = new Date(clock.now.getTime() + 60 * 86_400_000);
  await session.refresh();
  expect(session.left.value.due).toBe(3);
});

test('a grade before the answer was shown counts for nothing', async () => {
  const { session, progress } = await begin();
  await session.grade(3);
  expect((await progress.list('card')).size).toBe(0);
});

test('undo takes back a grade, a suspension and a burial, each to where it was', async () => {
  const { session, progress } = await begin();
  const first = session.current.value?.id ?? '';
  session.reveal();
  await session.grade(4);
  expect(session.current.value?.id).not.toBe(first);
  await session.undo();
  expect(session.current.value?.id).toBe(first);
  expect(session.left.value.fresh).toBe(3);
  expect((await progress.read('card', first))?.state).toBeUndefined();

  await session.suspend();
  expect(session.left.value.fresh).toBe(2);
  await session.undo();
  await session.bury();
  expect(session.left.value.fresh).toBe(2);
  await session.undo();
  expect(session.left.value.fresh).toBe(3);
  expect(session.canUndo).toBe(false);
});

test('what was done is there when the page is opened again; a suspended card can be taken in again', async () => {
  const { session, reopened } = await begin();
  const first = session.current.value?.id ?? '';
  await session.suspend();
  const again = await reopened();
  expect(again.left.value.fresh).toBe(2);
  await again.takeIn(first);
  expect(again.left.value.fresh).toBe(3);
});
