/** What `npm run bench` prints: a line for each figure, its ratio to the yardstick, and whether the bound is kept. */
const missed = [];

export const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/** `of` is the yardstick, `most` the largest ratio to it that is allowed, or the largest value where there is none. */
export function report(name, value, { of, most, shown = `${value.toFixed(0)} ms` }) {
  const ratio = of === undefined ? undefined : value / of;
  const kept = most === undefined || (ratio ?? value) <= most;
  if (!kept) missed.push(name);
  const beside = ratio === undefined ? '' : `${ratio.toFixed(2)} ×`;
  const bound = most === undefined ? '' : kept ? 'within' : 'MISSED';
  console.log(`${name.padEnd(64)} ${shown.padStart(10)} ${beside.padStart(8)}  ${bound}`);
}

/** Says which bounds were missed; the exit code. */
export function conclude() {
  if (missed.length > 0) console.log(`\nMissed: ${missed.join('; ')}.`);
  return missed.length === 0 ? 0 : 1;
}

export const perSecond = (milliseconds) => `${(1000 / milliseconds).toFixed(0)}/s`;
