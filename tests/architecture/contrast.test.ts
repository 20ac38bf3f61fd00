import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const css = readFileSync(new URL('../../src/styles/tokens.css', import.meta.url), 'utf8');
const tokens = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map(
    ([, name, light, dark]) => [name as string, { light: light as string, dark: dark as string }] as const,
  ),
);

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

const code = ['ink', 'comment', 'keyword', 'string', 'constant', 'name', 'mark'].map(
  (name) => `code-${name}`,
);
const text: [string, string[]][] = [
  ['paper', ['ink', 'ink-soft', 'net', 'fall', 'held', 'doubt']],
  ['sheet', ['ink', 'ink-soft', 'net', 'fall', 'held', ...code]],
  ['bench', ['ink', 'ink-soft', 'net', 'fall', 'held', 'doubt']],
  ['net-soft', ['ink', 'net', 'code-ink', ...code]],
  ['code-select', code],
  ['fall-soft', ['ink', 'ink-soft', 'fall']],
  ['held-soft', ['ink', 'held']],
  ['doubt-soft', ['ink', 'doubt']],
  ['net', ['on-net']],
];

test.each(
  text.flatMap(([back, fronts]) =>
    fronts.flatMap((front) => ['light', 'dark'].map((theme) => [theme, front, back] as const)),
  ),
)('%s: %s on %s can be read (AA, 4.5)', (theme, front, back) => {
  const [a, b] = [tokens.get(front), tokens.get(back)];
  if (!a || !b) throw new Error(`\`--${a ? back : front}\` is not in tokens.css.`);
  const key = theme as 'light' | 'dark';
  expect(contrast(a[key], b[key])).toBeGreaterThanOrEqual(4.5);
});

test.each(['light', 'dark'] as const)('%s: the edges of controls can be seen (3)', (theme) => {
  for (const back of ['paper', 'sheet', 'bench']) {
    expect(contrast(tokens.get('edge')![theme], tokens.get(back)![theme]), back).toBeGreaterThanOrEqual(3);
  }
});

test('black on white is 21, and a colour on itself is 1', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
  expect(contrast('#7ccbd2', '#7ccbd2')).toBe(1);
});
