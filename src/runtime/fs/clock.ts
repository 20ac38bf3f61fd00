/**
 * A clock in milliseconds that never gives the same time twice: calls within one millisecond get whole microseconds on
 * top, so that a later change has a later time.
 */
export function createFileClock(now: () => number = Date.now): () => number {
  let last = 0;
  return () => {
    const time = Math.max(now(), last + 0.001);
    // A double near 1.8e12 holds a quarter of a microsecond: back to whole ones, before the error adds up.
    last = Math.round(time * 1000) / 1000;
    return last;
  };
}
