import fc from 'fast-check';
import type { RecordKind, RecordOf } from '../../src/progress/record.ts';

const time = fc.integer({ min: 0, max: 4 }).map((second) => `2026-11-22T12:00:0${second}.000Z`);
const short = fc.constantFrom('a', 'b', 'c');
const optional = <T>(name: string, value: fc.Arbitrary<T>) =>
  fc.option(value, { nil: undefined }).map((some) => (some === undefined ? {} : { [name]: some }));
const span = fc.record({
  id: fc.constant('x'),
  started: time,
  visited: fc.record({ at: time, place: short }),
});
const eventId = fc.constantFrom('e1', 'e2', 'e3', 'e4');
const files = fc.dictionary(fc.constantFrom('a.mjs', 'b.mjs'), short, { noNullPrototype: true });
const joinAll = (...parts: fc.Arbitrary<object>[]) =>
  fc.tuple(...parts).map((all) => Object.assign({}, ...all));

/** An event is the same wherever its id is met; only `undone` may be known in one place and not in another. */
const review = (id: string, undone: boolean) => ({
  at: `2026-11-22T12:00:0${id.slice(1)}.000Z`,
  rating: 3,
  ...(undone ? { undone: true } : {}),
});

/** Any record of a kind, for one key, drawn so that times and events meet often. */
export const anyRecord: { readonly [K in RecordKind]: fc.Arbitrary<RecordOf<K>> } = {
  text: joinAll(span, optional('done', time)) as never,
  mode: span,
  question: fc.uniqueArray(eventId).map((ids) => ({
    id: 'x',
    answers: Object.fromEntries(ids.map((id) => [id, { at: '2026-11-22T12:00:00.000Z', choice: [id] }])),
  })) as never,
  checks: fc.uniqueArray(eventId).map((ids) => ({
    unit: 'x',
    tries: Object.fromEntries(
      ids.map((id) => [
        id,
        { at: '2026-11-22T12:00:00.000Z', state: 'judged' as const, passed: [id], missed: [] },
      ]),
    ),
  })),
  card: joinAll(
    fc
      .tuple(time, fc.uniqueArray(fc.tuple(eventId, fc.boolean()), { selector: ([id]) => id }))
      .map(([added, reviews]) => ({
        id: 'x',
        added,
        reviews: Object.fromEntries(reviews.map(([id, undone]) => [id, review(id, undone)])),
      })),
    optional('suspended', fc.record({ value: fc.boolean(), at: time })),
    optional('buried', fc.record({ value: fc.option(time), at: time })),
  ) as never,
  setting: fc.record({ name: fc.constant('x'), at: time, value: short }),
  files: fc.record({
    unit: fc.constant('x'),
    files,
    savedAt: time,
    clock: fc.dictionary(short, fc.integer({ min: 1, max: 3 }), { noNullPrototype: true }),
  }),
  'restore-point': fc
    .tuple(short, time)
    .map(([id, at]) => ({ id: 'x', unit: 'x', at, reason: 'run' as const, files: { 'a.mjs': id } })),
  report: fc.record({
    unit: fc.constant('x'),
    at: time,
    state: fc.constant('judged' as const),
    passed: fc.boolean(),
    milliseconds: fc.constant(1),
    results: fc.constant([]),
    files,
  }),
};
