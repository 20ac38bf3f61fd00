#!/usr/bin/env node
/**
 * Changes each solution in small ways and sees whether its checks notice. Results are kept in `tests/content/mutants/`
 * until the unit, its solution or the checker changes.
 *
 *     node scripts/check-mutants.mjs [unit …] [--list] [--all | --stronger] [--at-once <number>]
 *     node scripts/check-mutants.mjs [unit …] --verify
 *
 * `--list` only prints the mutants; `--all` tries those again whose results are kept; `--stronger` tries only those that
 * no check noticed the last time (for when checks were added and none was taken away); `--verify` tries a few at random
 * and holds the kept results to 95 %. Exit code: 0 when every unit is good enough, 1 when one is not, 2 when there was
 * nothing to try.
 */
import { onNode24 } from './node-24.mjs';

if (onNode24(import.meta.url)) {
  const { checkMutantsFromCommandLine } = await import('./content/mutants/check-mutants.ts');
  process.exitCode = await checkMutantsFromCommandLine(process.argv.slice(2));
}
