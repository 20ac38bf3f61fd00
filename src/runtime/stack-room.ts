import type { Any } from './host.ts';

/** The engine has no more frames than that between two of the library. */
const ROOM = 16;
/** V8's own limit, which few programs change. */
const USUAL_LIMIT = 10;
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

/**
 * How many frames to show of a stack of which so many were captured: as many as the program asked for, at the time. By now
 * it may have asked for fewer; that tells only of what can have been captured with room.
 */
export function framesToShow(realmError: ErrorConstructor, captured: number): number {
  const now = (realmError as Any).stackTraceLimit as number;
  const limit = now % 1 === MARK ? now - ROOM - MARK : now;
  const hadRoom = captured > USUAL_LIMIT && captured <= limit + ROOM;
  return hadRoom ? limit : Math.max(limit, captured);
}
