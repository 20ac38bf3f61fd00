/** A net that hangs between two posts. Lengths are in the units of the drawing. */
export interface NetShape {
  readonly from: number;
  readonly to: number;
  /** The height of the posts. */
  readonly y: number;
  /** How far the middle hangs below the posts. */
  readonly sag: number;
  /** How deep the mesh is. */
  readonly depth: number;
  readonly cells: number;
  /** The part that is torn, from and to. */
  readonly hole?: readonly [number, number];
}

export interface NetPaths {
  readonly ropes: string;
  readonly mesh: string;
}

const round = (value: number): number => Math.round(value * 10) / 10;

/** How far below the posts a net hangs at `x`: a parabola. */
export function netHeight({ from, to, y, sag }: NetShape, x: number): number {
  const t = (x - from) / (to - from);
  return y + 4 * sag * t * (1 - t);
}

/** The two ropes and the diamonds between them as SVG path data. */
export function netPaths(shape: NetShape): NetPaths {
  const { from, to, depth, cells, hole } = shape;
  const torn = (x: number): boolean => hole !== undefined && x > hole[0] && x < hole[1];
  const ropes: string[] = [];
  const mesh: string[] = [];
  const width = (to - from) / cells;
  const point = (x: number, low: boolean): string =>
    `${round(x)} ${round(netHeight(shape, x) + (low ? depth : 0))}`;
  for (const low of [false, true]) {
    let open = false;
    for (let i = 0; i <= cells; i++) {
      const x = from + i * width;
      if (torn(x)) open = false;
      else {
        ropes.push(`${open ? 'L' : 'M'}${point(x, low)}`);
        open = true;
      }
    }
  }
  for (let i = 0; i < cells; i++) {
    const [x, next] = [from + i * width, from + (i + 1) * width];
    if (torn(x) || torn(next)) continue;
    mesh.push(`M${point(x, false)}L${point(next, true)}M${point(x, true)}L${point(next, false)}`);
  }
  return { ropes: ropes.join(''), mesh: mesh.join('') };
}
