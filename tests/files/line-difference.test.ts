import { expect, test } from 'vitest';
import { lineDifference } from '../../src/files/line-difference.ts';

const shown = (before: string, after: string): string => {
  const [a, b] = [before.split('\n'), after.split('\n')];
  return lineDifference(before, after)
    .map((line) =>
      line.kind === 'removed' ? `-${a[line.before]}` : `${line.kind === 'added' ? '+' : ' '}${b[line.after]}`,
    )
    .join('\n');
};

test('what is the same stays, and what goes stands before what comes', () => {
  expect(shown('a\nb\nc', 'a\nx\ny\nc')).toBe(' a\n-b\n+x\n+y\n c');
  expect(shown('a\nb', 'a\nb')).toBe(' a\n b');
  expect(shown('a', 'a\nb')).toBe(' a\n+b');
});

test('whatever the texts, both can be read from their difference', () => {
  const letters = 'abc';
  for (let seed = 1; seed < 400; seed++) {
    const text = (n: number): string =>
      Array.from({ length: n % 7 }, (_, i) => letters[(n * (i + 3) + seed * i) % 3]).join('\n');
    const [before, after] = [text(seed), text(seed * 7 + 1)];
    const lines = lineDifference(before, after);
    const a = before.split('\n');
    const b = after.split('\n');
    expect(
      lines
        .filter(({ kind }) => kind !== 'added')
        .map((line) => a[line.before])
        .join('\n'),
    ).toBe(before);
    expect(
      lines
        .filter(({ kind }) => kind !== 'removed')
        .map((line) => b[line.after])
        .join('\n'),
    ).toBe(after);
  }
});
