import { expect, test } from 'vitest';
import { netHeight, netPaths } from '../../src/components/figures/net-path.ts';

const shape = { from: 0, to: 100, y: 10, sag: 20, depth: 5, cells: 10 };

test('a net hangs from its posts, and deepest in the middle', () => {
  expect([netHeight(shape, 0), netHeight(shape, 50), netHeight(shape, 100)]).toEqual([10, 30, 10]);
});

test('a torn net has no rope and no mesh where the hole is', () => {
  const { ropes, mesh } = netPaths({ ...shape, hole: [35, 65] });
  const xs = [...`${ropes}${mesh}`.matchAll(/[ML]([\d.]+) /g)].map((match) => Number(match[1]));
  expect(xs.some((x) => x > 35 && x < 65)).toBe(false);
  expect(Math.min(...xs)).toBe(0);
  expect(Math.max(...xs)).toBe(100);
});
