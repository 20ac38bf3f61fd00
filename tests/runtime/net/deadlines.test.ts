import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Deadlines } from '../../../src/runtime/net/deadlines.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('deadlines are missed in order, whatever the order in which they were set, and only those that were not met', () => {
  const deadlines = new Deadlines();
  const missed: string[] = [];
  const set = (name: string, delay: number) => deadlines.set(delay, () => missed.push(name));
  set('late', 3000);
  const meet = set('met', 2000);
  set('early', 1000);
  expect(vi.getTimerCount()).toBe(1);
  vi.advanceTimersByTime(999);
  expect(missed).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(missed).toEqual(['early']);
  meet();
  set('after', 1500);
  vi.advanceTimersByTime(1500);
  expect(missed).toEqual(['early', 'after']);
  vi.advanceTimersByTime(500);
  expect(missed).toEqual(['early', 'after', 'late']);
  expect(vi.getTimerCount()).toBe(0);
});

test('one that is missed may set the next, and may meet others', () => {
  const deadlines = new Deadlines();
  const missed: string[] = [];
  const meet = { other: () => {} };
  deadlines.set(10, () => {
    missed.push('first');
    meet.other();
    deadlines.set(5, () => missed.push('second'));
  });
  meet.other = deadlines.set(10, () => missed.push('other'));
  vi.advanceTimersByTime(100);
  expect(missed).toEqual(['first', 'second']);
});
