/**
 * The kernel of a sandbox: it starts workers as processes, holds the files, and introduces processes and the page to
 * each other. It lives in an iframe of opaque origin; all it hears from the page comes over one port.
 */
import type { ExitStatus, Signal } from '../../engine/engine.ts';
import { FileSystemError } from '../fs/errno.ts';
import { FileHub } from '../fs/file-hub.ts';
import { createTextPack } from '../fs/text-pack.ts';
import { NetworkSwitch } from '../net/network-switch.ts';
import type { ThreadFacts } from '../threads/messages.ts';
import { AwaitedChild, type AwaitedSpawn } from './awaited-child.ts';
import type { OutputPiece, ProcessMessage, StartMessage } from './messages.ts';
import { OutputCollector } from './output-collector.ts';
import type { KernelAssets, KernelEvent, SpawnRequest } from './page-messages.ts';
import { signalName, signalNumber } from './signals.ts';
import { StandardInput } from './standard-input.ts';
import { endsMovedBy, WireTable } from './wire-table.ts';
import { HOME, type Workers } from './workers.ts';

const now = () => performance.timeOrigin + performance.now();

interface Process {
  readonly pid: number;
  readonly parent: Process | undefined;
  readonly worker: Worker;
  readonly startedAt: number;
  readonly handledSignals: Set<number>;
  readonly input: StandardInput;
  readonly stdio: StartMessage['stdio'];
  /** The process whose thread this is. */
  readonly threadOf: Process | undefined;
  isToldOfLimit?: boolean;
  /** What it gets when it writes more than a parent takes that waits for it. */
  killSignal?: number;
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

/** Whose stream it is that a process has at a descriptor: its own, or that of an ancestor. */
function holderOf(process: Process, fd: number): Process {
  let holder = process;
  while (holder.parent && holder.stdio[fd] === 'engine') holder = holder.parent;
  return holder;
}

const FIRST_PID = 2;
/** Processes and threads at a time; one more fails as in Node where the system has no more. */
const MOST_PROCESSES = 16;
/** So many live on when the program that the page started has ended, as on any system; a crowd goes with it. */
const MOST_ORPHANS = 4;
const UV_EAGAIN = -11;
export class Kernel {
  readonly files: FileHub;
  readonly network: NetworkSwitch;
  readonly #wires = new WireTable();
  readonly #workers: Workers;
  readonly #emit: (event: KernelEvent) => void;
  readonly #collector: OutputCollector;
  readonly #processes = new Map<number, Process>();
  /** Children, by their numbers, that a blocked process waits for or has yet to fetch the output of. */
  readonly #awaited = new Map<number, AwaitedChild>();
  #nextPid = FIRST_PID;

