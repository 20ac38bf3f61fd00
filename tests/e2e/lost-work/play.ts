import type { Page } from 'playwright-core';
import { visit } from '../visit.ts';
import { bundle, type Change, nextVersion } from './bundles.ts';
import type { RunOptions, RunResult } from './sequences.ts';

const path = '/record-sequences';

/** Sequences in one page: what frames leave behind is not all given back while their page lives. */
const perPage = 100;

/** Changes of the code under test, which the sequences must find. */
export interface Fault {
  readonly changes: readonly Change[];
  /** Whether only the next version of the site has them. */
  readonly nextOnly?: boolean;
}

export interface PlayOptions extends Pick<RunOptions, 'runs' | 'seed' | 'limit' | 'shrink'> {
  readonly fault?: Fault;
  /** Visitors at once, each with a browser's storage of their own. */
  readonly lanes?: number;
  readonly onProgress?: (sum: Summary) => void;
}

export type Summary = Omit<RunResult, 'report' | 'failed'> & { readonly reports: readonly string[] };

/** Plays sequences until one fails, `runs` are played, or `limit` milliseconds have passed. */
export async function play({
  fault = { changes: [] },
  lanes = 1,
  onProgress,
  ...options
}: PlayOptions): Promise<Summary> {
  const [sequences, code, nextCode] = await Promise.all([
    bundle('sequences.ts'),
    bundle('tab.ts', fault.nextOnly ? [] : fault.changes),
    bundle('tab.ts', [...nextVersion, ...fault.changes]),
  ]);
  // The limit is for playing; what it takes to begin is not counted.
  let end: number | undefined;
  let begun = 0;
  let sum: Summary = { runs: 0, contained: {}, asked: { accepted: 0, erased: 0 }, reports: [] };
  const lane = async (): Promise<void> => {
    const { context, page: first } = await visit();
    await context.route(`**${path}`, (route) =>
      route
        .fulfill({ contentType: 'text/html', body: '<!doctype html><title>Sequences</title><body>' })
        // A tab that loaded anew is gone by then.
        .catch(() => undefined),
    );
    let page: Page | undefined = first;
    while (begun < options.runs && !(end && performance.now() > end) && sum.reports.length === 0) {
      const runs = Math.min(perPage, options.runs - begun);
      const seed = options.seed + begun;
      begun += runs;
      page ??= await context.newPage();
      await page.goto(path);
      await page.evaluate(sequences);
      end ??= performance.now() + options.limit;
      const given: RunOptions = { ...options, code, nextCode, runs, seed, limit: end - performance.now() };
      const result = await page.evaluate(
        (all) =>
          (globalThis as unknown as { playSequences(_: RunOptions): Promise<RunResult> }).playSequences(all),
        given,
      );
      await page.close();
      page = undefined;
      sum = added(sum, result);
      onProgress?.(sum);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return sum;
}

function added(sum: Summary, { runs, contained, asked, report }: RunResult): Summary {
  const names = [...new Set([...Object.keys(sum.contained), ...Object.keys(contained)])].sort();
  return {
    runs: sum.runs + runs,
    contained: Object.fromEntries(
      names.map((name) => [name, (sum.contained[name] ?? 0) + (contained[name] ?? 0)]),
    ),
    asked: {
      accepted: sum.asked.accepted + asked.accepted,
      erased: sum.asked.erased + asked.erased,
    },
    reports: report === '' ? sum.reports : [...sum.reports, report],
  };
}
