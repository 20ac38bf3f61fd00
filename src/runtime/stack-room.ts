import type { Any } from './host.ts';

/** The engine has no more frames than that between two of the library. */
const ROOM = 16;
/** Marks a limit that was raised here: nobody else has such a part of a frame. */
const MARK = 2 ** -10;

/**
 * Runs `callback` with a raised `Error.stackTraceLimit`: its stacks have frames of the engine in their middle, which are
 * left out later and would use up what the program asked for.
 */
export function withStackRoom<Result>(realmError: ErrorConstructor, callback: () => Result): Result {
  const holder = realmError as Any;
  const limit = holder.stackTraceLimit;
  if (typeof limit !== 'number' || !(limit > 0) || !Number.isSafeInteger(limit)) return callback();
  const raised = limit + ROOM + MARK;
  holder.stackTraceLimit = raised;
  try {
    return callback();
  } finally {
    if (holder.stackTraceLimit === raised) holder.stackTraceLimit = limit;
  }
}

/** The limit that the program asked for. */
export function stackLimitOf(realmError: ErrorConstructor): number {
  const limit = (realmError as Any).stackTraceLimit as number;
  return limit % 1 === MARK ? limit - ROOM - MARK : limit;
}
