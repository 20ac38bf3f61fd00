import type { Layer } from '../xray/walk.ts';
import type { Moment, Spot } from './moments.ts';

/** Lengths are units of the drawing, which is 420 wide. */
export const width = 420;
const top = 26;
const layerHeight = 34;
const layerGap = 14;
const below = 40;
export const box = { left: 70, right: 366, indent: 12 } as const;
/** The rail down which requests come, and the one up which answers go. */
export const rails = { down: 22, up: 396 } as const;

export interface DrawingLayout {
  readonly layers: readonly { readonly y: number; readonly x: number; readonly height: number }[];
  readonly visitor: number;
  /** Where Express's last handler hangs, then the process, the supervisor and the alert. */
  readonly nets: Readonly<Record<3 | 4 | 5 | 6, number>>;
  /** The line below which no request is. */
  readonly end: number;
  readonly height: number;
}

export function layoutFor(layers: readonly Layer[]): DrawingLayout {
  const first = top + 34;
  const placed = layers.map(({ depth }, i) => ({
    x: box.left + Math.min(depth, 4) * box.indent,
    y: first + i * (layerHeight + layerGap),
    height: layerHeight,
  }));
  const last = first + Math.max(1, layers.length) * (layerHeight + layerGap);
  const end = last + below;
  const nets = { 3: last + 8, 4: end + 58, 5: end + 58 + 48, 6: end + 58 + 96 };
  return { layers: placed, visitor: top, nets, end, height: nets[6] + 30 };
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where a moment is drawn. Requests that share the drawing keep a little apart. */
export function pointOf(layout: DrawingLayout, moment: Pick<Moment, 'spot' | 'kind'>, lane: number): Point {
  const aside = lane * 23;
  const back = ['answered', 'cut', 'lost'].includes(moment.kind);
  const x = (back ? rails.up : rails.down) + (back ? -aside : aside);
  return { x, y: heightOf(layout, moment.spot) + (typeof moment.spot === 'number' ? layerHeight / 2 : 0) };
}

function heightOf(layout: DrawingLayout, spot: Spot): number {
  if (typeof spot === 'number') return layout.layers[spot]?.y ?? layout.visitor + 34;
  switch (spot) {
    case 'visitor':
      return layout.visitor;
    case 'outside':
      return layout.end + 20;
    case 'default':
      return layout.nets[3];
    case 'process':
      return layout.nets[4];
    case 'supervisor':
      return layout.nets[5];
  }
}

/** A part of a way, that of an error apart. */
export interface Stretch {
  readonly falling: boolean;
  readonly points: readonly Point[];
}

/** The way of one request so far, a corner at each place: back to the visitor it goes across, then up the other rail. */
export function wayOf(layout: DrawingLayout, moments: readonly Moment[], lane: number): Stretch[] {
  const way: { falling: boolean; points: Point[] }[] = [];
  let falling = false;
  for (const moment of moments) {
    const to = pointOf(layout, moment, lane);
    const last = way.at(-1)?.points.at(-1);
    if (!last || way.at(-1)?.falling !== falling) way.push({ falling, points: last ? [last] : [] });
    const points = way.at(-1)?.points as Point[];
    if (last && to.x > last.x + 100) points.push({ x: to.x, y: last.y });
    if (last?.x !== to.x || last.y !== to.y) points.push(to);
    falling = moment.error !== undefined;
  }
  return way.filter(({ points }) => points.length > 0);
}
