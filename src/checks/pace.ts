import type { Exchange } from './exchange.ts';

/** So much of a limit is forgiven on any machine: a timer of exactly that time ends a little after it. */
const timerSlack = 100;

/** Milliseconds until the slowest answer to these steps; 0 where none came. */
export function slowestOf(
  steps: readonly string[],
  exchanges: ReadonlyMap<string, readonly Exchange[]>,
): number {
  const answered = steps.flatMap((id) => exchanges.get(id) ?? []).filter(({ response }) => response);
  return Math.max(0, ...answered.map(({ milliseconds }) => milliseconds));
}

/** How fast a machine is: its slowest answer that should come at once, and the time in which that should have come. */
export interface Pace {
  readonly slowest: number;
  readonly within: number;
}

/**
 * Milliseconds that an answer may come after its limit, on a machine whose pace is known: what it takes there to be asked
 * and to answer, twice, as the server has somebody to ask as well. A machine without time for that gets no more for it: what
 * is too late would pass. Nothing where the pace is not known.
 */
export function slackOf(pace: Pace | undefined): number {
  return pace === undefined ? 0 : timerSlack + 2 * Math.min(pace.slowest, pace.within);
}
