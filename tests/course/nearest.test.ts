import { expect, test } from 'vitest';
import { nearest } from '../../src/course/nearest.ts';

test.each([
  ['otherwize', 'otherwise'],
  ['staus', 'status'],
  ['wehn', 'when'],
  ['Title', 'title'],
  ['completely-else', undefined],
  ['x', undefined],
])('the name nearest to %j is %j', (wanted, expected) => {
  expect(nearest(wanted, ['title', 'status', 'when', 'otherwise', 'expect'])).toBe(expected);
});
