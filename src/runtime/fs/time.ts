/** Milliseconds from the seconds of `utimes`, cut to whole microseconds as libuv does. */
export function timeFromSeconds(seconds: number): number {
  return Math.trunc(seconds * 1e6) / 1000;
}

/** Whole seconds and nanoseconds of a time in milliseconds. */
export function timeParts(milliseconds: number): [seconds: number, nanoseconds: number] {
  const seconds = Math.floor(milliseconds / 1000);
  const microseconds = Math.round((milliseconds - seconds * 1000) * 1000);
  return microseconds === 1e6 ? [seconds + 1, 0] : [seconds, microseconds * 1000];
}
