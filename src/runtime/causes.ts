/**
 * Which request of the page what happens here is due to, its _cause_: a number that the page gave the request. It lives
 * as one more entry in the frames of the async context, so it goes wherever `AsyncLocalStorage` goes; programs cannot
 * see it.
 */
const CAUSE = Symbol('cause');
/** Node's own frames are maps that do not inherit from `Map.prototype`. */
const { get } = Map.prototype;

/** A frame with the one method that Node's `AsyncContextFrame` has; frames made from it copy what it holds. */
class CauseFrame extends Map<unknown, unknown> {
  disable(store: unknown): void {
    this.delete(store);
  }

  /** A timer that is printed shows its frame, and a program without stores has none. */
  [Symbol.for('nodejs.util.inspect.custom')](): unknown {
    return this.size === 1 ? undefined : this;
  }
}

type Frame = Map<unknown, unknown> | undefined;

/** The cause that a frame carries; `undefined` for none. */
export function causeOf(frame: unknown): number | undefined {
  return frame ? (get.call(frame as Map<unknown, unknown>, CAUSE) as number | undefined) : undefined;
}

/** The frame with this cause in the place of its own: itself where it is the same. */
export function withCause(frame: unknown, cause: number | undefined): unknown {
  if (causeOf(frame) === cause) return frame;
  const next = new CauseFrame(frame as Frame);
  if (cause === undefined) next.delete(CAUSE);
  else next.set(CAUSE, cause);
  return next;
}
