#!/usr/bin/env node
/**
 * Proves the content: starts fail, solutions and other right ones pass, each mistake gets its own message first, stored
 * answers are what really happens, links lead somewhere. Prints tables: proofs, and how long and how hard the texts are.
 *
 *     node scripts/check-content.mjs [unit …] [--engine native|embedded]… [--runs <number>] [--at-once <number>]
 *     node scripts/check-content.mjs [unit …] --all
 *     node scripts/check-content.mjs [unit …] --for <minutes> [--without <unit>]…
 *
 * Both engines unless named; several servers at once. What was proven is kept in `tests/content/proofs/`, and not proven
 * again until the unit, the engine or the program that checks has changed; `--runs` asks for so many runs of each, those
 * that are kept included. `--all` counts anew. `--for` proves as much as the minutes allow: first what has no kept proof at
 * all, then what an older engine has proven, then others at random; what fails is tried again alone; it keeps nothing. Links
 * are followed in the built site, where there is one and no unit is named. Exit code: 0 when all is as it should be, 1 when
 * something is not, 2 when the content cannot be read.
 */
import { onNode24 } from './node-24.mjs';

if (onNode24(import.meta.url)) {
  const { checkContentFromCommandLine } = await import('./content/check-content.ts');
  process.exitCode = await checkContentFromCommandLine(process.argv.slice(2));
}
