import { expect, test } from 'vitest';
import { plainAnswer, sameAnswer } from '../../src/course/same-answer.ts';
import { gradeOrder, gradeShort } from '../../src/quiz/grade.ts';

test.each([
  ['400', ' 400. '],
  ['four', '4'],
  ['1000', '1,000'],
  ['0.5', '0.50'],
  ['next(err)', 'next( err );'],
  ['application/problem+json', '`application / problem+json`'],
  ['envelope', 'An Envelope'],
  ['{}', '{ }'],
  ['close', '“close”'],
  ['not acceptable', 'Not  Acceptable'],
])('%s and %s say the same', (one, other) => {
  expect(sameAnswer(one, other)).toBe(true);
});

test.each([
  ['400', '401'],
  ['err', 'error'],
  ['finish', 'close'],
  ['1', '11'],
  ['503', '5 03'],
])('%s and %s do not', (one, other) => {
  expect(sameAnswer(one, other)).toBe(false);
});

test('an answer without letters or digits says nothing, and is never right', () => {
  expect(plainAnswer(' … ')).not.toBe('1');
  expect(gradeShort(['1'], [], '   ')).toEqual({ right: false, foreseen: undefined });
});

test('a wrong answer that was foreseen is told from one that was not', () => {
  const wrong = [['500'], ['415', 'unsupported media type']];
  expect(gradeShort(['400'], wrong, 'Unsupported Media Type')).toEqual({ right: false, foreseen: 1 });
  expect(gradeShort(['400'], wrong, '418')).toEqual({ right: false, foreseen: undefined });
  expect(gradeShort(['400'], wrong, '400')).toEqual({ right: true, foreseen: undefined });
});

test('steps are right only in their order, and each is told where it was put', () => {
  expect(gradeOrder(['a', 'b', 'c'], ['a', 'b', 'c']).right).toBe(true);
  expect(gradeOrder(['a', 'b', 'c'], ['b', 'a', 'c'])).toEqual({ right: false, places: [2, 1, 3] });
  expect(gradeOrder(['a', 'b', 'c'], ['a', 'b'])).toEqual({ right: false, places: [1, 2, 0] });
  expect(gradeOrder(['a', 'b', 'c'], ['a', 'b', 'c', 'd']).right).toBe(false);
});
