import { expect, test } from 'vitest';
import { pageOf } from '../../src/workbench/timeline-moments.ts';

test('pages go from the latest back to the first, none is left out, and a page is full where it can be', () => {
  for (const count of [0, 1, 199, 200, 201, 399, 400, 1234]) {
    const seen = new Set<number>();
    for (let back = 0; ; ) {
      const { from, until, size } = pageOf(count, back);
      expect(until - from).toBe(Math.min(count, size));
      for (let i = from; i < until; i++) seen.add(i);
      if (from === 0) break;
      back += size;
    }
    expect(seen.size).toBe(count);
  }
  expect(pageOf(1234, Number.POSITIVE_INFINITY)).toMatchObject({ from: 0, until: 200 });
});
