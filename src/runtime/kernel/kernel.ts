/**
 * The kernel of a sandbox: it starts workers as processes, holds the files, and introduces processes and the page to
 * each other. It lives in an iframe of opaque origin; all it hears from the page comes over one port.
 */
import type { ExitStatus, Signal } from '../../engine/engine.ts';
import {
  LIBRARY_FILE,
  type PackStart,
  packFile,
  WORKER_FILE,
  WORKER_SCRIPT,
  type WorkerCode,
} from '../code-store.ts';
import { completeCut } from '../cut-functions.ts';
import { FileSystemError } from '../fs/errno.ts';
import { FileHub } from '../fs/file-hub.ts';
import type { LazyFile } from '../fs/mount-lazy.ts';
import { createTextPack } from '../fs/text-pack.ts';
import {
  canWaitForFiles,
  createLateFiles,
  expectLateFiles,
  type LateFiles,
  settleLateFiles,
} from '../late-files.ts';
import { NetworkSwitch } from '../net/network-switch.ts';
import type { NodeFacts } from '../node-facts.ts';
import type { ThreadFacts } from '../threads/messages.ts';
import { canStartWarm } from '../warm-up.ts';
import type { KernelMessage, OutputPiece, ProcessMessage, ReadyCode, StartMessage } from './messages.ts';
import { OutputCollector } from './output-collector.ts';
import { signalName, signalNumber } from './signals.ts';
import { endsMovedBy, WireTable } from './wire-table.ts';
import { createWorkerScript } from './worker-script.ts';

const now = () => performance.timeOrigin + performance.now();

/** What the page sends along when it connects. */
export interface KernelAssets {
  readonly workerSource: string;
  readonly facts: NodeFacts;
  /** What a start needs of Node's library, by module id. */
  readonly library: Readonly<Record<string, string>>;
  readonly packages: readonly PackedPackages[];
  /** Bytes of the files that come after, by the names of `code-store.ts`. */
  readonly lateSizes: Readonly<Record<string, number>>;
}

/** Packages that programs can import, and what a start needs of them. */
export interface PackedPackages extends PackStart {
  readonly name: string;
  readonly files: readonly LazyFile[];
  /** The files that a typical server loads first, in that order. */
  readonly start: readonly number[];
}

export interface SpawnRequest {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
}

/** Everything that the kernel tells the page without being asked. */
export type KernelEvent =
  | {
      readonly event: 'output';
      readonly pid: number;
      /** In the order of writing; `at` in milliseconds since the process was started. */
      readonly pieces: readonly {
        readonly stream: 'stdout' | 'stderr';
        readonly bytes: Uint8Array;
        readonly at: number;
        readonly cause?: number | undefined;
      }[];
    }
  | {
      readonly event: 'spawn';
      readonly pid: number;
      readonly command: string;
      readonly args: readonly string[];
    }
  /** A worker waits for its program with all that can be ready before. */
  | { readonly event: 'warm' }
  /** A program waits for the late files. */
  | { readonly event: 'waits'; readonly wanted: string }
  | { readonly event: 'exit'; readonly pid: number; readonly status: ExitStatus }
  | { readonly event: 'port'; readonly port: number; readonly state: 'open' | 'close'; readonly pid: number };

interface Process {
  readonly pid: number;
  readonly parent: Process | undefined;
  readonly worker: Worker;
  readonly startedAt: number;
  readonly handledSignals: Set<number>;
  /** The process whose thread this is. */
  readonly threadOf: Process | undefined;
  isToldOfLimit?: boolean;
}

function isBelow(process: Process, ancestor: Process): boolean {
  for (let each = process.parent; each; each = each.parent) if (each === ancestor) return true;
  return false;
}

function rootOf(process: Process): Process {
  let root = process;
  while (root.parent) root = root.parent;
  return root;
}

const FIRST_PID = 2;
/** Processes and threads at a time; one more fails as in Node where the system has no more. */
const MOST_PROCESSES = 16;
/** So many live on when the program that the page started has ended, as on any system; a crowd goes with it. */
const MOST_ORPHANS = 4;
const UV_EAGAIN = -11;
/** A program that neither listens nor ends has done what it does at its start by then. */
const AFTER_START_MS = 1000;
/** A server has given its first response by then, where somebody asked for one. */
const AFTER_LISTENING_MS = 100;
/** Packages lie above the working directory, where a project's own `node_modules` come first. */
const HOME = '/home/learner';

