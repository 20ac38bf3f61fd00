import type { Engine, EngineProcess, ExitStatus, OutputChunk, Signal } from '../engine/engine.ts';
import { learnerMessages } from './learner-messages.ts';
import { logRecords } from './log-records.ts';
import type { Crash, RunOfServer } from './observations.ts';
import { errorLine, explainFailedStart, type StartFailure } from './start-failure.ts';

export interface ServerPlan {
  /** The first of these that exists is started. */
  readonly entry: readonly string[];
  readonly port: number;
  readonly env: Readonly<Record<string, string>>;
  /** The first of these that exists is loaded before the entry (`--import`). */
  readonly preload?: readonly string[];
  readonly projectFiles: readonly string[];
  /** Where it runs; the working directory of the engine unless given. */
  readonly cwd?: string;
  /** Milliseconds until it must listen; 20 000 unless given. */
  readonly startLimit?: number;
}

/** How the server is started this time. */
export interface StartOptions {
  /** The name of this run. */
  readonly id?: string | undefined;
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** Its end is no crash. */
  readonly ends?: boolean | undefined;
  /** Another program has its port: it is waited for until it ends, instead of until it listens. */
  readonly portTaken?: boolean | undefined;
}

/** A run of the server: where its output begins, and how it ended by itself. */
interface Span {
  readonly id: string | undefined;
  readonly from: number;
  readonly ends: boolean;
  stopped: boolean;
  exit: ExitStatus | undefined;
}

/** How long a server whose port is taken may take to end, in milliseconds. */
const endLimit = 8000;
/** How long a server may take until it listens, in milliseconds, unless its plan says otherwise. */
const startLimit = 20_000;
/** How much of that it may take when it listens on another port already. */
const wrongPortShare = 0.2;
/** How long one that listens is watched for its end: of two listeners on a port, the second one ends them both. */
const secondThoughts = 100;
/** Milliseconds of silence after which a record is not expected any more. */
const afterthought = 50;
/** More output than this is not kept: a program that logs in a loop must not fill the memory. */
const outputLimit = 4_000_000;

/** A server that is started, stopped and listened to. */
export class ServerRun {
  readonly plan: ServerPlan;
  /** Everything that was written, over all restarts. */
  readonly output: OutputChunk[] = [];
  /** How it ended last; `undefined` while it runs. */
  exit: ExitStatus | undefined;
  crash: Crash | undefined;
  /** The request line that was sent last, or the first one since which no answer has come. */
  lastRequest = '';
  readonly #engine: Engine;
  /** When it was made, by `performance.now()`; the `at` of output counts from here. */
  readonly startedAt = performance.now();
  readonly #watchers = new Set<() => void>();
  readonly #spans: Span[] = [];
  #process: EngineProcess | undefined;
  #ended: Promise<void> = Promise.resolve();
  #stopping = false;
  #kept = 0;

  constructor(engine: Engine, plan: ServerPlan) {
    this.#engine = engine;
    this.plan = plan;
  }

  get alive(): boolean {
    return this.#process !== undefined && this.exit === undefined;
  }

  /** The runs that have a name. */
  get runs(): Map<string, RunOfServer> {
    return this.#runsUntil(this.#spans.length);
  }

  /** How often it was started. */
  get runCount(): number {
    return this.#spans.length;
  }

  /** Those after which another one was started. */
  get runsOver(): Map<string, RunOfServer> {
    return this.#runsUntil(this.#spans.length - 1);
  }

