import { beforeEach, expect, test } from 'vitest';
import type { CheckReport, CheckResult } from '../../src/checks/check-report.ts';
import { EngineError } from '../../src/engine/errors.ts';
import { Progress } from '../../src/progress/progress.ts';
import { createMemoryStorage } from '../../src/progress/storage.ts';
import { Checker, type CheckerOptions } from '../../src/workbench/checker.ts';
import type { LabUnit } from '../../src/workbench/workbench-data.ts';
import { FakeEngine } from '../fixtures/fake-engine.ts';

const unit = {
  id: '1-basic-error-handlers',
  needs: [],
  checks: [{ id: 'a' }, { id: 'b' }],
} as unknown as LabUnit;
const files = { 'server.mjs': 'x' };
const result = (id: string, status: CheckResult['status'], message = ''): CheckResult => ({
  id,
  title: id,
  status,
  message,
  why: 'because',
  hints: [],
});
const report = (...results: CheckResult[]): CheckReport => ({
  unit: unit.id,
  state: 'judged',
  passed: results.every(({ status }) => status === 'passed'),
  cause: results.find(({ status }) => status === 'failed'),
  results,
  milliseconds: 5,
  seed: 1,
});

let progress: Progress;
let engines: FakeEngine[];
beforeEach(() => {
  const storage = createMemoryStorage();
  progress = new Progress({ open: async () => storage });
  engines = [];
});

function open(runChecks: CheckerOptions['runChecks']): Checker {
  return new Checker({
    unit,
    progress,
    runChecks,
    createEngine: async () => {
      const engine = new FakeEngine(() => ({ start: () => {} }));
      engines.push(engine);
      return engine;
    },
  });
}

test('a check has an engine of its own, which is gone afterwards, and its report is kept', async () => {
  const checker = open(async () => report(result('a', 'failed', 'look'), result('b', 'passed')));
  await checker.check(files);
  expect(checker.state.value).toMatchObject({
    kind: 'judged',
    fresh: true,
    report: { passed: false, cause: 'a', files },
  });
  expect(engines.map(({ tornDown }) => tornDown)).toEqual([true]);
  const later = open(async () => report());
  await later.load();
  expect(later.state.value).toMatchObject({ kind: 'judged', fresh: false, report: { cause: 'a' } });
});

test('progress is shown while it goes on', async () => {
  const seen: unknown[] = [];
  const checker = open(async ({ onProgress }) => {
    onProgress?.({ done: 1, of: 2, doing: 'b' });
    seen.push(checker.state.value);
    return report(result('a', 'passed'));
  });
  await checker.check(files);
  expect(seen).toEqual([{ kind: 'checking', done: 1, of: 2, doing: 'b', again: false }]);
});

test('a check that fails by our own fault says that nothing was judged', async () => {
  const checker = open(() => Promise.reject(new EngineError('ERR_ENGINE_CRASHED', 'inside')));
  await checker.check(files);
  expect(checker.state.value).toMatchObject({
    kind: 'failed',
    failure: { what: expect.stringContaining('not judged') },
  });
  expect(engines[0]?.tornDown).toBe(true);
});

test('a check that is stopped gives back what was there before', async () => {
  const checker = open(async () => report(result('a', 'passed')));
  await checker.check(files);
  const before = checker.state.value;
  const slow = open(
    ({ signal }) =>
      new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason))),
  );
  slow.state.value = before;
  const checking = slow.check(files);
  await expect.poll(() => engines.length).toBe(2);
  slow.cancel();
  await checking;
  expect(slow.state.value).toBe(before);
  expect(engines[1]?.tornDown).toBe(true);
});

test('a flood in a report is cut before it is kept', async () => {
  const long = 'x'.repeat(1_000_000);
  const checker = open(async () =>
    report({
      ...result('a', 'failed', long),
      received: long,
      log: [{ stream: 'stdout', data: long, at: 0 }],
    }),
  );
  await checker.check(files);
  const kept = await progress.read('report', unit.id);
  expect(JSON.stringify(kept).length).toBeLessThan(50_000);
  expect(kept?.results[0]?.message).toContain('(cut)');
});
