import { expect, test } from 'vitest';
import { bundle, type Change, nextVersion } from './lost-work/bundles.ts';
import type { RunOptions, RunResult } from './lost-work/sequences.ts';
import { describeVisits, visit } from './visit.ts';

describeVisits();

/** `npm run check:record` plays many; here, as many as fit into some seconds. */
const many = Number(process.env['LOST_WORK_RUNS'] ?? 0);
const seed = Number(process.env['LOST_WORK_SEED'] ?? 20_261_129);

async function play(
  changes: readonly Change[],
  limits: Pick<RunOptions, 'runs' | 'limit' | 'shrink'>,
): Promise<RunResult> {
  const { page, open } = await visit();
  await page.route('**/record-sequences', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Sequences</title><body>' }),
  );
  await open('/record-sequences');
  const [sequences, code, nextCode] = await Promise.all([
    bundle('sequences.ts'),
    bundle('tab.ts', changes),
    bundle('tab.ts', [...nextVersion, ...changes]),
  ]);
  await page.evaluate(sequences);
  const options: RunOptions = { code, nextCode, seed, ...limits };
  return page.evaluate(
    (given) =>
      (globalThis as unknown as { playSequences(_: RunOptions): Promise<RunResult> }).playSequences(given),
    options,
  );
}

test('no sequence of answers, reviews, edits, closed tabs, failures, imports and upgrades loses what was accepted', {
  timeout: many > 0 ? 7_200_000 : 60_000,
}, async () => {
  const { runs, report } = await play(
    [],
    many > 0 ? { runs: many, limit: 7_000_000, shrink: true } : { runs: 1000, limit: 6000, shrink: true },
  );
  console.log(`record: ${runs} sequences, seed ${seed}`);
  expect(report).toBe('');
  expect(runs).toBeGreaterThanOrEqual(many > 0 ? many : 5);
});

const faults: readonly [string, Change][] = [
  [
    'overwrites instead of joining',
    { file: 'progress/join.ts', from: 'const all = { ...a };', to: 'const all = {} as typeof a;' },
  ],
  ['drops what another tab wrote', { file: 'progress/join.ts', from: '[restorePointOf(loser)]', to: '[]' }],
  ['leaves nothing on the shelf', { file: 'progress/shelf.ts', from: 'shelf.setItem(', to: 'void (' }],
];

test.each(faults)('a record that %s is caught', async (_name, fault) => {
  const { failed, report } = await play([fault], { runs: 2000, limit: 30_000, shrink: false });
  expect(failed).toBe(true);
  expect(report).toContain('lost: ');
});
