import type { OutputChunk } from '../engine/engine.ts';
import type { Place } from './start-failure.ts';

/**
 * - `passed`, `failed`: it was seen.
 * - `not-judged`: it could not be seen, because something else failed first.
 * - `could-not-start`: the program cannot be read, or imports what is not there.
 * - `crashed`: the program ended by an error.
 * - `timed-out`: the program never listened, or never answered.
 * - `our-fault`: the sandbox failed.
 */
export type CheckStatus =
  | 'passed'
  | 'failed'
  | 'not-judged'
  | 'could-not-start'
  | 'crashed'
  | 'timed-out'
  | 'our-fault';

/** What one check found. Texts are inline Markdown, except `sent`, `received` and `log`, which are as they were. */
export interface CheckResult {
  readonly id: string;
  readonly title: string;
  readonly status: CheckStatus;
  /** What is wrong and what to think about; empty when it passed. */
  readonly message: string;
  /** The request that showed it. */
  readonly sent?: string;
  /** What was expected, one line each. */
  readonly expected?: readonly string[];
  /** The response, or why there is none. */
  readonly received?: string;
  /** Records of the log that matter, else the last ones; `data` is a record without its line end. */
  readonly log?: readonly OutputChunk[];
  /** Why production cares. */
  readonly why: string;
  /** Hints that help with it, to be shown one by one. */
  readonly hints: readonly string[];
  /** Where a file cannot be read. */
  readonly place?: Place;
  /** The id of the unit's diagnosis that `message` comes from. */
  readonly diagnosis?: string;
  /** The id of the result with the same root cause, which is the one to read. */
  readonly because?: string;
}

/** What all checks of a unit found. */
export interface CheckReport {
  readonly unit: string;
  /** `judged` where the server could be asked; else why it could not. */
  readonly state: 'judged' | 'could-not-start' | 'crashed' | 'timed-out' | 'our-fault';
  readonly passed: boolean;
  /** The result to read first; `undefined` when all passed. */
  readonly cause: CheckResult | undefined;
  /** In the order in which they help. Where the server did not start, the first one (`start`) says why. */
  readonly results: readonly CheckResult[];
  readonly milliseconds: number;
  /** Milliseconds that the slowest of the unit's `pace` took, where it has one and the server could be asked. */
  readonly pace?: number;
  /** Repeats the run with the same random values. */
  readonly seed: number;
}
