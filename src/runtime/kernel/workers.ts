import {
  LIBRARY_FILE,
  type LibraryCode,
  type PacksCode,
  packFile,
  WORKER_FILE,
  WORKER_SCRIPT,
} from '../code-store.ts';
import { completeCut } from '../cut-functions.ts';
import type { LazyFile } from '../fs/mount-lazy.ts';
import {
  canWaitForFiles,
  createLateFiles,
  expectLateFiles,
  type LateFiles,
  settleLateFiles,
} from '../late-files.ts';
import type { ThreadFacts } from '../threads/messages.ts';
import { canStartWarm } from '../warm-up.ts';
import type { KernelMessage, ProcessMessage, ReadyFile } from './messages.ts';
import type {
  FramedLibrary,
  KernelAssets,
  KernelEvent,
  PackedPackages,
  SpawnRequest,
} from './page-messages.ts';
import { createWorkerScript } from './worker-script.ts';

/** Packages lie above the working directory, where a project's own `node_modules` come first. */
export const HOME = '/home/learner';
/** A program that neither listens nor ends has done what it does at its start by then. */
const AFTER_START_MS = 1000;
/** A server has given its first response by then, where somebody asked for one. */
const AFTER_LISTENING_MS = 100;

/** Where nothing can be waited for, no program starts in a worker that would have to. */
const NO_LATE_FILES: LateFiles = { memory: undefined, places: {} };

interface WholeCode {
  readonly library: Extract<LibraryCode, { readonly library: unknown }>;
  readonly packs: Extract<PacksCode, { readonly packs: unknown }>;
}

/**
 * Makes the workers that become processes, with the code that has arrived so far, and keeps a spare one that has booted
 * before its program is known. Its parts come in this order: the worker's script, the library, the packages.
 */
export class Workers {
  readonly #canWait = canWaitForFiles();
  #makeWorker: () => Worker;
  #library: FramedLibrary | undefined;
  #packages: readonly PackedPackages[] | undefined;
  #readyFiles: readonly ReadyFile[] = [];
  /** Files that have not arrived: of worker and library, and of the packs. */
  #lateLibrary = NO_LATE_FILES;
  #latePacks = NO_LATE_FILES;
  #whole: WholeCode | undefined;
  #spare: Worker | undefined;
  #spareTimer: ReturnType<typeof setTimeout> | undefined;
  /** Why a worker that no program uses yet has failed. */
  readonly #failures = new Map<Worker, string>();
  #emit: (event: KernelEvent) => void;
  /** What is to be told when somebody listens. */
  readonly #untold: KernelEvent[] = [];

  /** Begins with a spare worker: its thread and script are there when the library is. */
  constructor(workerSource: string) {
    this.#emit = (event) => this.#untold.push(event);
    this.#makeWorker = createWorkerScript(completeCut(WORKER_SCRIPT, workerSource));
    this.#spare = this.#make();
  }

