import { useEffect, useRef } from 'preact/hooks';
import { netPaths } from '../components/figures/net-path.ts';
import type { Layer } from '../xray/walk.ts';
import { box, type DrawingLayout, layoutFor, type Point, rails, wayOf, width } from './drawing-layout.ts';
import { layerName, netNames } from './messages.ts';
import type { Moment } from './moments.ts';

interface Props {
  readonly layers: readonly Layer[];
  /** All moments up to the one that is looked at. */
  readonly moments: readonly Moment[];
  readonly supervised: boolean;
  /** How long a token takes to its next place, in milliseconds; 0 where nothing is to move. */
  readonly stride: number;
}

/** The layers of a server, the nets below them, and the requests on their way. The list of moments says the same in words. */
export function Drawing({ layers, moments, supervised, stride }: Props) {
  const layout = layoutFor(layers);
  const requests = [...new Set(moments.map(({ request }) => request))].sort((a, b) => a - b);
  const ways = requests.map((request, lane) => {
    const own = moments.filter((moment) => moment.request === request);
    return { request, own, way: wayOf(layout, own, lane) };
  });
  const now = moments.at(-1);
  return (
    <svg class="figure-svg walk" viewBox={`0 0 ${width} ${layout.height}`} aria-hidden="true">
      <text x={rails.down - 10} y="12" class="label">
        the visitor
      </text>
      <path class="rail" d={`M${rails.down} ${layout.visitor}V${layout.nets[6]}`} />
      <path class="rail" d={`M${rails.up} ${layout.end}V${layout.visitor}`} />
      {ways.map(({ request, way }, lane) => (
        // Behind the layers: a way leads through them, and their words stay readable.
        <g key={request} class="request" data-lane={lane}>
          {way.map((stretch, i) => (
            <path key={i} class={stretch.falling ? 'way falling' : 'way'} d={lineThrough(stretch.points)} />
          ))}
        </g>
      ))}
      {layers.length === 0 && (
        <LayerBox name="your handler" place={{ x: box.left, y: layout.visitor + 34, height: 34 }} state="" />
      )}
      {layers.map((layer, i) => (
        <LayerBox
          key={i}
          name={layerName(layer)}
          net={layer.kind === 'error' || moments.some(({ spot, net }) => spot === i && net === 1)}
          place={layout.layers[i] as DrawingLayout['layers'][number]}
          state={stateOf(i, now, moments)}
        />
      ))}
      <path class="border" d={`M8 ${layout.end}H${width - 8}`} />
      <text x={box.left} y={layout.end + 18} class="label">
        outside a request: timers, emitters
      </text>
      {([3, 4, 5, 6] as const).map((number) => (
        <g key={number} data-met={moments.some(({ net }) => net === number)} class="deep-net">
          <Net from={8} to={number === 3 ? 186 : 208} y={layout.nets[number]} />
          <text x={number === 3 ? 198 : 220} y={layout.nets[number] + 10}>
            {number} {netNames[number]}
            {number === 5 && !supervised ? ' (none here)' : ''}
          </text>
        </g>
      ))}
      {ways.map(({ request, own, way }, lane) => (
        <Token
          key={request}
          points={way.flatMap((stretch) => stretch.points)}
          lane={lane}
          number={request}
          stride={now?.request === request ? stride : 0}
          carries={own.at(-1)?.error !== undefined}
        />
      ))}
    </svg>
  );
}

interface LayerProps {
  readonly name: string;
  readonly place: { readonly x: number; readonly y: number; readonly height: number };
  readonly state: string;
  readonly net?: boolean;
}

const longest = 30;

function LayerBox({ name, place, state, net = false }: LayerProps) {
  const { x, y, height } = place;
  return (
    <g class="layer" data-state={state}>
      <rect x={x} y={y} width={box.right - x} height={height} rx="4" />
      <text x={x + 12} y={y + 22} class="code-text">
        {name.length > longest ? `${name.slice(0, longest - 1)}…` : name}
      </text>
      {state !== '' && (
        <text x={box.right - 10} y={y + 22} text-anchor="end" class="says">
          {state}
        </text>
      )}
      {net && <Net from={x + 8} to={box.right - 8} y={y + height - 4} />}
    </g>
  );
}

function Net({ from, to, y }: { readonly from: number; readonly to: number; readonly y: number }) {
  const { ropes, mesh } = netPaths({ from, to, y, sag: 4, depth: 7, cells: Math.round((to - from) / 13) });
  return (
    <g class="net">
      <path d={mesh} class="mesh" />
      <path d={ropes} class="ropes" />
    </g>
  );
}

/** What a layer does at this moment, or has done, in a word. */
function stateOf(index: number, now: Moment | undefined, moments: readonly Moment[]): string {
  if (now?.passed.includes(index)) return 'passed by';
  const here = moments.filter(({ spot }) => spot === index);
  const last = here.at(-1);
  if (!last) return '';
  if (here.some(({ kind }) => kind === 'falls')) return 'fails';
  if (here.some(({ net }) => net !== undefined)) return 'catches';
  return moments.findLast(({ request }) => request === last.request)?.spot === index ? 'runs' : 'ran';
}

interface TokenProps {
  readonly lane: number;
  readonly number: number;
  /** The places of its way so far, in order. */
  readonly points: readonly Point[];
  readonly carries: boolean;
  readonly stride: number;
}

/** A request: a round token, or, while it carries an error, a pointed one. */
function Token({ lane, number, points, carries, stride }: TokenProps) {
  const token = useRef<SVGGElement>(null);
  const drawn = useRef(0);
  const end = points.at(-1) as Point;
  useEffect(() => {
    const from = drawn.current;
    drawn.current = points.length;
    if (stride === 0 || points.length <= from || from === 0) return;
    const frames = points.slice(from - 1).map(({ x, y }) => ({ transform: `translate(${x}px, ${y}px)` }));
    token.current?.animate(frames, { duration: stride * 0.6, easing: 'ease-in-out' });
  }, [points.length, stride]);
  return (
    <g class="request" data-lane={lane}>
      <g
        ref={token}
        class="token"
        data-carries={carries}
        style={{ transform: `translate(${end.x}px, ${end.y}px)` }}
      >
        <path d={carries ? 'M0 -12 12 9H-12z' : 'M0 -10a10 10 0 1 1 0 20a10 10 0 1 1 0-20z'} />
        <text y="5" text-anchor="middle">
          {carries ? '!' : number}
        </text>
      </g>
    </g>
  );
}

function lineThrough(points: readonly Point[]): string {
  return points.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${x} ${y}`).join('');
}
