#!/usr/bin/env node
/**
 * Proves the content: starts fail, solutions and other right ones pass, each mistake gets its own message first, stored
 * answers are what really happens. Prints one table.
 *
 *     node scripts/check-content.mjs [unit …] [--engine native|embedded]… [--runs <number>]
 *
 * Both engines unless named. Exit code: 0 when all is as it should be, 1 when something is not, 2 when the content cannot
 * be read.
 */
import { onNode24 } from './node-24.mjs';

if (onNode24(import.meta.url)) {
  const { checkContentFromCommandLine } = await import('./content/check-content.ts');
  process.exitCode = await checkContentFromCommandLine(process.argv.slice(2));
}
