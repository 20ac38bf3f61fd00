#!/usr/bin/env node
/**
 * Proves the content: starts fail, solutions and other right ones pass, each mistake gets its own message first, stored
 * answers are what really happens, links lead somewhere. Prints tables: proofs, and how long and how hard the texts are.
 *
 *     node scripts/check-content.mjs [unit …] [--engine native|embedded]… [--runs <number>] [--at-once <number>]
 *
 * Both engines unless named; several servers at once. Links are followed in the built site, where there is one and no
 * unit is named. Exit code: 0 when all is as it should be, 1 when something is not, 2 when the content cannot
 * be read.
 */
import { onNode24 } from './node-24.mjs';

if (onNode24(import.meta.url)) {
  const { checkContentFromCommandLine } = await import('./content/check-content.ts');
  process.exitCode = await checkContentFromCommandLine(process.argv.slice(2));
}
