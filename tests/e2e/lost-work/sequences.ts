import fc from 'fast-check';
import { sequence } from './steps.ts';
import { type Codes, World } from './world.ts';

/*
 * Random sequences of what learners and browsers do, in real tabs (frames, each a realm of its own) on the browser's own
 * database, and at their end the question whether anything that was accepted is lost, or anything that was erased is back.
 */

export interface RunOptions extends Codes {
  readonly runs: number;
  readonly seed: number;
  /** Milliseconds after which no further sequence is begun. */
  readonly limit: number;
  /** Whether to look for the shortest sequence that fails. */
  readonly shrink: boolean;
}

export interface RunResult {
  readonly runs: number;
  readonly failed: boolean;
  /** The shortest sequence that fails, and what is wrong. */
  readonly report: string;
  /** In how many sequences each kind of action was. */
  readonly contained: Readonly<Record<string, number>>;
  /** How many things were asked for in the end: accepted ones, and erased ones. */
  readonly asked: { readonly accepted: number; readonly erased: number };
}

/** Plays random sequences until one fails, all are played, or the time is over. */
async function playSequences(options: RunOptions): Promise<RunResult> {
  let runs = 0;
  const contained: Record<string, number> = {};
  const asked = { accepted: 0, erased: 0 };
  const property = fc.asyncProperty(sequence, async (one) => {
    runs++;
    const world = new World(options);
    try {
      const wrong = await world.play(one);
      if (wrong.length > 0) throw new Error(wrong.join(', '));
    } finally {
      await world.clear();
    }
    for (const name of world.contained) contained[name] = (contained[name] ?? 0) + 1;
    asked.accepted += world.ledger.size;
    asked.erased += world.ledger.erased;
  });
  const details = await fc.check(property, {
    numRuns: options.runs,
    seed: options.seed,
    interruptAfterTimeLimit: options.limit,
    markInterruptAsFailure: false,
    endOnFailure: !options.shrink,
  });
  const cause = (details.errorInstance as Error | null)?.message ?? '';
  const report = details.failed ? `${cause}\n${fc.defaultReportMessage(details) ?? ''}` : '';
  return { runs, failed: details.failed, report, contained, asked };
}

Object.assign(globalThis, { playSequences });