  addLibrary(library: FramedLibrary): void {
    this.#library = library;
    if (this.#canWait) this.#lateLibrary = createLateFiles(library.lateSizes);
    if (this.#spare) this.#boot(this.#spare, this.#readyModules);
  }

  /** Takes over the packages, and tells `emit` of everything from here on. */
  addPackages({ packages, lateSizes }: KernelAssets, emit: (event: KernelEvent) => void): void {
    this.#packages = packages;
    this.#readyFiles = packages.flatMap(({ name, files, start }) =>
      start.map((index) => ({ pack: name, index, path: `${HOME}/${(files[index] as LazyFile).path}` })),
    );
    if (this.#canWait) this.#latePacks = createLateFiles(lateSizes);
    this.#emit = emit;
    for (const event of this.#untold.splice(0)) emit(event);
    if (this.#spare) this.#sendPacks(this.#spare, this.#readyFiles);
  }

  /** Whether a program that starts now can wait for the late files. */
  get canWait(): boolean {
    return this.#canWait && this.#whole === undefined;
  }

  /** A text of a pack that no start needs; `undefined` until the late files are here. */
  wholeText(pack: string, index: number): string | undefined {
    return this.#whole?.packs.packs[pack]?.texts[index];
  }

  /** Takes over the late files. From here on, programs start with all code as it is. */
  addLateFiles(files: Readonly<Record<string, Uint8Array>>): void {
    for (const late of [this.#lateLibrary, this.#latePacks]) settleLateFiles(late, files);
    const parsed = (name: string) => JSON.parse(new TextDecoder().decode(files[name]));
    this.#whole = {
      library: { library: parsed(LIBRARY_FILE) },
      packs: {
        packs: Object.fromEntries((this.#packages ?? []).map(({ name }) => [name, parsed(packFile(name))])),
      },
    };
    this.#makeWorker = createWorkerScript(parsed(WORKER_FILE).source);
    this.#spare?.terminate();
    this.#spare = this.create();
  }

  /** The late files could not be loaded (`false`), or are being loaded once more. */
  expectLateFiles(areComing: boolean): void {
    if (this.#whole) return;
    for (const late of [this.#lateLibrary, this.#latePacks]) {
      if (areComing) expectLateFiles(late);
      else settleLateFiles(late, undefined);
    }
  }

  /** The spare worker, or a new one for a program that must find nothing loaded. */
  take({ args, env }: SpawnRequest): Worker {
    const spare = this.#spare;
    this.#spare = undefined;
    if (this.#library && canStartWarm(this.#library.facts.start, args, env)) return spare ?? this.create();
    spare?.terminate();
    return this.#createUnready();
  }

  create(): Worker {
    const worker = this.#make();
    this.#boot(worker, this.#readyModules);
    this.#sendPacks(worker, this.#readyFiles);
    return worker;
  }

  createThread(thread: ThreadFacts): Worker {
    return this.#createUnready(thread);
  }

  #createUnready(thread?: ThreadFacts): Worker {
    const worker = this.#make();
    this.#boot(worker, [], thread);
    this.#sendPacks(worker, []);
    return worker;
  }

  #make(): Worker {
    const worker = this.#makeWorker();
    worker.onmessage = ({ data }: MessageEvent<ProcessMessage>) => {
      if (data.type === 'waits') this.#emit({ event: 'waits', wanted: data.wanted });
      else if (data.type === 'warm') this.#emit({ event: 'warm' });
      else if (data.type === 'failed') this.#failures.set(worker, data.reason);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      this.#failures.set(worker, event.message);
    };
    return worker;
  }

  get #readyModules(): readonly string[] {
    return this.#library?.facts.start.modules ?? [];
  }

  #boot(worker: Worker, readyModules: readonly string[], thread?: ThreadFacts): void {
    if (!this.#library) throw new Error('A worker cannot boot before the library is there.');
    const { facts, sources } = this.#library;
    worker.postMessage({
      type: 'boot',
      facts,
      code: this.#whole?.library ?? { start: sources, late: this.#lateLibrary },
      readyModules,
      ...(thread ? { thread } : {}),
    } satisfies KernelMessage);
  }

  #sendPacks(worker: Worker, readyFiles: readonly ReadyFile[]): void {
    worker.postMessage({ type: 'packs', packs: this.#packsCode, readyFiles } satisfies KernelMessage);
  }

  get #packsCode(): PacksCode {
    if (this.#whole) return this.#whole.packs;
    const start = (this.#packages ?? []).map(
      ({ name, texts, code, plain }) => [name, { texts, code, plain }] as const,
    );
    return { start: Object.fromEntries(start), late: this.#latePacks };
  }

  /** Why a worker failed before a program took it; asked once. */
  takeFailure(worker: Worker): string | undefined {
    const failure = this.#failures.get(worker);
    this.#failures.delete(worker);
    return failure;
  }

  /** Sees to the next spare worker now: no program is starting. */
  makeSpare(): void {
    clearTimeout(this.#spareTimer);
    this.#spare ??= this.create();
  }

  /** A program starts: the next worker waits until it has, because both at once would be half as fast. */
  afterStart(): void {
    this.#makeSpareIn(AFTER_START_MS);
  }

  /** A program has begun to listen. */
  afterListening(): void {
    this.#makeSpareIn(AFTER_LISTENING_MS);
  }

  #makeSpareIn(milliseconds: number): void {
    clearTimeout(this.#spareTimer);
    this.#spareTimer = setTimeout(() => this.makeSpare(), milliseconds);
  }
}
