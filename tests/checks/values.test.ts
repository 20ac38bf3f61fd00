import fc from 'fast-check';
import { expect, test } from 'vitest';
import { render } from '../../src/checks/render.ts';
import { makeValues } from '../../src/checks/values.ts';

test('a seed makes the same values again, and another one makes others', () => {
  const makers = { word: { word: 12 }, port: { number: [1000, 9999] as [number, number] } };
  expect(makeValues(makers, 7)).toEqual(makeValues(makers, 7));
  expect(makeValues(makers, 7)).not.toEqual(makeValues(makers, 8));
});

test('words have their length and numbers stay in their range', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 4, max: 40 }), (seed, length) => {
      const { word, number, long } = makeValues(
        { word: { word: length }, number: { number: [3, 5] }, long: { letters: 7 } },
        seed,
      );
      expect(word).toMatch(new RegExp(`^[a-z]{${length}}$`));
      expect(['3', '4', '5']).toContain(number);
      expect(long).toBe('xxxxxxx');
    }),
  );
});

test('a template takes values and nothing else; what is not known makes the whole text unknown', () => {
  const sources = {
    values: { word: 'fob', constructor: 'mine' } as Record<string, string>,
    exchanges: new Map(),
  };
  expect(render('a ${word} b $word ${WORD} {word}', sources)).toBe('a fob b $word ${WORD} {word}');
  expect(render('${to-string}', sources)).toBeUndefined();
});

test('hexadecimal digits are as many as asked for, and never all zero', () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      expect(makeValues({ id: { hex: 16 } }, seed)['id']).toMatch(/^(?!0{16})[0-9a-f]{16}$/);
    }),
  );
});
