/** A line of two texts laid over each other; `before` and `after` are its numbers in them, from 0, or -1. */
export interface LineOfDifference {
  readonly kind: 'same' | 'removed' | 'added';
  readonly before: number;
  readonly after: number;
}

/** The lines of both texts in one list, with as many as possible in common; removed lines stand before added ones. */
export function lineDifference(before: string, after: string): LineOfDifference[] {
  const [a, b] = [before.split('\n'), after.split('\n')];
  // lengths[i][j]: how many lines the rests from i and from j have in common.
  const lengths = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  const at = (i: number, j: number): number => lengths[i]?.[j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const row = lengths[i] as number[];
      row[j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const lines: LineOfDifference[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push({ kind: 'same', before: i++, after: j++ });
    } else if (j >= b.length || (i < a.length && at(i + 1, j) >= at(i, j + 1))) {
      lines.push({ kind: 'removed', before: i++, after: -1 });
    } else {
      lines.push({ kind: 'added', before: -1, after: j++ });
    }
  }
  return lines;
}
