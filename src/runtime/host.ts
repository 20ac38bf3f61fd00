/**
 * What one process of the embedded engine offers to its bindings.
 *
 * The engine runs Node's own JavaScript library (`lib/` of the Node that `package.json` pins, packed at build) on
 * bindings written here: each file in `bindings/` is one `internalBinding(name)`, with the names, argument orders and
 * return values that the library expects of Node's C++ (https://github.com/nodejs/node/tree/v24.x/src). A process is
 * one dedicated worker, so a host is created once per worker.
 */
import type { SpawnChild } from './bindings/process-wrap.ts';
import type { SpawnAndWait } from './bindings/spawn-sync.ts';
import type { FileSystem } from './fs/file-system.ts';
import type { NetworkDevice } from './net/network-device.ts';
import type { ThreadDevice } from './threads/thread-device.ts';

// Node's library calls bindings with whatever it likes; types end at this border.
// biome-ignore lint/suspicious/noExplicitAny: the border to untyped code
export type Any = any;

export type Binding = Record<string, Any>;
export type BindingFactory = (host: Host) => Binding;

/** The macrotask queue of a process. Every entry into the program's code comes through it. */
export interface EventLoop {
  /**
   * Queues one macrotask. It runs alone: `process.nextTick` callbacks and microtasks that it caused have run, and
   * unhandled rejections have been judged, before the next one starts. A task that throws ends in
   * {@link Host.uncaught}.
   */
  post(task: () => void): void;
  /** Queues work on files: `work` is done before the process ends, even where no task follows; `done` comes after it. */
  postWork(work: () => void, done: () => void): void;
  /** One more, or one fewer, thing that keeps the process alive (a handle, a request in flight). */
  ref(): void;
  unref(): void;
  /** Whole milliseconds since the loop started, as `uv_now`; does not move while a task runs. */
  now(): number;
}

/** A resource with an async id and the context frame of its creator, as `AsyncWrap` in Node's C++. */
export interface AsyncWrap {
  getAsyncId(): number;
  getProviderType(): number;
  asyncReset(resource?: object): void;
  /**
   * Calls `callback` (a function, or the name of a property of this object) with this object as `this`, in the
   * resource's context. Call it from a task of {@link EventLoop.post} only. An exception goes to
   * {@link Host.uncaught} and the result is `undefined`.
   */
  makeCallback(callback: Any, ...args: Any[]): Any;
  /** From now on, its callbacks are due to this request (`causes.ts`). */
  adoptCause(cause: number | undefined): void;
}

/** A wrap that keeps the process alive while it is active and referenced, as `HandleWrap`. */
export interface HandleWrap extends AsyncWrap {
  ref(): void;
  unref(): void;
  hasRef(): boolean;
  /** Closes once; `callback` runs in a later task, after {@link onClose}. */
  close(callback?: () => void): void;
  /** Marks the handle as active (it counts for the loop while referenced) or idle. */
  setActive(active: boolean): void;
  readonly isClosing: boolean;
  /** Overridden by handles that hold something to give back. */
  onClose(): void;
}

export interface Host {
  readonly global: typeof globalThis;
  readonly pid: number;
  readonly ppid: number;
  readonly env: Record<string, string>;
  readonly files: FileSystem;
  /** The code of a package's file where it is not its text; see `code-store.ts`. */
  fileCode(path: string): string | undefined;
  /** Whether a text is that of a package's file in which nothing is to be instrumented. */
  isPlain(code: string): boolean;
  readonly loop: EventLoop;
  readonly network: NetworkDevice;
  /** Constructors of the two base classes; `provider` is a name of `async_wrap.Providers`, as `TCPWRAP`. */
  readonly AsyncWrap: new (
    provider: string,
  ) => AsyncWrap;
  readonly HandleWrap: new (provider: string) => HandleWrap;
  /** The process object that programs see. */
  readonly process: Any;
  /** The exports of a module of Node's library, as `internal/errors`; loads it where needed. */
  builtin(id: string): Any;
  /** Another binding of this process. */
  binding(name: string): Binding;
  /** The request that what runs now is due to (`causes.ts`). */
  cause(): number | undefined;
  /** Writes to stdout (1) or stderr (2) of the process; order across both is kept. */
  write(fd: 1 | 2, bytes: Uint8Array): void;
  /** Bytes that arrive on stdin, then `null`. Resolves the listener's call in a task of its own. */
  onStdin(listener: (chunk: Uint8Array | null) => void): void;
  /** Starts another process; see `bindings/process-wrap.ts`. */
  readonly spawn: SpawnChild;
  /** Starts another process and blocks until it has ended; see `bindings/spawn-sync.ts`. */
  readonly spawnAndWait: SpawnAndWait;
  readonly threads: ThreadDevice;
  /** What `internal/per_context/*` of the library export. */
  readonly perContext: Any;
  /** Ends the process now; nothing runs after it. */
  exit(code: number): never;
  /** Hands an exception that nothing caught to `process._fatalException`, and ends the process where that says so. */
  uncaught(error: unknown, fromPromise?: boolean): void;
}
