/**
 * Runs test suites that others wrote in the page's engine, and writes `docs/compatibility.md`, from the results
 * in `docs/compatibility.json`. It needs a registry.
 *
 *     node scripts/compatibility.mjs [suite…]
 *
 * runs the suites that are named, or all; the page keeps the last results of the others.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { onNode24 } from './node-24.mjs';

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const RESULTS = at('docs/compatibility.json');
const PAGE = at('docs/compatibility.md');

async function main(names) {
  const { suites } = await import('./compatibility/suites.mjs');
  const { runSuite } = await import('./compatibility/run-suite.mjs');
  const { compatibilityPage } = await import('./compatibility/print-table.mjs');
  const unknown = names.filter((name) => !suites.some((suite) => suite.name === name));
  if (unknown.length > 0) {
    console.error(
      `There is no suite \`${unknown[0]}\`: use one of ${suites.map(({ name }) => name).join(', ')}.`,
    );
    return 2;
  }
  const results = existsSync(RESULTS) ? JSON.parse(readFileSync(RESULTS, 'utf8')) : {};
  for (const suite of suites) {
    if (names.length > 0 && !names.includes(suite.name)) continue;
    const result = await runSuite(suite, (line) => console.log(`  ${line}`));
    results[suite.name] = result;
    console.log(
      `${suite.name}: ${result.tests.passed} of ${result.tests.of} tests, ${result.files.failed.length} files failed`,
    );
    writeFileSync(RESULTS, `${JSON.stringify(results, null, 1)}\n`);
  }
  const known = suites.flatMap(({ name }) => results[name] ?? []);
  writeFileSync(PAGE, compatibilityPage(known));
  return 0;
}

if (onNode24(import.meta.url)) process.exitCode = await main(process.argv.slice(2));
