/** Counts of the tests in a TAP text: those of the summary that `node:test` prints, else the top-level lines. */
export function countsFromTap(text) {
  const summary = (word) => [...text.matchAll(new RegExp(`^# ${word} +(\\d+)$`, 'gm'))].at(-1)?.[1];
  if (summary('pass') !== undefined) {
    const failed = Number(summary('fail') ?? 0) + Number(summary('cancelled') ?? 0);
    return { passed: Number(summary('pass')), failed };
  }
  const lines = text.match(/^(?:not )?ok\b.*$/gm) ?? [];
  const failed = lines.filter((line) => line.startsWith('not ok') && !/# (?:TODO|SKIP)/i.test(line)).length;
  return { passed: lines.length - failed, failed };
}
