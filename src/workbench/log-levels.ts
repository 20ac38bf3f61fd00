import type { LogLevel } from '../course/schema/log-levels.ts';

export type { LogLevel };

/** From the least to the most severe. A list of its own: the schema's would bring all of zod into the page. */
export const logLevels = [
  'trace',
  'debug',
  'info',
  'warn',
  'error',
  'fatal',
] as const satisfies readonly LogLevel[];