  /** `workers` has the library already. */
  constructor(workers: Workers, assets: KernelAssets, emit: (event: KernelEvent) => void) {
    this.#collector = new OutputCollector(emit);
    this.#emit = (event) => {
      this.#collector.flush();
      emit(event);
    };
    this.#workers = workers;
    workers.addPackages(assets, (event) => this.#emit(event));
    this.files = new FileHub();
    for (const { name, files, texts } of assets.packages) {
      this.files.mountLazy(
        HOME,
        files,
        name,
        createTextPack((index) => texts[index] ?? this.#workers.wholeText(name, index)),
      );
    }
    this.network = new NetworkSwitch({
      onPort: (port, state, pid) => {
        this.#emit({ event: 'port', port, state, pid });
        if (state === 'open') this.#workers.afterListening();
      },
    });
    this.#workers.makeSpare();
  }

  /** Whether programs can start before the late files are here: they can wait for what they need of them. */
  get startsEarly(): boolean {
    return this.#workers.canWait;
  }

  /** Takes over the late files. From here on, programs start with all code as it is. */
  addLateFiles(files: Readonly<Record<string, Uint8Array>>): void {
    this.#workers.addLateFiles(files);
  }

  /** The late files could not be loaded (`false`), or are being loaded once more. */
  expectLateFiles(areComing: boolean): void {
    this.#workers.expectLateFiles(areComing);
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
    const worker = thread ? this.#workers.createThread(thread) : this.#workers.take(request);
    const threadOf = thread && (parent?.threadOf ?? parent);
    const process: Process = {
      pid,
      parent,
      worker,
      startedAt: now(),
      handledSignals: new Set(),
      input: new StandardInput(),
      stdio: request.stdio,
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
    const failure = this.#workers.takeFailure(worker);
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
    this.#workers.afterStart();
  }

  stdin(pid: number, data: Uint8Array | null): void {
    const process = this.#processes.get(pid);
    process?.input.add(data);
    process?.worker.postMessage({ type: 'stdin', data });
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
      case 'leaves':
        process.worker.postMessage({ type: 'may-leave' });
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
        if (message.awaited) this.#startAwaited(process, message, message.awaited);
        else if (this.#processes.size < MOST_PROCESSES && this.#isFree(message.pid)) {
          this.#start(message.pid, process, { ...message, command: 'node' });
        } else {
          // The library makes `spawn node EAGAIN` of it, as an `error` event of the child.
          process.worker.postMessage({ type: 'child-exit', pid: message.pid, code: UV_EAGAIN, signal: '' });
        }
        break;
      case 'read-input':
        process.input.answer(message.request);
        break;
      case 'fetch': {
        const child = this.#awaited.get(message.pid);
        if (child?.parentPid === process.pid) child.fetch(message.into);
        this.#awaited.delete(message.pid);
        break;
      }
      case 'thread':
        this.#startThread(process, message);
        break;
      case 'wire':
      case 'wire-close':
        this.#wires.route(process.pid, message, (pid) => {
          this.#processes.get(pid)?.worker.postMessage(message);
        });
        break;
      case 'broadcast':
        for (const other of this.#processes.values()) {
          if (other !== process && (other.threadOf ?? other) === (process.threadOf ?? process)) {
            other.worker.postMessage(message);
          }
        }
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

  #startAwaited(
    parent: Process,
    message: Extract<ProcessMessage, { type: 'spawn' }>,
    request: AwaitedSpawn,
  ): void {
    const { pid } = message;
    const child = new AwaitedChild(parent.pid, request);
    if (this.#processes.size >= MOST_PROCESSES || !this.#isFree(pid)) {
      child.fail(UV_EAGAIN);
      return;
    }
    this.#awaited.set(pid, child);
    this.#start(pid, parent, { ...message, command: 'node' });
    const process = this.#processes.get(pid);
    if (process) process.killSignal = request.killSignal;
    if (request.input.length > 0) this.stdin(pid, request.input);
    this.stdin(pid, null);
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

  /**
   * What a child or a thread writes to streams that it shares with its parent goes where those of the parent lead; at the
   * end that is output of the first ancestor.
   */
  #output(process: Process, { fd, bytes, at, cause }: OutputPiece): void {
    const holder = holderOf(process, fd);
    if (holder.parent) {
      if (holder.stdio[fd] === 'kept' && this.#awaited.get(holder.pid)?.keep(fd, bytes) === false) {
        this.#signal(holder.pid, holder.killSignal ?? 0);
      }
      if (holder.stdio[fd] === 'parent') holder.worker.postMessage({ type: 'shared-output', fd, bytes });
      process.worker.postMessage({ type: 'credit', bytes: bytes.length });
      return;
    }
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
    this.#awaited.get(process.pid)?.end(status);
    for (const [pid, child] of this.#awaited) if (child.parentPid === process.pid) this.#awaited.delete(pid);
    this.files.detach(process.pid);
    this.network.removeEndpoint(process.pid);
    if (!process.threadOf) this.#emit({ event: 'exit', pid: process.pid, status });
    this.#workers.makeSpare();
    if (!process.parent && this.#orphans().length > MOST_ORPHANS) this.#endOrphans();
    process.parent?.worker.postMessage({
      type: 'child-exit',
      pid: process.pid,
      code: status.code ?? 0,
      signal: status.signal ?? '',
    });
  }
}
