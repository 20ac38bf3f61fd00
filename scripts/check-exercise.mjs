#!/usr/bin/env node
/**
 * Grades a folder against a unit's checks, as the page would.
 *
 *     node scripts/check-exercise.mjs <unit> <folder> [--engine native|embedded] [--json] [--seed <number>]
 *
 * `<unit>` is an id, the number of a lesson (`1`), a lesson's challenge (`1-challenge`), or `project`. On `native`, which
 * is meant unless given, the folder's program runs with your rights on your machine; on `embedded` it runs in the page's
 * sandbox, in a browser. Exit code: 0 when all checks pass, 1 when some do not, 2 when there was nothing to check.
 */
import { onNode24 } from './node-24.mjs';

if (onNode24(import.meta.url)) {
  const { gradeFromCommandLine } = await import('./content/grade-folder.ts');
  process.exitCode = await gradeFromCommandLine(process.argv.slice(2));
}
