import type { Probe } from './probe.ts';
import { type Layer, type WalkNote, walkNoteFrom } from './walk.ts';

/** What a function is called that has no name. */
export const nameless = 'a function';

/** One thing that the code did for a request. */
export interface Step {
  readonly file: string;
  readonly line: number;
  readonly kind: 'statement' | 'function' | 'throw' | 'caught' | 'waited';
  /** What is said about it, for a list: the name of a function, the error that was caught. */
  readonly text: string;
  /** Milliseconds since the request began. */
  readonly at: number;
  /** Of an `await`: how long it took, in milliseconds. */
  readonly waited: number | undefined;
  /** The variables that have got a value by now, the latest last. */
  readonly values: readonly (readonly [name: string, value: string])[];
}

export interface Place {
  readonly file: string;
  readonly line: number;
}

/** The path of one request through the code. */
export interface Trace {
  readonly request: number;
  readonly method: string;
  readonly path: string;
  /** `Date.now()` at its beginning. */
  readonly since: number;
  readonly status: number | undefined;
  /** Milliseconds until the answer was handed over. */
  readonly took: number | undefined;
  readonly steps: readonly Step[];
  /** Where an error that was caught came from: the last place before it was caught. */
  readonly thrown: readonly Place[];
  readonly caught: readonly Place[];
  /** The layers of the Express app, if it is one. */
  readonly layers: readonly Layer[];
  readonly walk: readonly WalkNote[];
}

type Note = readonly [kind: string, request: number, probe: number, at: number, more?: unknown];

interface Building {
  method: string;
  path: string;
  since: number;
  status: number | undefined;
  took: number | undefined;
  steps: Step[];
  values: Map<string, string>;
  waiting: Map<number, number[]>;
  thrown: Place[];
  caught: Place[];
  walk: WalkNote[];
}

/** Reads what `recorder.cjs` noted. Lines that are not whole, or name probes that are not there, are passed over. */
export function tracesFrom(text: string, probes: readonly Probe[]): readonly Trace[] {
  const reader = new TraceReader(probes);
  reader.add(text);
  return reader.traces;
}

/** Reads notes as they come; only traces that something was added to are made anew. */
export class TraceReader {
  /** Whether the recorder has stopped because it had noted as much as it does. */
  full = false;
  readonly #probes: readonly Probe[];
  readonly #building = new Map<number, Building>();
  #layers: readonly Layer[] = [];
  #traces: readonly Trace[] = [];
  readonly #changed = new Set<number>();

  constructor(probes: readonly Probe[]) {
    this.#probes = probes;
  }

  /** By request, in the order of their arrival. */
  get traces(): readonly Trace[] {
    if (this.#changed.size === 0) return this.#traces;
    const before = new Map(this.#traces.map((trace) => [trace.request, trace]));
    const layers = this.#layers;
    this.#traces = [...this.#building].map(([request, { values: _, waiting: __, ...trace }]) => {
      const known = before.get(request);
      return known && !this.#changed.has(request) && known.layers === layers
        ? known
        : { request, ...trace, layers };
    });
    this.#changed.clear();
    return this.#traces;
  }

  /** Takes whole lines. */
  add(text: string): void {
    for (const line of text.split('\n')) {
      const note = parseNote(line);
      if (note) this.#add(note);
    }
  }

  #add([kind, request, probe, at, more]: Note): void {
    if (kind === 'm') this.full = true;
    if (kind === 'k' && Array.isArray(more)) this.#layers = more as Layer[];
    // The end of the process is the end of whatever was not answered.
    if (kind === 'e') {
      for (const [id, trace] of this.#building) {
        walk(trace, kind, at, more);
        this.#changed.add(id);
      }
    }
    if (request === 0) return;
    const trace = this.#building.get(request) ?? begin(at);
    this.#building.set(request, trace);
    this.#changed.add(request);
    if (kind === 'q') {
      const said = (more ?? {}) as { method?: string; path?: string };
      Object.assign(trace, { method: said.method ?? '', path: said.path ?? '', since: at });
    } else if (kind === 'r') {
      Object.assign(trace, { status: (more as { status?: number }).status, took: at - trace.since });
    }
    const place = this.#probes[probe];
    if (place) add(trace, kind, probe, place, at, more);
    else walk(trace, kind, at, more);
  }
}

function walk(trace: Building, kind: string, at: number, more: unknown): void {
  const said = walkNoteFrom(kind, more);
  if (said) trace.walk.push({ ...said, at: at - trace.since, after: trace.steps.length });
}

function add(trace: Building, kind: string, index: number, probe: Probe, at: number, more: unknown): void {
  const { file, line } = probe;
  const step = (what: Pick<Step, 'kind' | 'text'>, waited?: number): void => {
    trace.steps.push({ file, line, ...what, waited, at: at - trace.since, values: [...trace.values] });
  };
  switch (kind) {
    case 's':
      step({ kind: probe.kind === 'throw' ? 'throw' : 'statement', text: '' });
      break;
    case 'f':
      step({ kind: 'function', text: probe.name || nameless });
      break;
    case 'c': {
      const last = trace.steps.at(-1);
      // An error handler that is called with nothing has caught nothing.
      if (more === 'undefined' && probe.kind === 'error-handler') break;
      if (last) trace.thrown.push({ file: last.file, line: last.line });
      trace.caught.push({ file, line });
      step({ kind: 'caught', text: String(more) });
      break;
    }
    case 'v':
      trace.values.delete(probe.name);
      trace.values.set(probe.name, String(more));
      break;
    case 'a':
      trace.waiting.set(index, [...(trace.waiting.get(index) ?? []), at]);
      break;
    case 'z': {
      const started = trace.waiting.get(index)?.pop();
      if (started !== undefined) step({ kind: 'waited', text: '' }, at - started);
      break;
    }
  }
}

function begin(at: number): Building {
  return {
    method: '',
    path: '',
    since: at,
    status: undefined,
    took: undefined,
    steps: [],
    values: new Map(),
    waiting: new Map(),
    thrown: [],
    caught: [],
    walk: [],
  };
}

function parseNote(line: string): Note | undefined {
  if (line === '') return undefined;
  try {
    const value = JSON.parse(line) as unknown;
    return Array.isArray(value) && value.length >= 4 && typeof value[3] === 'number'
      ? (value as unknown as Note)
      : undefined;
  } catch {
    return undefined;
  }
}

/** How often each line of a file was passed. */
export function lineCounts({ steps }: Trace, file: string): Map<number, number> {
  const counts = new Map<number, number>();
  for (const step of steps) {
    if (step.file !== file || step.kind === 'waited' || step.kind === 'function') continue;
    counts.set(step.line, (counts.get(step.line) ?? 0) + 1);
  }
  return counts;
}
