import type { EngineAssets } from './engine-assets.ts';
import type { KernelConnection } from './kernel-connection.ts';

/**
 * The part of the engine that no start needs. It is downloaded once the page has nothing else to do, a program has
 * started, or a program waits for it.
 */
export class LateDownload {
  readonly #kernel: KernelConnection;
  readonly #assets: EngineAssets;
  #download: Promise<void> | undefined;

  constructor(kernel: KernelConnection, assets: EngineAssets) {
    this.#kernel = kernel;
    this.#assets = assets;
    kernel.listen(({ event }) => {
      if (event === 'waits' || event === 'exit' || event === 'port') this.#begin();
    });
    if (typeof requestIdleCallback === 'function') requestIdleCallback(() => this.#begin());
    else this.#begin();
  }

  /** Waits for everything where programs cannot; tries again what failed before. */
  async beforeSpawn(): Promise<void> {
    if (!this.#kernel.startsEarly) await this.#begin();
  }

  #begin(): Promise<void> {
    this.#download ??= this.#load();
    this.#download.catch(() => {});
    return this.#download;
  }

  async #load(): Promise<void> {
    try {
      await this.#kernel.call('expectLateFiles', true);
      await this.#kernel.call('addLateFiles', await this.#assets.loadLate());
    } catch (error) {
      this.#download = undefined;
      await this.#kernel.call('expectLateFiles', false).catch(() => {});
      throw error;
    }
  }
}
