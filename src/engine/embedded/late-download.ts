import type { EngineAssets } from './engine-assets.ts';
import type { KernelConnection } from './kernel-connection.ts';

/** A server that nobody asks anything has started by then. */
const AFTER_LISTENING_MS = 1000;

/**
 * The part of the engine that no start needs. It is downloaded when it cannot hold up a start any more: when a sandbox
 * that no program has been started in is ready, when a server has given its first response, or a program has ended or
 * waits for it. Where programs cannot wait for it, it is downloaded at once.
 */
export class LateDownload {
  readonly #kernel: KernelConnection;
  readonly #assets: EngineAssets;
  #download: Promise<void> | undefined;
  #isRunning = false;
  /** A program cannot go on without it, or could not. */
  #isMissed = false;

  constructor(kernel: KernelConnection, assets: EngineAssets) {
    this.#kernel = kernel;
    this.#assets = assets;
    if (!kernel.startsEarly) this.begin();
    kernel.listen((event) => {
      switch (event.event) {
        case 'spawn':
          this.#isRunning = true;
          break;
        case 'warm':
          if (!this.#isRunning) this.begin();
          break;
        case 'port':
          setTimeout(() => this.begin(), AFTER_LISTENING_MS);
          break;
        case 'exit':
          this.begin();
          break;
        case 'waits':
          // At once: the program may end, and another be started, before a download that fails has said so.
          this.#isMissed = true;
          this.begin();
          break;
      }
    });
  }

  /** Whether it is under way or here; what failed is neither. */
  get hasBegun(): boolean {
    return this.#download !== undefined;
  }

  /** Downloads it in the background, unless that is done already; what failed before is tried again. */
  begin(): void {
    this.#begin().catch(() => {});
  }

  /** Waits for everything where programs cannot, or could not go on without it; tries again what failed before. */
  async beforeSpawn(): Promise<void> {
    if (this.#kernel.startsEarly && !this.#isMissed) return;
    // One that began earlier may have begun offline.
    await this.#download?.catch(() => {});
    await this.#begin();
  }

  #begin(): Promise<void> {
    this.#download ??= this.#load();
    return this.#download;
  }

  async #load(): Promise<void> {
    try {
      await this.#kernel.call('expectLateFiles', true);
      await this.#kernel.call('addLateFiles', await this.#assets.loadLate());
      this.#isMissed = false;
    } catch (error) {
      this.#download = undefined;
      await this.#kernel.call('expectLateFiles', false).catch(() => {});
      throw error;
    }
  }
}
