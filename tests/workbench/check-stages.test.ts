import { expect, test } from 'vitest';
import { type CheckStage, checkSpans, stageOf } from '../../src/workbench/check-stages.ts';
import type { LabUnit } from '../../src/workbench/workbench-data.ts';

const steps = [
  { start: { id: 'first' } },
  { id: 'a', request: ['GET /a'] },
  { 'one-connection': [{ id: 'b', request: ['GET /b'] }] },
  { together: [{ id: 'c', request: ['GET /c'] }, { request: ['GET /d'] }] },
  { request: ['GET /last'] },
];
const checks = [
  { id: 'plain', expect: [{ of: ['a'], status: 200, body: { contains: 'c' } }] },
  { id: 'nested', expect: [{ any: [{ of: ['b'] }, { not: { 'for-each': ['c'], that: { of: ['it'] } } }] }] },
  { id: 'log', expect: [{ run: 'first', log: { where: {}, 'one-for-each': ['b'] } }] },
  { id: 'end', expect: [{ alive: true }] },
];
const spans = checkSpans({ steps, checks } as unknown as LabUnit);

test('a check is waiting, being tried, and tried, as its steps come', () => {
  const stages = (check: string): CheckStage[] =>
    [0, 1, 2, 3, 4, 5].map((step) => stageOf(spans, check, step));
  expect(stages('plain')).toEqual(['waiting', 'now', 'tried', 'tried', 'tried', 'tried']);
  expect(stages('nested')).toEqual(['waiting', 'waiting', 'now', 'now', 'tried', 'tried']);
  expect(stages('log')).toEqual(['now', 'now', 'now', 'tried', 'tried', 'tried']);
});

test('a check that names no step is tried when all are done', () => {
  expect([3, 4, 5].map((step) => stageOf(spans, 'end', step))).toEqual(['waiting', 'now', 'tried']);
});
