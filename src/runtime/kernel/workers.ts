import { LIBRARY_FILE, packFile, WORKER_FILE, WORKER_SCRIPT, type WorkerCode } from '../code-store.ts';
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
import type { KernelMessage, ProcessMessage, ReadyCode } from './messages.ts';
import type { KernelAssets, KernelEvent, SpawnRequest } from './page-messages.ts';
import { createWorkerScript } from './worker-script.ts';

/** Packages lie above the working directory, where a project's own `node_modules` come first. */
export const HOME = '/home/learner';
/** A program that neither listens nor ends has done what it does at its start by then. */
const AFTER_START_MS = 1000;
/** A server has given its first response by then, where somebody asked for one. */
const AFTER_LISTENING_MS = 100;

/**
 * Makes the workers that become processes, with the code that has been downloaded so far, and keeps a spare one that
 * has booted before its program is known.
 */
export class Workers {
  readonly #assets: KernelAssets;
  readonly #emit: (event: KernelEvent) => void;
  readonly #readyCode: ReadyCode;
  #makeWorker: () => Worker;
  #late: LateFiles | undefined;
  #whole: Extract<WorkerCode, { readonly library: unknown }> | undefined;
  #spare: Worker | undefined;
  #spareTimer: ReturnType<typeof setTimeout> | undefined;
  /** Why a worker that no program uses yet has failed. */
  readonly #failures = new Map<Worker, string>();

  constructor(assets: KernelAssets, emit: (event: KernelEvent) => void) {
    this.#assets = assets;
    this.#emit = emit;
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
    this.#late = canWaitForFiles() ? createLateFiles(assets.lateSizes) : undefined;
  }

  /** Whether a program that starts now can wait for the late files. */
  get canWait(): boolean {
    return this.#late !== undefined;
  }

  /** A text of a pack that no start needs; `undefined` until the late files are here. */
  wholeText(pack: string, index: number): string | undefined {
    return this.#whole?.packs[pack]?.texts[index];
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
    this.#spare = this.create();
  }

  /** The late files could not be loaded (`false`), or are being loaded once more. */
  expectLateFiles(areComing: boolean): void {
    if (!this.#late) return;
    if (areComing) expectLateFiles(this.#late);
    else settleLateFiles(this.#late, undefined);
  }

  /** The spare worker, or a new one for a program that must find nothing loaded. */
  take({ args, env }: SpawnRequest): Worker {
    const spare = this.#spare;
    this.#spare = undefined;
    if (canStartWarm(this.#assets.facts.start, args, env)) return spare ?? this.create();
    spare?.terminate();
    return this.create('none');
  }

  create(readyCode: ReadyCode | 'none' = this.#readyCode, thread?: ThreadFacts): Worker {
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
    worker.postMessage({
      type: 'boot',
      facts: this.#assets.facts,
      code: this.#code,
      readyCode,
      ...(thread ? { thread } : {}),
    } satisfies KernelMessage);
    return worker;
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

  get #code(): WorkerCode {
    if (this.#whole) return this.#whole;
    const { library, packages } = this.#assets;
    const packs = Object.fromEntries(packages.map(({ name, texts, code }) => [name, { texts, code }]));
    // Where nothing can be waited for, no program starts in such a worker.
    return { start: library, packs, late: this.#late ?? { memory: undefined, places: {} } };
  }
}
