import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import {
  array,
  boolean,
  count,
  either,
  Misfit,
  map,
  nullable,
  number,
  object,
  oneOf,
  type Shape,
  such,
  text,
  time,
} from '../../src/progress/shape.ts';

/** A shape, and the schema that takes the same. */
type Pair = readonly [Shape<unknown>, z.ZodMiniType];

const leaves: readonly Pair[] = [
  [boolean, z.boolean()],
  [number, z.number()],
  [count, z.int().check(z.nonnegative())],
  [text(3), z.string().check(z.maxLength(3))],
  [time, z.iso.datetime()],
  [oneOf('a', 1), z.literal(['a', 1])],
  [either(text(3), number), z.union([z.string().check(z.maxLength(3)), z.number()])],
  [
    such(text(9), (all) => all !== 'ab', 'no'),
    z.string().check(
      z.maxLength(9),
      z.refine((all) => all !== 'ab'),
    ),
  ],
];

const pairs: fc.Arbitrary<Pair> = fc.letrec<{ pair: Pair }>((tie) => ({
  pair: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(...leaves),
    tie('pair').map(([shape, schema]): Pair => [nullable(shape), z.nullable(schema)]),
    tie('pair').map(([shape, schema]): Pair => [array(shape, 2), z.array(schema).check(z.maxLength(2))]),
    tie('pair').map(
      ([shape, schema]): Pair => [map(text(2), shape), z.record(z.string().check(z.maxLength(2)), schema)],
    ),
    fc
      .tuple(tie('pair'), tie('pair'))
      .map(
        ([[a, first], [b, second]]): Pair => [
          object({ a }, { b }),
          z.strictObject({ a: first, b: z.optional(second) }),
        ],
      ),
  ),
})).pair;

/** Values that often fit somewhere, and some that fit nowhere. */
const values: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    fc.constantFrom<unknown>('a', 'ab', 'abcd', 1, 0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53),
    fc.constantFrom<unknown>(true, null, undefined, new Date(0), new Map(), /x/),
    fc.constantFrom<unknown>(
      '2026-11-22T12:00:00.000Z',
      '2026-11-22T12:00Z',
      '2026-02-30T12:00:00Z',
      '2024-02-29T23:59:59.1Z',
    ),
    fc.constantFrom<unknown>(
      '2026-11-22T24:00:00Z',
      '2026-11-22T12:60:00Z',
      '2026-11-22',
      '2026-11-22T12:00:00+01:00',
      '2026-13-01T12:00:00Z',
    ),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'long', '__proto__', 'constructor'), tie('value'), {
      maxKeys: 3,
    }),
    fc.dictionary(fc.constantFrom('a', 'b'), tie('value'), { maxKeys: 2, noNullPrototype: true }),
  ),
})).value as never;

test('a shape takes what the schema of the same form takes, reads the same out of it, and finds a misfit where it does', () => {
  let fitted = 0;
  fc.assert(
    fc.property(pairs, values, ([shape, schema], value) => {
      const expected = schema.safeParse(value);
      let read: unknown;
      try {
        read = shape(value);
      } catch (error) {
        if (!(error instanceof Misfit)) throw error;
        expect(expected.success).toBe(false);
        const places = expected.error?.issues.map(({ path }) => path);
        expect(places).toContainEqual(error.path);
        return;
      }
      fitted++;
      expect(expected.success).toBe(true);
      expect(read).toEqual(expected.data);
    }),
    { numRuns: 5000 },
  );
  // The test says something only where much is taken, too.
  expect(fitted).toBeGreaterThan(100);
});

test('what does not fit is told with its place and what is wrong with it', () => {
  const shape = object({ id: text(5), all: map(text(3), array(count, 2)) }, { at: time });
  const problemOf = (value: unknown): string => {
    try {
      shape(value);
    } catch (error) {
      if (error instanceof Misfit) return `${error.path.join('.')}: ${error.problem}`;
    }
    return 'fits';
  };
  expect(
    [
      { id: 'x', all: { a: [1] }, at: '2026-11-22T12:00:00.000Z' },
      null,
      { all: {} },
      { id: 'longer', all: {} },
      { id: 'x', all: [] },
      { id: 'x', all: { long: [] } },
      { id: 'x', all: { a: [1, -1] } },
      { id: 'x', all: { a: [1.5] } },
      { id: 'x', all: { a: [1, 2, 3] } },
      { id: 'x', all: {}, at: 'now' },
      { id: 'x', all: {}, more: 1 },
    ].map(problemOf),
  ).toEqual([
    'fits',
    ': is no object',
    'id: is no string',
    'id: is more than 5',
    'all: is no record',
    'all.long: is more than 3',
    'all.a.1: is less than 0',
    'all.a.0: is no int',
    'all.a: is more than 2',
    'at: is no time such as `2026-11-22T12:00:00.000Z`',
    ': has `more`, which nobody knows',
  ]);
});
