/**
 * The same programs with the same requests on real Node and in the page, compared field by field. What differs stands
 * in `known-differences.ts` with its reason; the suite fails when something new differs or a listed one agrees.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openEngine } from '../../scripts/in-page.mjs';
import type { Engine } from '../../src/engine/engine.ts';
import { knownDifferences } from './known-differences.ts';
import { observe, type Scenario } from './scenario.ts';
import { suites } from './suites.ts';

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
  const page = observe(embedded, '/home/learner/app', folder, scenario, oracle);
  const actual = await page;
  let expected = await oracle;
  // On a busy machine a program may be about to end: as the one in the page has, it gets the time for it.
  if (expected['still running'] === true && actual['still running'] === false) {
    expected = await observe(native, native.root, `${folder}-again`, scenario, page);
  }
  const out: Record<string, { native: unknown; page: unknown }> = {};
  for (const name of new Set([...Object.keys(expected), ...Object.keys(actual)])) {
    fields++;
    if (JSON.stringify(expected[name]) === JSON.stringify(actual[name])) equal++;
    else out[name] = { native: expected[name], page: actual[name] };
  }
  return out;
}

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
