import type { FileTree } from '../files/file-tree.ts';
import type { HttpRequest, HttpResponse } from '../http/message.ts';
import type { EngineError } from './errors.ts';

/** The engines a sandbox can run on. */
export type EngineKind = 'embedded' | 'native' | 'webcontainer';

/**
 * What an engine can do beyond the contract. Content that needs one names it, and validation refuses content that no
 * offered engine can run; nothing is optional at run time.
 *
 * - `async-context`: `AsyncLocalStorage` keeps its store across `await`.
 * - `separate-stderr`: stdout and stderr arrive apart.
 * - `output-order`: what is written to both streams in one go arrives in the order of writing across them.
 * - `signals`: `kill('SIGTERM')` reaches the program.
 * - `incomplete-responses`: a response cut in the middle arrives with `complete: false`.
 * - `client-abort`: aborting a request closes its connection, and the server sees it.
 * - `causes`: output names the request that it is due to (`OutputChunk.cause`), as far as `async-context` reaches.
 * - `worker-threads`: threads of one process share memory and can wait for each other (pino's transports).
 * - `install`: packages can be installed from a registry, in a shell (`openShell`).
 * - `node-24`: programs run on Node 24, whose messages the texts quote.
 */
export type Capability =
  | 'async-context'
  | 'separate-stderr'
  | 'output-order'
  | 'signals'
  | 'incomplete-responses'
  | 'client-abort'
  | 'causes'
  | 'worker-threads'
  | 'install'
  | 'node-24';

/** The signals that can be sent from outside. */
export type Signal = 'SIGTERM' | 'SIGINT' | 'SIGKILL' | 'SIGHUP' | 'SIGUSR2';

/** A piece of what a process wrote, in the order of writing (across both streams: see `output-order`). */
export interface OutputChunk {
  readonly stream: 'stdout' | 'stderr';
  readonly data: string;
  /** Milliseconds since the process was spawned. */
  readonly at: number;
  /** The `RequestOptions.cause` of the request in whose async context it was written, in whichever process. */
  readonly cause?: number | undefined;
}

/** How a process ended: by itself with a `code`, or by a `signal`; the other one is `null`. */
export interface ExitStatus {
  readonly code: number | null;
  readonly signal: Signal | 'SIGABRT' | null;
}

export interface SpawnOptions {
  /** Added to an otherwise small environment (`PATH`, `HOME`); values are strings, as in every process. */
  readonly env?: Readonly<Record<string, string>>;
  /** Relative to the working directory of the engine; that directory itself unless given. */
  readonly cwd?: string;
}

/** A running or ended program. */
export interface EngineProcess {
  readonly pid: number;
  /** Everything written to stdout and stderr from the start, then the end. Can be read once. */
  readonly output: ReadableStream<OutputChunk>;
  /** Resolves when the process is gone and all its output has been delivered; never rejects. */
  readonly exit: Promise<ExitStatus>;
  /** Text for the program's stdin; `null` ends it. */
  write(data: string | null): void;
  /**
   * Sends a signal; `SIGTERM` unless named. `SIGKILL` ends the processes that it started as well. Does nothing when the
   * process has ended.
   */
  kill(signal?: Signal): void;
}

/** The size of a terminal, in characters. */
export interface ShellSize {
  readonly cols: number;
  readonly rows: number;
}

/** A shell on a terminal: what it writes is for a terminal's eyes, escape sequences and all. */
export interface EngineShell {
  /** Can be read once; ends with the shell. */
  readonly output: ReadableStream<string>;
  /** Resolves when the shell has ended; never rejects. */
  readonly exit: Promise<void>;
  /** What a person types. */
  write(data: string): void;
  resize(size: ShellSize): void;
  /** Ends it, and what runs in it. */
  kill(): void;
}

export interface RequestOptions {
  /** Aborting hangs up: the server sees the connection close, and the returned promise rejects with the reason. */
  readonly signal?: AbortSignal;
  /** Milliseconds until the client gives up with a `timeout` error; 30 000 unless given. */
  readonly timeout?: number;
  /** A number of the caller’s, with which comes what is written on behalf of this request (see `causes`). */
  readonly cause?: number;
  /** Called with each piece of the body as it arrives. */
  readonly onData?: (chunk: Uint8Array) => void;
}

export interface EngineEvents {
  /** A process listens on `port`, and requests can be sent. */
  'server-ready': (port: number, pid: number) => void;
  /** A listening port opened or closed. */
  port: (port: number, state: 'open' | 'close', pid: number) => void;
  /** A process was started, by the page or by another process. */
  spawn: (pid: number, command: string, args: readonly string[]) => void;
  /** A process ended. */
  exit: (pid: number, status: ExitStatus) => void;
  /** The engine itself failed; every later call rejects with the same error. */
  error: (error: EngineError) => void;
}

/** How far a boot has come, in order. */
export type BootStage = 'download' | 'start' | 'ready';

export interface EngineOptions {
  /** Which packages of `shipped-packages.ts` programs can import, with all that those need; every one unless given. */
  readonly packages?: readonly string[];
  readonly onStage?: (stage: BootStage) => void;
  readonly signal?: AbortSignal;
}

/**
 * A small computer that runs Node programs: files, processes and their ports.
 *
 * The vocabulary is WebContainer's (https://webcontainers.io/api), with two differences: `request` stands in for a
 * preview's `fetch`, and output keeps its two streams apart. Paths are relative to the working directory. Every method
 * may reject with an {@link EngineError}.
 */
export interface Engine {
  readonly kind: EngineKind;
  readonly capabilities: ReadonlySet<Capability>;
  /** Lays the tree over what is there; files that the tree does not name stay. */
  mount(tree: FileTree): Promise<void>;
  /** The bytes of a file; rejects with an `ERR_ENGINE_NO_FILE` where there is none. */
  readFile(path: string): Promise<Uint8Array>;
  /** Creates or replaces a file, with the folders above it. */
  writeFile(path: string, data: string | Uint8Array): Promise<void>;
  /** Removes a file or a folder with all it holds; what is not there is no error. */
  rm(path: string): Promise<void>;
  /** The paths of all files below `path` (the working directory unless given), sorted, `node_modules` left out. */
  list(path?: string): Promise<string[]>;
  /** Starts a program; `command` is `node` or the name of a program of the engine. */
  spawn(command: string, args: readonly string[], options?: SpawnOptions): Promise<EngineProcess>;
  /** Opens a shell in the working directory; an `ERR_ENGINE_UNSUPPORTED` for engines without `install`. */
  openShell(size: ShellSize): Promise<EngineShell>;
  /**
   * Sends one request over a fresh connection, and resolves when the response has ended or was cut. `Host`,
   * `Content-Length` (where there is a body) and `Connection: close` are added at the end where the caller left them out;
   * what cannot be written as HTTP, such as a space in the path, is an `ERR_ENGINE_REQUEST` with the reason `HPE_INVALID`.
   */
  request(port: number, request: HttpRequest, options?: RequestOptions): Promise<HttpResponse>;
  /** Listens to an event; the result takes the listener off again. */
  on<K extends keyof EngineEvents>(event: K, listener: EngineEvents[K]): () => void;
  /** Ends every process and frees what the engine holds; later calls reject with `ERR_ENGINE_STOPPED`. */
  teardown(): Promise<void>;
}