  #runsUntil(end: number): Map<string, RunOfServer> {
    return new Map(
      this.#spans.slice(0, Math.max(0, end)).flatMap(({ id, from, exit }, i) => {
        if (id === undefined) return [];
        const records = logRecords(this.output.slice(from, this.#spans[i + 1]?.from));
        return [[id, { records, exit }] as const];
      }),
    );
  }

  /** What was written since the last start. */
  get outputOfRun(): readonly OutputChunk[] {
    return this.output.slice(this.#spans.at(-1)?.from ?? 0);
  }

  /** Starts the server and waits until it listens; resolves to why it does not, or to `undefined`. */
  async start(
    { id, env = {}, ends = false, portTaken = false }: StartOptions,
    signal?: AbortSignal,
  ): Promise<StartFailure | undefined> {
    await this.stop();
    const { entry, port, cwd } = this.plan;
    const file = await this.#firstOf(entry);
    if (file === undefined) return { status: 'could-not-start', message: learnerMessages.noEntry(entry) };
    const from = this.output.length;
    this.#spans.push({ id, from, ends: ends || portTaken, stopped: false, exit: undefined });
    const opened: { readonly port: number; readonly pid: number }[] = [];
    // Other programs of the sandbox open ports at the same time; which are this one's is known once it has a number.
    const otherPorts = (): number[] =>
      opened.filter(({ pid }) => pid === this.#process?.pid).map((each) => each.port);
    const begun = performance.now();
    const listening = Promise.withResolvers<'listening' | 'wrong-port' | 'late'>();
    const most = this.plan.startLimit ?? startLimit;
    const timers = [setTimeout(() => listening.resolve('late'), most)];
    const off = this.#engine.on('server-ready', (openedPort, pid) => {
      if (openedPort === port) return listening.resolve('listening');
      opened.push({ port: openedPort, pid });
      const tooLong = (): void => {
        if (pid === this.#process?.pid) listening.resolve('wrong-port');
      };
      timers.push(setTimeout(tooLong, most * wrongPortShare));
    });
    const aborted = (): void => listening.reject(signal?.reason);
    signal?.addEventListener('abort', aborted);
    try {
      this.#stopping = false;
      this.exit = undefined;
      const options = {
        env: { ...this.plan.env, ...env, PORT: String(port) },
        ...(cwd === undefined ? {} : { cwd }),
      };
      const preload = await this.#firstOf(this.plan.preload ?? []);
      const args = [...(preload === undefined ? [] : ['--import', `./${preload}`]), file];
      const process = await this.#engine.spawn('node', args, options);
      this.#process = process;
      this.#ended = this.#follow(process);
      if (portTaken) {
        await this.waitFor(() => !this.alive, endLimit, signal);
        return undefined;
      }
      const outcome = await Promise.race([listening.promise, this.#ended.then(() => 'ended' as const)]);
      if (outcome === 'listening') {
        await this.waitFor(() => !this.alive, secondThoughts, signal);
        const listensTwice = !this.alive && textOf(this.output.slice(from), 'stderr').includes('EADDRINUSE');
        if (!listensTwice) return undefined;
      }
      this.crash = undefined;
      const written = this.output.slice(from);
      return explainFailedStart({
        stdout: textOf(written, 'stdout'),
        stderr: textOf(written, 'stderr'),
        exit: this.exit,
        port,
        otherPorts: otherPorts(),
        waited: performance.now() - begun,
        projectFiles: this.plan.projectFiles,
      });
    } finally {
      off();
      for (const timer of timers) clearTimeout(timer);
      signal?.removeEventListener('abort', aborted);
    }
  }

  /** Sends a signal that is part of the test: ending because of it is no crash. */
  kill(signal: Signal): void {
    this.#stopping = true;
    this.#process?.kill(signal);
  }

  /** Kills the server and waits for the rest of its output. */
  async stop(): Promise<void> {
    const span = this.#spans.at(-1);
    if (span !== undefined && this.alive) span.stopped = true;
    this.kill('SIGKILL');
    await this.#ended;
  }

  /** Waits until `done` holds, looking again at every piece of output and at the end; at most `limit` milliseconds. */
  async waitFor(done: () => boolean, limit: number, signal?: AbortSignal): Promise<void> {
    if (done()) return;
    await new Promise<void>((resolve, reject) => {
      const finish = (): void => {
        clearTimeout(timer);
        this.#watchers.delete(look);
        signal?.removeEventListener('abort', abort);
        resolve();
      };
      const abort = (): void => {
        finish();
        reject(signal?.reason);
      };
      const look = (): void => {
        if (done()) finish();
      };
      const timer = setTimeout(finish, limit);
      this.#watchers.add(look);
      signal?.addEventListener('abort', abort);
    });
  }

  /** Waits until nothing has been written for so many milliseconds. */
  async waitForQuiet(quiet: number, signal?: AbortSignal): Promise<void> {
    let length: number;
    do {
      length = this.output.length;
      const before = length;
      await this.waitFor(() => this.output.length > before, quiet, signal);
    } while (this.output.length > length);
  }

  /** Waits for what it may still write: loggers write a record when its answer has gone already, and a kill would lose it. */
  async waitForLog(signal?: AbortSignal): Promise<void> {
    if (this.alive) await this.waitForQuiet(afterthought, signal);
  }

  async #firstOf(paths: readonly string[]): Promise<string | undefined> {
    const { cwd } = this.plan;
    const files = await this.#engine.list(cwd ?? '.');
    return paths.find((path) => files.includes(cwd === undefined ? path : `${cwd}/${path}`));
  }

  async #follow(process: EngineProcess): Promise<void> {
    const offset = performance.now() - this.startedAt;
    const reader = process.output.getReader();
    let stderr = '';
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      const { data, stream, at } = read.value;
      if (stream === 'stderr') stderr = (stderr + data).slice(-20_000);
      this.#kept += data.length;
      // When exactly it was spawned is not known; nothing was written later than it arrived.
      const written = Math.min(at + offset, performance.now() - this.startedAt);
      if (this.#kept <= outputLimit) this.output.push({ stream, data, at: written });
      for (const look of [...this.#watchers]) look();
    }
    const status = await process.exit;
    if (this.#process !== process) return;
    this.exit = status;
    const span = this.#spans.at(-1);
    if (span !== undefined && !span.stopped) span.exit = status;
    if (!this.#stopping && !span?.ends)
      this.crash = { status, during: this.lastRequest, error: errorLine(stderr) };
    for (const look of [...this.#watchers]) look();
  }
}

function textOf(chunks: readonly OutputChunk[], stream: OutputChunk['stream']): string {
  return chunks
    .filter((chunk) => chunk.stream === stream)
    .map((chunk) => chunk.data)
    .join('');
}
