import fc from 'fast-check';
import { expect, test } from 'vitest';
import { forecast, type Grade, interval, nextDue, reviewed, stateAfter } from '../../src/recall/schedule.ts';
import { card } from './small-learner.ts';

const now = new Date('2026-03-03T12:00:00.000Z');
const grade = fc.constantFrom<Grade>(1, 2, 3, 4);

test('the four grades bring a new card back ever later', () => {
  const due = nextDue(undefined, now);
  const times = [1, 2, 3, 4].map((each) => (due.get(each as Grade) as Date).getTime());
  expect(times).toEqual([...times].sort((a, b) => a - b));
  expect(new Set(times).size).toBe(4);
  expect(times[0]).toBeGreaterThan(now.getTime());
});

test('what a button promises is what happens', () => {
  for (const each of [1, 2, 3, 4] as const) {
    const promised = nextDue(undefined, now).get(each) as Date;
    expect(reviewed(undefined, now.toISOString(), each).due).toBe(promised.toISOString());
  }
});

test('one review after the other comes to the same as all of them anew, whatever they are', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ rating: grade, hours: fc.integer({ min: 1, max: 3000 }) }), {
        minLength: 1,
        maxLength: 12,
      }),
      (steps) => {
        let at = now.getTime();
        let state: ReturnType<typeof stateAfter>;
        const reviews = steps.map(({ rating, hours }) => {
          at += hours * 3_600_000;
          return { rating, at: new Date(at).toISOString() };
        });
        for (const review of reviews) state = reviewed(state, review.at, review.rating);
        expect(stateAfter(reviews)).toEqual(state);
      },
    ),
    { numRuns: 60 },
  );
});

test.each([
  [1, '1 min'],
  [10, '10 min'],
  [90, '2 h'],
  [60 * 24, '1 day'],
  [60 * 24 * 8, '8 days'],
  [60 * 24 * 70, '2 months'],
  [60 * 24 * 800, '2.2 years'],
])('%s minutes are said as %s', (minutes, words) => {
  expect(interval(now, new Date(now.getTime() + minutes * 60_000))).toBe(words);
});

test('the forecast counts what is overdue for today, and leaves out what is far away', () => {
  const at = (day: number, hour: number): string => new Date(2026, 2, day, hour).toISOString();
  const states = [at(1, 9), at(3, 23), at(4, 0), at(9, 12), at(30, 12)].map(
    (due, i) => card(`c${i}`, { due })[1].state as NonNullable<ReturnType<typeof stateAfter>>,
  );
  expect(forecast(states, new Date(2026, 2, 3, 12), 7)).toEqual([2, 1, 0, 0, 0, 0, 1]);
});
