import { signal } from '@preact/signals';
import type { Engine, EngineOptions, EngineProcess, ExitStatus } from '../engine/engine.ts';
import { EngineError } from '../engine/errors.ts';
import { type FlatFiles, treeFromFlat } from '../files/file-tree.ts';
import type { HttpRequest, HttpResponse } from '../http/message.ts';
import { LogBuffer } from './log-buffer.ts';
import {
  type Explanation,
  explainEngineFailure,
  explainExit,
  explainRequestFailure,
  explainSilence,
  requestCalledOff,
} from './messages.ts';
import type { ProcessState } from './process-state.ts';
import { findProgramError } from './program-error.ts';
import { delay, within } from './timing.ts';

/** The last request and what came of it. */
export type Exchange =
  | { readonly kind: 'waiting'; readonly request: HttpRequest; readonly since: number }
  | { readonly kind: 'answered'; readonly request: HttpRequest; readonly response: HttpResponse }
  | { readonly kind: 'failed'; readonly request: HttpRequest; readonly failure: Explanation };

/** The program to run: the first of `entry` that is among the files. */
export interface Program {
  readonly entry: readonly string[];
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
  readonly program: Program;
  readonly limits?: Partial<SessionLimits>;
}

const defaultLimits: SessionLimits = { silence: 8000, request: 10_000, stop: 1500 };
const logInterval = 60;

/**
 * One learner's server: it starts, stops and restarts a program, sends it requests and keeps its log. No method
 * rejects; what went wrong is in the signals, in words for the learner.
 */
export class Session {
  readonly state = signal<ProcessState>({ kind: 'none' });
  readonly exchange = signal<Exchange | undefined>(undefined);
  /** Rises when `log` has changed, at most some fifteen times a second. */
  readonly logVersion = signal(0);
  readonly log = new LogBuffer();
  /** The files that the running program was started with. */
  readonly ranWith = signal<FlatFiles | undefined>(undefined);

