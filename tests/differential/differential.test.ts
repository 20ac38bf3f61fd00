/**
 * The same programs with the same requests on real Node and in the page, compared field by field. What differs stands
 * in `known-differences.ts` with its reason; the suite fails when something new differs or a listed one agrees.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openEngine } from '../../scripts/in-page.mjs';
import type { Engine } from '../../src/engine/engine.ts';
import { contextCases } from './cases/context.ts';
import { errorCases } from './cases/errors.ts';
import { httpCases } from './cases/http.ts';
import { lessonCases } from './cases/lessons.ts';
import { libraryCases } from './cases/library.ts';
import { moduleCases } from './cases/modules.ts';
import { processCases } from './cases/process.ts';
import { threadCases } from './cases/threads.ts';
import { knownDifferences } from './known-differences.ts';
import { observe, type Scenario } from './scenario.ts';

type ClosableEngine = Engine & { close(): Promise<void> };
let native: ClosableEngine & { readonly root: string };
let embedded: ClosableEngine;
let fields = 0;
let equal = 0;
let folders = 0;

beforeAll(async () => {
  native = (await openEngine({ engine: 'native' })) as unknown as typeof native;
  embedded = await openEngine({ engine: 'embedded' });
}, 180_000);

afterAll(async () => {
  console.log(
    `Differential suite: ${equal} of ${fields} fields equal (${((100 * equal) / fields).toFixed(2)} %).`,
  );
  await Promise.all([native?.close(), embedded?.close()]);
});

/** The names of the fields that differ, with both values. */
async function differences(scenario: Scenario): Promise<Record<string, { native: unknown; page: unknown }>> {
  const folder = `case-${++folders}`;
  const oracle = observe(native, native.root, folder, scenario);
  const hasEnded = oracle.then((seen) => seen['still running'] === false);
  const page = observe(embedded, '/home/learner/app', folder, scenario, hasEnded);
  const [expected, actual] = await Promise.all([oracle, page]);
  const out: Record<string, { native: unknown; page: unknown }> = {};
  for (const name of new Set([...Object.keys(expected), ...Object.keys(actual)])) {
    fields++;
    if (JSON.stringify(expected[name]) === JSON.stringify(actual[name])) equal++;
    else out[name] = { native: expected[name], page: actual[name] };
  }
  return out;
}

const suites = {
  process: processCases,
  modules: moduleCases,
  http: httpCases,
  library: libraryCases,
  threads: threadCases,
  context: contextCases,
  errors: errorCases,
  lessons: lessonCases,
};

for (const [suite, cases] of Object.entries(suites)) {
  describe(suite, () => {
    for (const scenario of cases) {
      it(scenario.name, async () => {
        const known = knownDifferences[scenario.name] ?? {};
        const found = await differences(scenario);
        expect(Object.keys(found).sort(), JSON.stringify(found, null, 1)).toEqual(Object.keys(known).sort());
      });
    }
  });
}
