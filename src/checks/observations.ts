import type { ExitStatus } from '../engine/engine.ts';
import type { FlatFiles } from '../files/file-tree.ts';
import type { Exchange } from './exchange.ts';
import type { LogRecord } from './log-records.ts';
import type { Pace } from './pace.ts';

/** An unasked-for end of the server. */
export interface Crash {
  readonly status: ExitStatus;
  /** The request line before it, or an empty text. */
  readonly during: string;
  /** The error on stderr that speaks of it, in short. */
  readonly error: string;
}

/** What was seen of one run of the server, from a `start` with an `id` on. */
export interface RunOfServer {
  readonly records: readonly LogRecord[];
  /** How it ended by itself or by a signal of a step; `undefined` where it ran until the checks stopped it. */
  readonly exit: ExitStatus | undefined;
}

/** Everything that was seen of a server while the steps ran. */
export interface Observations {
  readonly values: Readonly<Record<string, string>>;
  /** By the id of the request step. */
  readonly exchanges: ReadonlyMap<string, readonly Exchange[]>;
  readonly records: readonly LogRecord[];
  /** The runs of the server that have a name. */
  readonly runs: ReadonlyMap<string, RunOfServer>;
  /** Whether the server still ran when the steps were done. */
  readonly alive: boolean;
  readonly crash: Crash | undefined;
  /** How the server that ran last ended, by itself or by a signal of a step; `undefined` while it runs. */
  readonly exit: ExitStatus | undefined;
  /** The learner's files by path, as they were at the end. */
  readonly files: FlatFiles;
  /** Left out where the unit has none. */
  readonly pace?: Pace;
  /** The names of the files whose frames count as the learner's own. */
  readonly projectFiles: readonly string[];
}
