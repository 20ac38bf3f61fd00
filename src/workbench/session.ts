import { signal } from '@preact/signals';
import type { Service } from '../course/course.ts';
import type {
  Capability,
  Engine,
  EngineOptions,
  EngineProcess,
  EngineShell,
  ExitStatus,
  ShellSize,
  Signal,
} from '../engine/engine.ts';
import { EngineError } from '../engine/errors.ts';
import { type FlatFiles, treeFromFlat } from '../files/file-tree.ts';
import type { HttpRequest } from '../http/message.ts';
import { EngineHolder } from './engine-holder.ts';
import { ExchangeBook } from './exchange-book.ts';
import { type Cause, LogBuffer } from './log-buffer.ts';
import {
  crashLoop,
  explainEngineFailure,
  explainExit,
  explainSilence,
  type OfferedEngine,
} from './messages.ts';
import { PortTaker } from './port-taker.ts';
import type { ProcessState } from './process-state.ts';
import { findProgramError } from './program-error.ts';
import { type Repetition, Sender } from './sender.ts';
import { Services, servicesFolder } from './services.ts';
import { Supervisor } from './supervisor.ts';
import { Timeline } from './timeline.ts';
import { delay, within } from './timing.ts';

/** The program to run: the first of `entry` that is among the files. */
export interface Program {
  readonly entry: readonly string[];
  /** The first of these that is among the files is loaded before the program (`--import`). */
  readonly preload?: readonly string[] | undefined;
  readonly env: Readonly<Record<string, string>>;
}

/** Milliseconds. */
export interface SessionLimits {
  /** How long a program may run without listening before the page remarks on it. */
  readonly silence: number;
  readonly request: number;
  /** How long a program may take to end on SIGTERM, and then on SIGKILL. */
  readonly stop: number;
}

export interface SessionOptions {
  readonly createEngine: (options: EngineOptions) => Promise<Engine>;
  /** What `createEngine` makes, for the words about its failures; the built-in engine unless given. */
  readonly engineKind?: () => OfferedEngine;
  readonly program: Program;
  readonly services?: readonly Service[];
  readonly limits?: Partial<SessionLimits>;
}

/** What is different about one start of the program. */
export interface StartOptions {
  /** Variables added to the program's own. */
  readonly env?: Readonly<Record<string, string>>;
  /** Arguments of `node` before the program's file, and files that they need or that stand in for the learner's. */
  readonly nodeArguments?: readonly string[];
  readonly extraFiles?: FlatFiles;
  /** What is done to its output before it is shown. */
  readonly cleanOutput?: (text: string) => string;
  /** Takes the port before the program can. */
  readonly portTaken?: boolean;
}

const defaultLimits: SessionLimits = { silence: 8000, request: 10_000, stop: 1500 };
const logInterval = 60;
/** What the learner installed in a shell is written here. */
const installRecords: readonly string[] = ['package.json', 'package-lock.json'];

/**
 * One learner's server: it starts, stops and restarts a program, sends it requests and keeps its log. No method
 * rejects; what went wrong is in the signals, in words for the learner.
 */
export class Session {
  readonly state = signal<ProcessState>({ kind: 'none' });
  readonly exchanges = new ExchangeBook();
  /** The exchange that is looked at. */
  readonly exchange = this.exchanges.shown;
  /** Rises when `log` has changed, at most some fifteen times a second. */
  readonly logVersion = signal(0);
  readonly log = new LogBuffer();
  readonly timeline = new Timeline();
  readonly services: Services;
  readonly supervisor = new Supervisor();
  /** What the engine that stands can do. */
  readonly capabilities = signal<ReadonlySet<Capability> | undefined>(undefined);
  /** The files that the running program was started with. */
  readonly ranWith = signal<FlatFiles | undefined>(undefined);

