import { expect, test } from 'vitest';
import { benchLinkFrom, withBenchLink } from '../../src/workbench/bench-link.ts';

const page = 'https://course.example/learn/1/';

test('an address without anything about a bench says nothing about one', () => {
  expect(benchLinkFrom(`${page}?utm=x#top`)).toBeUndefined();
});

test('what is written into an address is read out of it again, and the rest of the address stays', () => {
  const link = {
    bench: 'challenge',
    file: 'a b.mjs',
    request: 'POST /x?y=1&z',
    full: true,
    output: 'X-ray' as const,
  };
  const address = withBenchLink(`${page}?theme=dark#part`, link);
  expect(address).toContain('theme=dark');
  expect(address).toMatch(/#part$/);
  expect(benchLinkFrom(address)).toEqual(link);
});

test('modes that nobody knows are passed over, and nothing is left of a link that is taken back', () => {
  expect(benchLinkFrom(`${page}?mode=FULL,unheard-of`)).toMatchObject({ full: true, output: undefined });
  const nothing = { bench: 'exercise', file: undefined, request: undefined, full: false, output: undefined };
  expect(withBenchLink(`${page}?mode=full&file=x`, nothing)).toBe(page);
});
