/** What a process is given from outside, and what its bindings see of it. */

import type { createWrapClasses } from './async-wrap.ts';
import type { SpawnChild } from './bindings/process-wrap.ts';
import type { SpawnAndWait } from './bindings/spawn-sync.ts';
import type { WorkerLoop } from './event-loop.ts';
import type { FileSystem } from './fs/file-system.ts';
import type { Any, Binding, Host } from './host.ts';
import { lateBound } from './late-bound.ts';
import type { NetworkDevice } from './net/network-device.ts';
import type { ThreadFacts } from './threads/messages.ts';
import type { ThreadDevice } from './threads/thread-device.ts';

/** What the worker gives to a process: the way out, and what was learned about the realm. */
export interface ProcessOutlets {
  write(fd: 1 | 2, bytes: Uint8Array): void;
  /** Ends the process by throwing a {@link ProcessEnded}; nothing that runs afterwards can be seen. */
  exit(code: number, signal: number): never;
  setSignalHandled(signal: number, handled: boolean): void;
  kill(pid: number, signal: number): number;
  onStdin(listener: (chunk: Uint8Array | null) => void): void;
  /** Blocks where nothing has come yet: a byte count, 0 at the end, `undefined` where it cannot block. */
  readStdin(into: Uint8Array): number | undefined;
}

export interface StartOptions {
  readonly pid: number;
  readonly ppid: number;
  /** The words after `node`. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly files: FileSystem;
  readonly network: NetworkDevice;
  readonly spawn: SpawnChild;
  readonly spawnAndWait: SpawnAndWait;
  readonly threads: ThreadDevice;
}

export interface HostOptions {
  readonly outlets: ProcessOutlets;
  readonly loop: WorkerLoop;
  readonly wraps: Pick<ReturnType<typeof createWrapClasses>, 'AsyncWrap' | 'HandleWrap'>;
  readonly perContext: Any;
  readonly thread: ThreadFacts | undefined;
  /** What the process was started with; `undefined` before. */
  started(): StartOptions | undefined;
  process(): Any;
  fileCode(path: string, pack: string, index: number): string | undefined;
  readonly isPlain: Host['isPlain'];
  builtin(id: string): Any;
  binding(name: string): Binding;
  cause: Host['cause'];
  uncaught(error: unknown, fromPromise: boolean): void;
}

/** What bindings see of their process. Files and network are there once it has started. */
export function createProcessHost(options: HostOptions): Host {
  const { AsyncWrap, HandleWrap } = options.wraps;
  const started = () => {
    const start = options.started();
    if (!start) throw new Error('The process has not started yet.');
    return start;
  };
  return {
    global: globalThis,
    get pid() {
      return started().pid;
    },
    get ppid() {
      return started().ppid;
    },
    get env() {
      return options.process()?.env ?? options.started()?.env ?? {};
    },
    files: lateBound(() => started().files),
    fileCode: (path) => {
      const packed = started().files.packed(path);
      return packed && options.fileCode(path, packed.pack, packed.index);
    },
    isPlain: options.isPlain,
    spawn: (request, onExit) => started().spawn(request, onExit),
    spawnAndWait: (request) => started().spawnAndWait(request),
    threads: {
      self: options.thread,
      get parentPort() {
        return started().threads.parentPort;
      },
      newWire: () => started().threads.newWire(),
      send: (message) => started().threads.send(message),
      listen: (listener) => started().threads.listen(listener),
      start: (request, onExit) => started().threads.start(request, onExit),
    },
    perContext: options.perContext,
    loop: options.loop,
    network: lateBound(() => started().network),
    AsyncWrap,
    HandleWrap,
    get process() {
      return options.process();
    },
    builtin: (id) => options.builtin(id),
    binding: (name) => options.binding(name),
    cause: () => options.cause(),
    write: (fd, bytes) => options.outlets.write(fd, bytes),
    onStdin: (listener) => options.outlets.onStdin(listener),
    exit: (code) => options.outlets.exit(code, 0),
    uncaught: (error, fromPromise = false) => options.uncaught(error, fromPromise),
  };
}
