import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gradeChoice } from '../../src/quiz/grade.ts';

const question = (...right: boolean[]) => ({
  options: right.map((value, i) => ({ id: String.fromCharCode(97 + i), right: value })),
});

test('one right option, chosen, is right', () => {
  const grade = gradeChoice(question(false, true), ['b']);
  expect(grade.right).toBe(true);
  expect([...grade.options]).toEqual([
    ['a', 'left'],
    ['b', 'hit'],
  ]);
});

test('of two right options, one is not enough', () => {
  const grade = gradeChoice(question(true, true, false), ['a']);
  expect(grade.right).toBe(false);
  expect(grade.options.get('b')).toBe('missed');
});

test('a wrong one beside the right one is wrong', () => {
  expect(gradeChoice(question(true, false), ['a', 'b'])).toMatchObject({ right: false });
});

test('nothing chosen, or something that is not there, is not right', () => {
  expect(gradeChoice(question(true, false), []).right).toBe(false);
  expect(gradeChoice(question(true, false), ['z']).right).toBe(false);
});

test('right is exactly the set of right options, in any order', () => {
  fc.assert(
    fc.property(
      fc.array(fc.boolean(), { minLength: 1, maxLength: 6 }),
      fc.array(fc.nat(7)),
      (right, picks) => {
        fc.pre(right.includes(true));
        const it = question(...right);
        const choice = picks.map((i) => String.fromCharCode(97 + i));
        const wanted = it.options.filter((option) => option.right).map(({ id }) => id);
        const known = [...new Set(choice)].filter((id) => it.options.some((option) => option.id === id));
        const same = known.length === wanted.length && wanted.every((id) => known.includes(id));
        expect(gradeChoice(it, choice).right).toBe(same);
      },
    ),
  );
});
