import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalText } from '../../src/progress/canonical-text.ts';
import { joinRecords } from '../../src/progress/join.ts';
import {
  type CardRecord,
  type FilesRecord,
  type RecordKind,
  recordKinds,
} from '../../src/progress/record.ts';
import { anyRecord } from './any-record.ts';

describe.each(recordKinds.map((kind) => [kind]))('two states of a %s', (kind: RecordKind) => {
  const join = (a: unknown, b: unknown) => joinRecords(kind, a as never, b as never);
  const any = anyRecord[kind] as fc.Arbitrary<object>;

  test('become the same one in either order, and again nothing changes', () => {
    fc.assert(
      fc.property(any, any, (a, b) => {
        const ab = join(a, b);
        expect(canonicalText(ab)).toBe(canonicalText(join(b, a)));
        const again = join(ab.record, b);
        expect(canonicalText(again.record)).toBe(canonicalText(ab.record));
        expect(again.also.filter(({ id }) => !ab.also.some((point) => point.id === id))).toEqual([]);
        expect(canonicalText(join(a, a))).toBe(canonicalText({ record: a, also: [] }));
      }),
    );
  });

  // Of files that three places changed, which stand depends on who meets first; that none is lost is tested in a browser.
  if (kind === 'files') return;
  test('of three, any two can meet first', () => {
    fc.assert(
      fc.property(any, any, any, (a, b, c) => {
        const left = join(join(a, b).record, c).record;
        expect(canonicalText(left)).toBe(canonicalText(join(a, join(b, c).record).record));
      }),
    );
  });
});

const files = (text: string, clock: FilesRecord['clock'], second = 1): FilesRecord => ({
  unit: 'u',
  files: { 'a.mjs': text },
  savedAt: `2026-11-22T12:00:0${second}.000Z`,
  clock,
});

test('files that come after others replace them, whatever the clock on the wall said', () => {
  const { record, also } = joinRecords('files', files('later', { a: 2 }, 1), files('earlier', { a: 1 }, 9));
  expect(record.files).toEqual({ 'a.mjs': 'later' });
  expect(also).toEqual([]);
});

test('of files that did not know of each other the later stand, come after both, and the others are kept', () => {
  const [one, two] = [files('one', { a: 2 }, 1), files('two', { b: 1 }, 2)];
  const { record, also } = joinRecords('files', one, two);
  expect(record).toEqual({ ...two, clock: { a: 2, b: 1 } });
  expect(also).toMatchObject([{ unit: 'u', reason: 'other-tab', at: one.savedAt, files: one.files }]);
  expect(joinRecords('files', record, one)).toEqual({ record, also: [] });
  expect(joinRecords('files', one, { ...files('one', { b: 1 }, 2) }).also).toEqual([]);
});

test('a card’s state stands where it knew all reviews, and is left out where it did not', () => {
  const state = { due: '2026-11-25T00:00:00.000Z', reps: 1 } as unknown as NonNullable<CardRecord['state']>;
  const card = (ids: string[], known?: typeof state): CardRecord => ({
    id: 'c',
    added: '2026-11-22T12:00:00.000Z',
    reviews: Object.fromEntries(
      ids.map((id) => [id, { at: '2026-11-22T12:00:00.000Z', rating: 3 as const }]),
    ),
    ...(known ? { state: known } : {}),
  });
  expect(
    joinRecords('card', card(['r1'], state), card(['r1', 'r2'], { ...state, reps: 2 })).record.state?.reps,
  ).toBe(2);
  expect(joinRecords('card', card(['r1'], state), card(['r2'], state)).record.state).toBeUndefined();
});
