import { expect, test } from 'vitest';
import type { CheckStatus } from '../../src/checks/check-report.ts';
import { gradeProject } from '../../src/checks/grade-project.ts';

const check = (id: string, mustPass = false, part = 'A') => ({ id, points: 25, part, mustPass });
const grade = (id: string, from: number) => ({ id, from, title: `Grade ${id}`, means: `${id}.` });
const grading = {
  checks: [check('one', true), check('two'), check('three'), check('four', false, 'B')],
  grades: [grade('low', 50), grade('high', 100)],
  partial: [],
};
const results = (...statuses: CheckStatus[]) =>
  ['one', 'two', 'three', 'four'].map((id, i) => ({
    id,
    title: `The ${id}`,
    status: statuses[i] ?? 'failed',
  }));

test('points add up to the highest grade they reach', () => {
  expect(gradeProject(grading, results('passed', 'passed'))).toMatchObject({
    points: 50,
    of: 100,
    grade: 'low',
    reasons: ['50 points to “Grade high”.'],
    parts: [
      { part: 'A', points: 50, of: 75 },
      { part: 'B', points: 0, of: 25 },
    ],
  });
  const all = gradeProject(grading, results('passed', 'passed', 'passed', 'passed'));
  expect(all).toMatchObject({ grade: 'high', points: 100, reasons: [] });
});

test('below the lowest grade there is none', () => {
  expect(gradeProject(grading, results('passed'))).toMatchObject({
    grade: undefined,
    title: 'Not yet',
    points: 25,
  });
});

test('without a check that must pass no sum is enough, and the reason names it', () => {
  const given = gradeProject(grading, results('failed', 'passed', 'passed', 'passed'));
  expect(given).toMatchObject({ grade: undefined, points: 75 });
  expect(given.reasons[0]).toContain('The one');
});

test('what could not be judged has not passed', () => {
  expect(gradeProject(grading, results('not-judged', 'passed', 'passed')).grade).toBeUndefined();
  expect(gradeProject(grading, []).points).toBe(0);
});
