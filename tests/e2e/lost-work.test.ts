import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type Fault, type PlayOptions, play } from './lost-work/play.ts';
import { describeVisits } from './visit.ts';

describeVisits();

/** `npm run check:record` plays many; here, as many as fit into some seconds. */
const many = Number(process.env['LOST_WORK_RUNS'] ?? 0);
const seed = Number(process.env['LOST_WORK_SEED'] ?? 20_261_129);

test('no sequence of answers, reviews, edits, closed tabs, failures, imports, upgrades and erasures loses what was accepted or brings back what was erased', {
  timeout: many > 0 ? 15_000_000 : 60_000,
}, async () => {
  const options: PlayOptions =
    many > 0
      ? {
          runs: many,
          seed,
          limit: 14_000_000,
          shrink: true,
          lanes: Number(process.env['LOST_WORK_LANES'] ?? 2),
          onProgress({ reports, ...summary }) {
            const file = process.env['LOST_WORK_SUMMARY'];
            if (file) writeFileSync(file, JSON.stringify({ ...summary, seed, reports }));
            console.log(`${new Date().toISOString()} ${summary.runs} of ${many}`);
          },
        }
      : { runs: 1000, seed, limit: 6000, shrink: true };
  const { reports, ...summary } = await play(options);
  console.log(`record: ${summary.runs} sequences, seed ${seed}`);
  expect(reports.join('\n')).toBe('');
  expect(summary.runs).toBeGreaterThanOrEqual(many > 0 ? many : 1);
});

const change = (file: string, from: string, to: string): Fault => ({ changes: [{ file, from, to }] });

/** What the sequences must find. Those that take more than a few of them are played with many only. */
const faults: readonly [string, Fault, ('rare' | undefined)?][] = [
  [
    'overwrites instead of joining',
    change('progress/join.ts', 'const all = { ...a };', 'const all = {} as typeof a;'),
  ],
  ['drops what another tab wrote', change('progress/join.ts', '[restorePointOf(loser)]', '[]')],
  ['leaves nothing on the shelf', change('progress/shelf.ts', 'shelf.setItem(', 'void (')],
  [
    'writes without looking at what another tab has stored',
    change(
      'progress/progress.ts',
      'const value = await all.get(kind, key);',
      'const value: unknown = undefined;',
    ),
  ],
  [
    'takes from a file only what it knows nothing of',
    change(
      'progress/record-file.ts',
      'await progress.mergeAll(read.records);',
      'await progress.mergeAll(read.records.filter((kept) => !before.has(idOf(kept))));',
    ),
  ],
  [
    'is replaced by a file',
    change(
      'progress/record-file.ts',
      'await progress.mergeAll(read.records);',
      'await progress.erase(); await progress.mergeAll(read.records);',
    ),
  ],
  [
    'loses its reviews in an upgrade',
    {
      changes: [
        {
          file: 'progress/migrations.ts',
          from: '2: (stored) => [stored]',
          to: "2: (stored) => stored.kind === 'card' ? [] : [stored]",
        },
      ],
      nextOnly: true,
    },
  ],
  [
    'goes on with what it had when another tab erased everything',
    change('progress/progress.ts', 'this.#forgetAll(message.erased, true);', 'void 0;'),
  ],
  [
    'writes what was erased meanwhile',
    change('progress/progress.ts', 'if (isErasedSince(known, mark)) return mark;', ''),
    'rare',
  ],
];

test.each(faults.filter(([, , rare]) => many > 0 || rare === undefined))(
  'a record that %s is caught',
  { timeout: 600_000 },
  async (_name, fault) => {
    const { reports, runs } = await play({
      fault,
      runs: 5000,
      seed,
      limit: 500_000,
      shrink: false,
    });
    console.log(`found after ${runs} sequences: ${reports[0]?.split('\n')[0]}`);
    expect(reports.join('\n')).toMatch(/lost: |came back: /);
  },
);