  readonly #options: SessionOptions;
  readonly #limits: SessionLimits;
  #engine: Promise<Engine> | undefined;
  #process: EngineProcess | undefined;
  /** Counts runs and stops: what an earlier one still has to say is no longer heard. */
  #turn = 0;
  #boot = new AbortController();
  #booted = false;
  #request: AbortController | undefined;
  #logTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#limits = { ...defaultLimits, ...options.limits };
  }

  /** The port that requests go to, or `undefined` while nothing listens. */
  get port(): number | undefined {
    const state = this.state.value;
    return state.kind === 'listening' ? state.port : undefined;
  }

  /** Starts the program on these files; one that runs is ended first. Resolves when it listens, ends or stays silent. */
  async run(files: FlatFiles): Promise<void> {
    const turn = ++this.#turn;
    const current = (): boolean => turn === this.#turn;
    this.#request?.abort();
    const entry = this.#options.program.entry.find((path) => path in files);
    this.state.value = { kind: 'booting', stage: 'download' };
    try {
      await this.#end();
      if (!current()) return;
      const engine = await this.#bootEngine();
      if (!current()) return;
      for (const path of await engine.list()) if (!(path in files)) await engine.rm(path);
      await engine.mount(treeFromFlat(files));
      if (!current()) return;
      this.log.clear();
      this.log.note(`node ${entry ?? this.#options.program.entry[0]}`);
      this.#logChanged();
      await this.#start(engine, entry ?? this.#options.program.entry[0] ?? 'server.mjs', files, current);
    } catch (error) {
      if (current()) this.#engineFailed(error);
    }
  }

  /** Ends the program, whatever it is doing. */
  async stop(): Promise<void> {
    const before = this.state.value;
    const turn = ++this.#turn;
    this.#request?.abort();
    this.state.value = { kind: 'stopping' };
    if (!this.#booted) void this.#dropEngine();
    const forced = await this.#end();
    if (turn !== this.#turn) return;
    this.state.value = { kind: 'stopped', forced };
    if (before.kind !== 'booting') {
      this.log.note(forced ? 'ended by SIGKILL: it did not react to SIGTERM' : 'stopped');
      this.#logChanged();
    }
  }

  /** Sends a request to the listening program. */
  async send(request: HttpRequest): Promise<void> {
    const port = this.port;
    this.#request?.abort();
    const abort = new AbortController();
    this.#request = abort;
    this.exchange.value = { kind: 'waiting', request, since: Date.now() };
    const settle = (exchange: Exchange): void => {
      if (this.#request === abort) this.exchange.value = exchange;
    };
    try {
      if (port === undefined || !this.#engine) {
        throw new EngineError('ERR_ENGINE_REQUEST', 'Nothing listens.', { reason: 'ECONNREFUSED' });
      }
      const engine = await this.#engine;
      abort.signal.throwIfAborted();
      const timeout = this.#limits.request;
      const response = await engine.request(port, request, { signal: abort.signal, timeout });
      settle({ kind: 'answered', request, response });
    } catch (error) {
      const failure = abort.signal.aborted
        ? requestCalledOff
        : explainRequestFailure(error, port ?? 3000, this.#limits.request / 1000);
      settle({ kind: 'failed', request, failure });
    }
  }

  /** Hangs up on the request that is waiting. */
  callOff(): void {
    this.#request?.abort();
  }

  /** Frees everything. The session can be used again. */
  async dispose(): Promise<void> {
    this.#turn++;
    this.#request?.abort();
    clearTimeout(this.#logTimer);
    await this.#dropEngine();
    this.state.value = { kind: 'none' };
  }

  /** The engine that stands, the one that is booting, or a new one. */
  #bootEngine(): Promise<Engine> {
    if (this.#engine) return this.#engine;
    this.#boot = new AbortController();
    this.#booted = false;
    const booting = this.#options.createEngine({
      signal: this.#boot.signal,
      onStage: (stage) => {
        if (this.state.value.kind === 'booting') this.state.value = { kind: 'booting', stage };
      },
    });
    this.#engine = booting;
    booting.then(
      (engine) => {
        if (this.#engine !== booting) return;
        this.#booted = true;
        engine.on('error', (error) => {
          if (this.#engine === booting) this.#engineFailed(error);
        });
      },
      () => {
        if (this.#engine === booting) this.#engine = undefined;
      },
    );
    return booting;
  }

  async #start(engine: Engine, entry: string, files: FlatFiles, current: () => boolean): Promise<void> {
    const settled = Promise.withResolvers<void>();
    let listened = false;
    const offPort = engine.on('port', (port, change, pid) => {
      if (!current()) return;
      if (change === 'open' && this.#running()) {
        listened = true;
        this.state.value = { kind: 'listening', port, pid, since: Date.now() };
        settled.resolve();
      } else if (change === 'close' && this.port === port) {
        this.state.value = { kind: 'starting', pid };
      }
    });
    this.state.value = { kind: 'starting', pid: undefined };
    const process = await engine.spawn('node', [entry], { env: this.#options.program.env });
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
    const reader = process.output.getReader();
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        if (!current()) continue;
        this.log.append(value);
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
    this.log.note(status.signal === null ? `exited with code ${status.code}` : `ended by ${status.signal}`);
    this.logVersion.value++;
  }

  /** Ends the running process; true when it had to be forced. */
  async #end(): Promise<boolean> {
    const process = this.#process;
    this.#process = undefined;
    if (!process) return false;
    process.kill('SIGTERM');
    if (await within(this.#limits.stop, process.exit)) return false;
    process.kill('SIGKILL');
    if (!(await within(this.#limits.stop, process.exit))) await this.#dropEngine();
    return true;
  }

  async #dropEngine(): Promise<void> {
    const engine = this.#engine;
    this.#engine = undefined;
    this.#process = undefined;
    if (!this.#booted) this.#boot.abort();
    await engine?.then((it) => it.teardown()).catch(() => undefined);
  }

  #engineFailed(error: unknown): void {
    this.#turn++;
    void this.#dropEngine();
    this.state.value = { kind: 'failed', failure: explainEngineFailure(error) };
  }

  #logChanged(): void {
    this.#logTimer ??= setTimeout(() => {
      this.#logTimer = undefined;
      this.logVersion.value++;
    }, logInterval);
  }
}