export class Kernel {
  readonly files: FileHub;
  readonly network: NetworkSwitch;
  readonly #wires = new WireTable();
  #makeWorker: () => Worker;
  readonly #assets: KernelAssets;
  readonly #emit: (event: KernelEvent) => void;
  readonly #collector: OutputCollector;
  readonly #processes = new Map<number, Process>();
  readonly #readyCode: ReadyCode;
  #late: LateFiles | undefined;
  #whole: Extract<WorkerCode, { readonly library: unknown }> | undefined;
  #spare: Worker | undefined;
  /** Why a worker that no program uses yet has failed. */
  readonly #failures = new Map<Worker, string>();
  #spareTimer: ReturnType<typeof setTimeout> | undefined;
  #nextPid = FIRST_PID;

  constructor(assets: KernelAssets, emit: (event: KernelEvent) => void) {
    this.#assets = assets;
    this.#collector = new OutputCollector(emit);
    this.#emit = (event) => {
      this.#collector.flush();
      emit(event);
    };
    this.#makeWorker = createWorkerScript(completeCut(WORKER_SCRIPT, assets.workerSource));
    this.#readyCode = {
      modules: assets.facts.start.modules,
      files: assets.packages.flatMap(({ name, files, start }) =>
        start.map((index) => ({
          pack: name,
          index,
          path: `${HOME}/${(files[index] as LazyFile).path}`,
        })),
      ),
    };
    this.files = new FileHub();
    this.#late = canWaitForFiles() ? createLateFiles(assets.lateSizes) : undefined;
    for (const { name, files, texts } of assets.packages) {
      this.files.mountLazy(
        HOME,
        files,
        name,
        createTextPack((index) => texts[index] ?? this.#whole?.packs[name]?.texts[index]),
      );
    }
    this.network = new NetworkSwitch({
      onPort: (port, state, pid) => {
        this.#emit({ event: 'port', port, state, pid });
        if (state === 'open') this.#makeSpareLater(AFTER_LISTENING_MS);
      },
    });
    this.#spare = this.#createWorker();
  }

  /** Whether programs can start before the late files are here: they can wait for what they need of them. */
  get startsEarly(): boolean {
    return this.#late !== undefined;
  }

  /** Takes over the late files. From here on, programs start with all code as it is. */
  addLateFiles(files: Readonly<Record<string, Uint8Array>>): void {
    if (this.#late) settleLateFiles(this.#late, files);
    const parsed = (name: string) => JSON.parse(new TextDecoder().decode(files[name]));
    this.#whole = {
      library: parsed(LIBRARY_FILE),
      packs: Object.fromEntries(this.#assets.packages.map(({ name }) => [name, parsed(packFile(name))])),
    };
    this.#late = undefined;
    this.#makeWorker = createWorkerScript(parsed(WORKER_FILE).source);
    this.#spare?.terminate();
    this.#spare = this.#createWorker();
  }

  /** The late files could not be loaded (`false`), or are being loaded once more. */
  expectLateFiles(areComing: boolean): void {
    if (!this.#late) return;
    if (areComing) expectLateFiles(this.#late);
    else settleLateFiles(this.#late, undefined);
  }

  /** Starts a process for the page. Throws a `FileSystemError` where the working directory is not there. */
  spawn(request: SpawnRequest): number {
    if (!this.files.exists(request.cwd)) throw new FileSystemError('ENOENT', 'chdir', request.cwd);
    if (this.#processes.size >= MOST_PROCESSES) this.#endOrphans();
    if (this.#processes.size >= MOST_PROCESSES) throw new FileSystemError('EAGAIN', 'spawn node');
    const pid = this.#nextPid++;
    this.#start(pid, undefined, { ...request, stdio: ['engine', 'engine', 'engine'] });
    return pid;
  }

  #start(
    pid: number,
    parent: Process | undefined,
    request: SpawnRequest & Pick<StartMessage, 'stdio' | 'thread'>,
    thread?: ThreadFacts,
  ): void {
    const worker = thread ? this.#createWorker('none', thread) : this.#takeWorker(request);
    const threadOf = thread && (parent?.threadOf ?? parent);
    const process: Process = {
      pid,
      parent,
      worker,
      startedAt: now(),
      handledSignals: new Set(),
      threadOf,
    };
    this.#processes.set(pid, process);
    const abort = (reason: string) => this.#abort(process, reason);
    worker.onmessage = (event: MessageEvent<ProcessMessage>) => {
      try {
        this.#onMessage(process, event);
      } catch (error) {
        // Whatever a process says, it may harm nobody but itself.
        abort((error as Error).message);
      }
    };
    worker.onerror = (event) => {
      event.preventDefault();
      abort(event.message);
    };
    const failure = this.#failures.get(worker);
    this.#failures.delete(worker);
    if (!threadOf) this.#emit({ event: 'spawn', pid, command: request.command, args: request.args });
    if (failure !== undefined) {
      abort(failure);
      return;
    }
    const network = this.network.addEndpoint(pid, (message, transfer) =>
      worker.postMessage(message, transfer ?? []),
    );
    worker.postMessage({
      type: 'start',
      pid,
      ppid: parent?.pid ?? 1,
      argv: request.args,
      env: request.env,
      cwd: request.cwd,
      stdio: request.stdio,
      files: this.files.attach(pid, (change) => worker.postMessage({ type: 'fs', change })),
      network,
      ...(request.thread ? { thread: request.thread } : {}),
    });
    this.#makeSpareLater(AFTER_START_MS);
  }

  stdin(pid: number, data: Uint8Array | null): void {
    this.#processes.get(pid)?.worker.postMessage({ type: 'stdin', data });
  }

  /** The page has taken over that much output of a process. */
  credit(pid: number, bytes: number): void {
    this.#processes.get(pid)?.worker.postMessage({ type: 'credit', bytes });
  }

  /** Sends a signal on behalf of the page. Children of a process that it ends go with it: nobody could name them. */
  kill(pid: number, signal: Signal): void {
    const process = this.#processes.get(pid);
    this.#signal(pid, signalNumber(signal));
    if (!process || this.#processes.has(pid)) return;
    for (const other of [...this.#processes.values()]) {
      if (isBelow(other, process)) this.#end(other, { code: null, signal });
    }
  }

  #signal(pid: number, signal: number): void {
    const process = this.#processes.get(pid);
    if (!process || signal === 0) return;
    if (process.handledSignals.has(signal)) process.worker.postMessage({ type: 'signal', signal });
    else this.#end(process, { code: null, signal: signalName(signal) });
  }

  #makeSpare(): void {
    clearTimeout(this.#spareTimer);
    this.#spare ??= this.#createWorker();
  }

  /** The next worker waits until what starts now has started: both at once would be half as fast. */
  #makeSpareLater(milliseconds: number): void {
    clearTimeout(this.#spareTimer);
    this.#spareTimer = setTimeout(() => this.#makeSpare(), milliseconds);
  }

  /** The spare worker, or a new one for a program that must find nothing loaded. */
  #takeWorker({ args, env }: SpawnRequest): Worker {
    const spare = this.#spare;
    this.#spare = undefined;
    if (canStartWarm(this.#assets.facts.start, args, env)) return spare ?? this.#createWorker();
    spare?.terminate();
    return this.#createWorker('none');
  }

  #createWorker(readyCode: ReadyCode | 'none' = this.#readyCode, thread?: ThreadFacts): Worker {
    const worker = this.#makeWorker();
    const { facts } = this.#assets;
    worker.onmessage = ({ data }: MessageEvent<ProcessMessage>) => {
      if (data.type === 'waits') this.#emit({ event: 'waits', wanted: data.wanted });
      else if (data.type === 'warm') this.#emit({ event: 'warm' });
      else if (data.type === 'failed') this.#failures.set(worker, data.reason);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      this.#failures.set(worker, event.message);
    };
    worker.postMessage({
      type: 'boot',
      facts,
      code: this.#code,
      readyCode,
      ...(thread ? { thread } : {}),
    } satisfies KernelMessage);
    return worker;
  }

  get #code(): WorkerCode {
    if (this.#whole) return this.#whole;
    const { library, packages } = this.#assets;
    const packs = Object.fromEntries(packages.map(({ name, texts, code }) => [name, { texts, code }]));
    // Where nothing can be waited for, no program starts in such a worker.
    return { start: library, packs, late: this.#late ?? { memory: undefined, places: {} } };
  }

  #onMessage(process: Process, event: MessageEvent<ProcessMessage>): void {
    const message = event.data;
    switch (message.type) {
      case 'booted':
      case 'warm':
        break;
      case 'failed':
        this.#abort(process, message.reason);
        break;
      case 'mark':
        process.worker.postMessage({ type: 'marked' });
        break;
      case 'waits':
        this.#emit({ event: 'waits', wanted: message.wanted });
        break;
      case 'output':
        this.#output(process, message.piece);
        break;
      case 'exit':
        this.#end(
          process,
          message.signal
            ? { code: null, signal: signalName(message.signal) }
            : { code: message.code, signal: null },
        );
        break;
      case 'handles-signal':
        if (message.handled) process.handledSignals.add(message.signal);
        else process.handledSignals.delete(message.signal);
        break;
      case 'spawn':
        if (this.#processes.size < MOST_PROCESSES && this.#isFree(message.pid)) {
          this.#start(message.pid, process, { ...message, command: 'node' });
        } else {
          // The library makes `spawn node EAGAIN` of it, as an `error` event of the child.
          process.worker.postMessage({ type: 'child-exit', pid: message.pid, code: UV_EAGAIN, signal: '' });
        }
        break;
      case 'thread':
        this.#startThread(process, message);
        break;
      case 'wire':
      case 'wire-close':
        this.#wires.route(process.pid, message, (pid) => {
          this.#processes.get(pid)?.worker.postMessage(message);
        });
        break;
      case 'kill':
        this.#signal(message.pid, message.signal);
        break;
      case 'fs':
        this.files.receive(process.pid, message.change);
        break;
      default:
        this.network.onMessage(process.pid, message, event.ports);
    }
  }

  /** Processes number their children themselves. */
  #isFree(pid: number): boolean {
    return Number.isSafeInteger(pid) && pid >= FIRST_PID && !this.#processes.has(pid);
  }

  #startThread(parent: Process, message: Extract<ProcessMessage, { type: 'thread' }>): void {
    const { pid, threadId, name, resourceLimits, env, execArgv, cwd, port } = message;
    if (this.#processes.size >= MOST_PROCESSES || !this.#isFree(pid)) {
      if (!parent.isToldOfLimit) {
        parent.isToldOfLimit = true;
        this.#writeError(
          parent,
          `[The sandbox runs ${MOST_PROCESSES} processes and threads at a time: no more can start.]\n`,
        );
      }
      parent.worker.postMessage({ type: 'child-exit', pid, code: 1, signal: '' });
      return;
    }
    this.#wires.move(parent.pid, pid, endsMovedBy(port));
    const processPid = (parent.threadOf ?? parent).pid;
    this.#start(
      pid,
      parent,
      {
        command: 'node',
        args: execArgv,
        env,
        cwd,
        stdio: ['nowhere', 'engine', 'engine'],
        thread: { processPid, port },
      },
      { threadId, name, resourceLimits },
    );
  }

  /** What a child writes to streams that it shares with its parent is output of the first ancestor. */
  #output(process: Process, { fd, bytes, at, cause }: OutputPiece): void {
    const root = rootOf(process);
    const stream = fd === 1 ? 'stdout' : 'stderr';
    this.#collector.add(root.pid, { stream, bytes, at: at - root.startedAt, cause });
  }

  #abort(process: Process, reason: string): void {
    this.#writeError(process, `The sandbox failed: ${reason}\n`);
    this.#end(process, { code: null, signal: 'SIGABRT' });
  }

  #writeError(process: Process, text: string): void {
    this.#output(process, { fd: 2, bytes: new TextEncoder().encode(text), at: now() });
  }

  /** Processes whose first ancestor has ended: the page cannot name them. */
  #orphans(): Process[] {
    return [...this.#processes.values()].filter((each) => !this.#processes.has(rootOf(each).pid));
  }

  #endOrphans(): void {
    for (const each of this.#orphans()) this.#end(each, { code: null, signal: 'SIGKILL' });
  }

  #end(process: Process, status: ExitStatus): void {
    if (!this.#processes.delete(process.pid)) return;
    process.worker.terminate();
    for (const other of [...this.#processes.values()]) {
      if (other.threadOf && other.parent === process) this.#end(other, status);
    }
    this.#wires.close(process.pid, (pid, message) => {
      this.#processes.get(pid)?.worker.postMessage(message);
    });
    this.files.detach(process.pid);
    this.network.removeEndpoint(process.pid);
    if (!process.threadOf) this.#emit({ event: 'exit', pid: process.pid, status });
    this.#makeSpare();
    if (!process.parent && this.#orphans().length > MOST_ORPHANS) this.#endOrphans();
    process.parent?.worker.postMessage({
      type: 'child-exit',
      pid: process.pid,
      code: status.code ?? 0,
      signal: status.signal ?? '',
    });
  }
}