  readonly #options: SessionOptions;
  readonly #limits: SessionLimits;
  readonly #engine: EngineHolder;
  #process: EngineProcess | undefined;
  /** Counts runs and stops: what an earlier one still has to say is no longer heard. */
  #turn = 0;
  readonly #sender: Sender;
  readonly #portTaker: PortTaker;
  #logTimer: ReturnType<typeof setTimeout> | undefined;
  #startedWith: StartOptions = {};

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#limits = { ...defaultLimits, ...options.limits };
    this.services = new Services(options.services ?? [], {
      onLine: ({ service, text, at, cause }) =>
        this.timeline.add({ kind: 'upstream', text: `${service}: ${text}`, at, cause }),
    });
    this.#portTaker = new PortTaker(Number(options.program.env['PORT'] ?? 3000));
    this.#sender = new Sender({
      exchanges: this.exchanges,
      timeout: this.#limits.request,
      target: () => ({ engine: this.#engine.standing, port: this.port }),
    });
    this.#engine = new EngineHolder({
      create: options.createEngine,
      onStage: (stage) => {
        if (this.state.value.kind === 'booting') this.state.value = { kind: 'booting', stage };
      },
      onError: (error) => this.#engineFailed(error),
    });
  }

  /** The port that requests go to, or `undefined` while nothing listens. */
  get port(): number | undefined {
    const state = this.state.value;
    return state.kind === 'listening' ? state.port : undefined;
  }

  /** Starts the program on these files; one that runs is ended first. Resolves when it listens, ends or stays silent. */
  async run(files: FlatFiles, options: StartOptions = {}): Promise<void> {
    this.supervisor.forget();
    await this.#run(files, options, () => {
      this.log.clear();
      this.timeline.clear();
      this.exchanges.clear();
    });
  }

  /** As `run`, but the log, the timeline and the requests go on: for a run on another engine. */
  async resume(files: FlatFiles, options: StartOptions = {}): Promise<void> {
    this.supervisor.forget();
    await this.#run(files, options);
  }

  /** A shell of the engine, which boots if it has to; rejects where the engine has none, or fails. */
  async openShell(size: ShellSize): Promise<EngineShell> {
    const engine = await this.#engine.get();
    this.capabilities.value = engine.capabilities;
    return engine.openShell(size);
  }

  /** Ends the program, whatever it is doing. */
  async stop(): Promise<void> {
    const before = this.state.value;
    const turn = ++this.#turn;
    this.#sender.hangUp();
    this.state.value = { kind: 'stopping' };
    if (!this.#engine.booted) void this.#engine.drop();
    const forced = await this.#end();
    if (turn !== this.#turn) return;
    this.state.value = { kind: 'stopped', forced };
    if (before.kind !== 'booting')
      this.#note(forced ? 'ended by SIGKILL: it did not react to SIGTERM' : 'stopped');
  }

  /** Sends a signal to the program, as `kill` does in a shell. */
  signal(name: Signal): void {
    if (!this.#process) return;
    this.#note(`kill -${name} ${this.#process.pid}`);
    this.#process.kill(name);
  }

  /** Sends a request to the listening program. */
  send(request: HttpRequest): Promise<void> {
    return this.#sender.sendMany(request, { times: 1, atOnce: true });
  }

  /** Sends a request several times, at once or each after the answer to the one before. */
  sendMany(request: HttpRequest, how: Repetition): Promise<void> {
    return this.#sender.sendMany(request, how);
  }

  /** Sends a request and hangs up as soon as it is on its way. */
  sendAndHangUp(request: HttpRequest, after: number): Promise<void> {
    return this.#sender.sendAndHangUp(request, after);
  }

  /** Hangs up on a request that is waiting and those that were sent with it, or on all of them. */
  callOff(id?: number): void {
    if (id === undefined) this.#sender.hangUp();
    else this.#sender.callOff(id);
  }

  /** A file as the program sees it; `undefined` where there is none, or no engine. */
  async readFile(path: string): Promise<Uint8Array | undefined> {
    return this.#engine.standing?.readFile(path).catch(() => undefined);
  }

  /** Switches a fault of a service on, or off (`off`). */
  async fault(service: string, name: string): Promise<void> {
    try {
      await this.services.fault(service, name);
      this.timeline.add({ kind: 'fault', text: `${service}: ${name}`, at: Date.now(), cause: null });
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      this.#note(`${service} does not answer: run the server first`);
    }
  }

  /** Frees everything. The session can be used again. */
  async dispose(): Promise<void> {
    this.#turn++;
    this.#sender.hangUp();
    clearTimeout(this.#logTimer);
    this.supervisor.forget();
    this.#process = undefined;
    this.capabilities.value = undefined;
    await this.#engine.drop();
    this.state.value = { kind: 'none' };
  }

  /** `clear` is called once there is an engine: one that does not boot takes nothing away. */
  async #run(files: FlatFiles, options: StartOptions, clear: () => void = () => {}): Promise<void> {
    const turn = ++this.#turn;
    const current = (): boolean => turn === this.#turn;
    this.#sender.hangUp();
    this.#startedWith = options;
    const { entry: entries, preload = [] } = this.#options.program;
    const entry = entries.find((path) => path in files) ?? entries[0] ?? 'server.mjs';
    this.state.value = { kind: 'booting', stage: 'download' };
    try {
      await this.#end();
      if (!current()) return;
      const engine = await this.#engine.get();
      if (!current()) return;
      clear();
      this.capabilities.value = engine.capabilities;
      const installed = engine.capabilities.has('install') ? installRecords : [];
      const all = { ...files, ...options.extraFiles };
      for (const path of await engine.list()) {
        const stays = path in all || path.startsWith(`${servicesFolder}/`) || installed.includes(path);
        if (!stays) await engine.rm(path);
      }
      await engine.mount(treeFromFlat(all));
      await this.services.start(engine);
      if (!current()) return;
      if (options.portTaken) {
        const taken = await this.#portTaker.take(engine);
        this.#note(`another program listens on ${taken.port}, pid ${taken.pid}`);
      }
      if (!current()) return;
      const first = preload.find((path) => path in files);
      const before = [
        ...(options.nodeArguments ?? []),
        ...(first === undefined ? [] : ['--import', `./${first}`]),
      ];
      const args = [...before, entry];
      this.#note(['node', ...args].join(' '));
      await this.#start(engine, args, files, current);
    } catch (error) {
      if (current()) this.#engineFailed(error);
    }
  }

  async #start(
    engine: Engine,
    args: readonly string[],
    files: FlatFiles,
    current: () => boolean,
  ): Promise<void> {
    const settled = Promise.withResolvers<void>();
    const { env } = this.#startedWith;
    let listened = false;
    const ownPorts = new Set(this.services.list.map(({ port }) => port));
    const offPort = engine.on('port', (port, change, pid) => {
      if (!current() || ownPorts.has(port)) return;
      if (change === 'open' && pid !== this.#portTaker.pid && this.#running()) {
        listened = true;
        this.state.value = { kind: 'listening', port, pid, since: Date.now() };
        this.timeline.add({ kind: 'process', text: `listening on ${port}`, at: Date.now(), cause: null });
        settled.resolve();
      } else if (change === 'close' && this.port === port) {
        this.state.value = { kind: 'starting', pid };
      }
    });
    this.state.value = { kind: 'starting', pid: undefined };
    const process = await engine.spawn('node', args, {
      env: { ...this.services.env, ...this.#options.program.env, ...env },
    });
    this.#process = process;
    this.ranWith.value = files;
    if (!current()) {
      offPort();
      process.kill('SIGKILL');
      return;
    }
    if (this.state.value.kind === 'starting') this.state.value = { kind: 'starting', pid: process.pid };
    const read = this.#readLog(process, current);
    void process.exit.then(async (status) => {
      offPort();
      await read;
      if (this.#process === process) this.#process = undefined;
      if (current()) this.#exited(process.pid, status, listened, files);
      settled.resolve();
    });
    void delay(this.#limits.silence).then(() => {
      if (current() && this.state.value.kind === 'starting' && this.#process === process) {
        const failure = explainSilence(this.#limits.silence / 1000);
        this.state.value = { kind: 'silent', pid: process.pid, failure };
      }
      settled.resolve();
    });
    await settled.promise;
  }

  #running(): boolean {
    return ['starting', 'silent', 'listening'].includes(this.state.value.kind);
  }

  async #readLog(process: EngineProcess, current: () => boolean): Promise<void> {
    const since = Date.now();
    const tellsCauses = this.capabilities.value?.has('causes') === true;
    const reader = process.output.getReader();
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        if (!current()) continue;
        const { cleanOutput } = this.#startedWith;
        const cause = tellsCauses ? (value.cause ?? null) : undefined;
        const data = cleanOutput?.(value.data) ?? value.data;
        // As the program wrote it, not as a busy page came to read it.
        const at = Math.min(Date.now(), since + value.at);
        this.log.append({ stream: value.stream, data, cause }, at);
        this.#logChanged();
      }
    } catch {
      // The engine went away; its own error event says why.
    }
  }

  #exited(pid: number, status: ExitStatus, listened: boolean, files: FlatFiles): void {
    const error = findProgramError(this.log.text('stderr'), Object.keys(files));
    const failure = explainExit(status, listened, status.code === 0 ? undefined : error);
    this.state.value = { kind: 'exited', pid, status, at: Date.now(), failure, place: error?.place };
    const how = status.signal === null ? `exited with code ${status.code}` : `ended by ${status.signal}`;
    const last = this.log.lines.findLast(({ stream }) => stream === 'stderr');
    // Whose error it was that ended it.
    this.#note(how, { cause: error && status.code !== 0 ? last?.cause : null });
    const next = this.supervisor.afterExit(status, () => void this.#run(files, this.#startedWith));
    if (next === 'given-up') {
      this.state.value = { kind: 'failed', failure: crashLoop };
      this.#note('supervisor: crash loop, giving up');
    } else if (next !== undefined) this.#note(`supervisor: starts it again in ${next} ms`);
  }

  /** Ends the running process; true when it had to be forced. */
  async #end(): Promise<boolean> {
    this.#portTaker.letGo();
    const process = this.#process;
    this.#process = undefined;
    if (!process) return false;
    process.kill('SIGTERM');
    if (await within(this.#limits.stop, process.exit)) return false;
    process.kill('SIGKILL');
    if (!(await within(this.#limits.stop, process.exit))) await this.#engine.drop();
    return true;
  }

  #engineFailed(error: unknown): void {
    this.#turn++;
    this.#process = undefined;
    this.#sender.hangUp();
    void this.#engine.drop();
    this.state.value = { kind: 'failed', failure: explainEngineFailure(error, this.#options.engineKind?.()) };
  }

  /** A line of the workbench's own, in the log and on the timeline. */
  #note(text: string, { cause }: { readonly cause: Cause } = { cause: null }): void {
    this.log.note(text);
    this.timeline.add({ kind: 'process', text, at: Date.now(), cause });
    this.#logChanged();
  }

  #logChanged(): void {
    this.#logTimer ??= setTimeout(() => {
      this.#logTimer = undefined;
      this.logVersion.value++;
    }, logInterval);
  }
}
