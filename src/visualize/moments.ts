import { nameless, type Step, type Trace } from '../xray/trace.ts';
import type { WalkNote } from '../xray/walk.ts';

/**
 * Where a request is: with who sent it, in a layer (by its number), in code that no layer called, in Express's last handler,
 * below all of them, or with the supervisor.
 */
export type Spot = 'visitor' | number | 'outside' | 'default' | 'process' | 'supervisor';

/** The six nets, from the highest to the lowest. */
export type NetNumber = 1 | 2 | 3 | 4 | 5 | 6;

/** One thing on the path of a request, as it really happened. */
export interface Moment {
  readonly request: number;
  readonly kind:
    | 'arrives'
    | 'enters'
    | 'calls'
    | 'runs'
    | 'throws'
    | 'waited'
    | 'caught'
    | 'falls'
    | 'default'
    | 'answered'
    | 'cut'
    | 'lost'
    | 'given-up'
    | 'dies'
    | 'restarted';
  readonly spot: Spot;
  /** The net that was met. */
  readonly net: NetNumber | undefined;
  /** The error that it carries from here on. */
  readonly error: string | undefined;
  /** The layers that it has passed since the moment before without being let in. */
  readonly passed: readonly number[];
  /** What there is to say about it: a name, a status, milliseconds. */
  readonly detail: string;
  readonly file: string | undefined;
  readonly line: number | undefined;
  /** `Date.now()`. */
  readonly at: number;
}

/** More than this of one request is not drawn. */
const most = 400;

/** The paths of several requests in the order of time. */
export function momentsOf(traces: readonly Trace[]): Moment[] {
  return traces.flatMap((trace) => new Path(trace).moments).sort((a, b) => a.at - b.at);
}

class Path {
  readonly moments: Moment[] = [];
  readonly #trace: Trace;
  #spot: Spot = 'visitor';
  #layer = -1;
  #error: string | undefined;
  #handled: string | undefined;
  #ended = false;

  constructor(trace: Trace) {
    this.#trace = trace;
    this.#add('arrives', 0, { spot: 'visitor', detail: `${trace.method} ${trace.path}` });
    const { steps, walk } = trace;
    let next = 0;
    for (const note of walk) {
      for (; next < note.after && next < steps.length; next++) this.#step(steps[next] as Step);
      this.#note(note);
    }
    for (const step of steps.slice(next)) this.#step(step);
  }

  #step(step: Step): void {
    if (this.moments.length >= most) return;
    const { at, file, line } = step;
    const place = { spot: this.#spot, file, line };
    const last = this.moments.at(-1);
    // A layer's own function, and an error handler's: they say where the layer that was just entered stands.
    if (last && last.file === undefined && (step.kind === 'function' || step.kind === 'caught')) {
      if (last.kind === 'enters' || (last.kind === 'caught' && last.net === 2)) {
        this.moments[this.moments.length - 1] = { ...last, file, line };
        return;
      }
    }
    if (this.#spot === 'visitor') place.spot = this.#spot = 'outside';
    if (step.kind === 'caught') this.#add('caught', at, { ...place, net: 1, detail: step.text });
    else if (step.kind === 'waited')
      this.#add('waited', at, { ...place, detail: String(Math.round(step.waited ?? 0)) });
    else if (step.kind === 'function') this.#call(step, place);
    else if (last?.kind === 'runs' && last.line === line && last.file === file && step.kind === 'statement')
      return;
    else this.#add(step.kind === 'throw' ? 'throws' : 'runs', at, place);
  }

  /** A function without a name that is called at once is part of its line; one that is called later is a callback. */
  #call({ text, at }: Step, place: Partial<Moment>): void {
    const later = at - ((this.moments.at(-1)?.at ?? 0) - this.#trace.since);
    if (text !== nameless) this.#add('calls', at, { ...place, detail: text });
    else if (later >= 0.5) this.#add('calls', at, place);
  }

  #note(note: WalkNote): void {
    const { at } = note;
    switch (note.kind) {
      case 'enter': {
        const passed = this.#between(note.layer);
        this.#layer = note.layer;
        this.#error = undefined;
        this.#handled = note.error;
        const kind = note.error === undefined ? 'enters' : 'caught';
        const net = note.error === undefined ? undefined : (2 as const);
        this.#add(kind, at, { spot: note.layer, passed, net, detail: note.error ?? '' });
        break;
      }
      case 'leave':
        this.#error = note.error;
        this.#add('falls', at, { spot: note.layer, detail: note.error });
        break;
      case 'answered':
        if (note.byDefault || this.#error !== undefined) this.#byDefault(at);
        this.#add('answered', at, { spot: 'visitor', detail: String(note.status) });
        this.#ended = true;
        break;
      case 'cut':
        this.#cut(note.status, at);
        this.#ended = true;
        break;
      case 'uncaught':
        this.#error = note.error;
        this.#add('dies', at, { spot: 'process', net: 4, detail: note.error });
        break;
      case 'exit':
        if (!this.#ended) this.#add('lost', at, { spot: 'visitor', detail: String(note.code) });
        this.#ended = true;
        break;
    }
  }

  #cut(status: number | undefined, at: number): void {
    const error = this.#error ?? (status === undefined ? undefined : this.#handled);
    if (error === undefined) {
      this.#add('given-up', at, { spot: this.#spot === 'visitor' ? 'outside' : this.#spot });
      return;
    }
    this.#error = error;
    this.#byDefault(at);
    this.#add('cut', at, { spot: 'visitor', detail: String(status ?? '') });
  }

  #byDefault(at: number): void {
    const passed = this.#between(this.#trace.layers.length);
    const error = this.#error;
    this.#error = undefined;
    this.#layer = this.#trace.layers.length;
    this.#add('default', at, { spot: 'default', passed, net: 3, detail: error ?? '' });
  }

  /** The layers between the one that it is in and another one further down. */
  #between(layer: number): number[] {
    const from = this.#layer + 1;
    return layer <= from ? [] : Array.from({ length: layer - from }, (_, i) => from + i);
  }

  #add(kind: Moment['kind'], at: number, more: Partial<Moment>): void {
    this.#spot = more.spot ?? this.#spot;
    this.moments.push({
      request: this.#trace.request,
      kind,
      spot: this.#spot,
      net: undefined,
      error: this.#error,
      passed: [],
      detail: '',
      file: undefined,
      line: undefined,
      ...more,
      at: this.#trace.since + at,
    });
  }
}

/** How the path of a request ended: the status that was handed over whole, and the lowest net that was met. */
export interface Ending {
  readonly status: number | 'none';
  readonly net: 'none' | 'try-catch' | 'error-middleware' | 'express' | 'process';
}

const netNames = ['none', 'try-catch', 'error-middleware', 'express', 'process'] as const;

export function endingOf(trace: Trace): Ending {
  const { moments } = new Path(trace);
  const lowest = Math.max(0, ...moments.map(({ net }) => net ?? 0));
  return {
    status: trace.took === undefined ? 'none' : (trace.status ?? 'none'),
    net: netNames[lowest] ?? 'process',
  };
}
