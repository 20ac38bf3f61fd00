import { computed, effect, signal } from '@preact/signals';
import { Recording } from '../xray/recording.ts';
import { lineCounts, type Step, type Trace } from '../xray/trace.ts';
import type { XrayMarks } from './editor/xray-marks.ts';
import type { Session, StartOptions } from './session.ts';
import { delay } from './timing.ts';
import type { TextFiles } from './work-files.ts';

/** A request's last notes are written when its answer has been handed over, which may be after it has arrived. */
const looks = [0, 30, 80, 200, 500, ...Array.from({ length: 15 }, () => 1000)];
/** Milliseconds between two looks while answers keep coming. */
const breath = 50;

/** The paths that requests take through the learner's code, recorded while it is switched on. */
export class Xray {
  readonly enabled = signal(false);
  readonly traces = signal<readonly Trace[]>([]);
  /** Whether no more is recorded until the program is started anew. */
  readonly full = signal(false);
  /** The requests whose paths are drawn: the one that is stepped through, and one to compare it with. */
  readonly picked = signal<number | undefined>(undefined);
  readonly compared = signal<number | undefined>(undefined);
  /** The step that is looked at; the whole path where there is none. */
  readonly at = signal<number | undefined>(undefined);
  readonly shown = computed(() => this.#traceOf(this.picked.value) ?? this.traces.value.at(-1));
  readonly second = computed(() => this.#traceOf(this.compared.value));
  readonly step = computed((): Step | undefined => this.shown.value?.steps[this.at.value ?? -1]);
  readonly #session: Session;
  readonly #stopListening: () => void;
  #recording = new Recording([]);
  #turn = 0;
  /** The turn in which it is being looked for what is new. */
  #looking: number | undefined;
  #looks = 0;
  #lookedAt = Number.NEGATIVE_INFINITY;
  /** How many answers came from programs before the one that runs. */
  #answeredBefore = 0;
  /** Each run notes into a folder of its own: what a run before it noted belongs to other probes. */
  #runs = 0;

  constructor(session: Session) {
    this.#session = session;
    this.#stopListening = effect(() => {
      const settled = session.exchanges.all.value.some(({ kind }) => kind !== 'waiting');
      const ended = session.state.value.kind === 'exited';
      if (this.enabled.value && (settled || ended)) void this.#look();
      // A supervisor may start it anew: what that one answers is in a recording of its own.
      if (ended) this.#answeredBefore = this.#answered();
    });
  }

  /** How the program is started so that its path is drawn; as it would be otherwise while this is switched off. */
  async startOptions(files: TextFiles, options: StartOptions): Promise<StartOptions> {
    this.clear();
    const folder = folderOf(++this.#runs);
    if (!this.enabled.value) return options;
    const [{ instrument }, { untracedText }, { default: recorder }] = await Promise.all([
      import('../xray/instrument.ts'),
      import('../xray/untraced.ts'),
      import('../xray/recorder.cjs?raw'),
    ]);
    const traced = instrument(files);
    this.#recording = new Recording(traced.probes);
    return {
      ...options,
      cleanOutput: (text) => untracedText(text, files, traced.moved),
      nodeArguments: [...(options.nodeArguments ?? []), '--require', `./${folder}/recorder.cjs`],
      extraFiles: { ...traced.files, ...options.extraFiles, [`${folder}/recorder.cjs`]: recorder },
    };
  }

  /** Forgets the paths that were recorded. */
  clear(): void {
    this.#turn++;
    this.#answeredBefore = 0;
    this.traces.value = [];
    this.full.value = false;
    this.pick(undefined);
    this.compared.value = undefined;
  }

  pick(request: number | undefined): void {
    this.picked.value = request;
    this.at.value = undefined;
  }

  /** Goes so many steps on or back; from the whole path, to its first or last step. */
  move(by: number): void {
    const length = this.shown.value?.steps.length ?? 0;
    if (length === 0) return;
    const from = this.at.value ?? (by > 0 ? -1 : length);
    this.at.value = Math.min(Math.max(from + by, 0), length - 1);
  }

  /** What is drawn over a file. */
  marksFor(file: string): XrayMarks | undefined {
    const trace = this.shown.value;
    if (!this.enabled.value || !trace) return undefined;
    const current = this.step.value;
    const second = this.second.value;
    const notes = new Map<number, { text: string; tone: 'fall' | 'held' | 'plain' }>();
    for (const step of trace.steps) {
      if (step.file === file && step.waited !== undefined) {
        notes.set(step.line, { text: `waited ${Math.round(step.waited)} ms`, tone: 'plain' });
      }
    }
    for (const place of trace.thrown) {
      if (place.file === file) notes.set(place.line, { text: 'thrown here', tone: 'fall' });
    }
    for (const place of trace.caught) {
      if (place.file === file) notes.set(place.line, { text: 'caught here', tone: 'held' });
    }
    return {
      first: lineCounts(trace, file),
      second: second ? lineCounts(second, file) : undefined,
      current: current?.file === file ? current.line : undefined,
      notes,
    };
  }

  dispose(): void {
    this.#turn++;
    this.#stopListening();
  }

  #traceOf(request: number | undefined): Trace | undefined {
    return this.traces.value.find((trace) => trace.request === request);
  }

  #answered(): number {
    return this.#session.exchanges.all.value.filter(({ kind }) => kind === 'answered').length;
  }

  /** Looks at the recording until each answer's path is in it as a whole, or it has been looked at often enough. */
  async #look(): Promise<void> {
    this.#looks = 0;
    const turn = this.#turn;
    if (this.#looking === turn) return;
    this.#looking = turn;
    const recording = this.#recording;
    const path = `${folderOf(this.#runs)}/trace.ndjson`;
    while (this.#looks < looks.length) {
      const next = looks[this.#looks++] ?? 0;
      await delay(Math.max(next, this.#lookedAt + breath - performance.now()));
      this.#lookedAt = performance.now();
      const bytes = turn === this.#turn ? await this.#session.readFile(path) : undefined;
      if (turn !== this.#turn) return;
      if (bytes && recording.take(bytes)) {
        this.traces.value = recording.traces;
        this.full.value = recording.full;
      }
      const whole = recording.traces.every(({ took }) => took !== undefined);
      if (whole && recording.requests > 0 && recording.requests >= this.#answered() - this.#answeredBefore)
        break;
    }
    this.#looking = undefined;
  }
}

function folderOf(run: number): string {
  return `.xray/${run}`;
}
