import type { BootStage, Engine, EngineOptions } from '../engine/engine.ts';

export interface EngineHolderOptions {
  readonly create: (options: EngineOptions) => Promise<Engine>;
  readonly onStage: (stage: BootStage) => void;
  /** The engine that stands has failed. */
  readonly onError: (error: unknown) => void;
}

/** Holds the one engine of a session: it boots when it is asked for, and is dropped when it has failed. */
export class EngineHolder {
  readonly #options: EngineHolderOptions;
  #booting: Promise<Engine> | undefined;
  #standing: Engine | undefined;
  #abort = new AbortController();

  constructor(options: EngineHolderOptions) {
    this.#options = options;
  }

  /** The engine that has booted, if one has. */
  get standing(): Engine | undefined {
    return this.#standing;
  }

  get booted(): boolean {
    return this.#standing !== undefined;
  }

  /** The engine that stands, the one that is booting, or a new one. */
  get(): Promise<Engine> {
    if (this.#booting) return this.#booting;
    this.#abort = new AbortController();
    const booting = this.#options.create({ signal: this.#abort.signal, onStage: this.#options.onStage });
    this.#booting = booting;
    booting.then(
      (engine) => {
        if (this.#booting !== booting) return;
        this.#standing = engine;
        engine.on('error', (error) => {
          if (this.#booting === booting) this.#options.onError(error);
        });
      },
      () => {
        if (this.#booting === booting) this.#booting = undefined;
      },
    );
    return booting;
  }

  /** Ends the engine, or its boot. */
  async drop(): Promise<void> {
    const booting = this.#booting;
    if (!this.#standing) this.#abort.abort();
    this.#booting = undefined;
    this.#standing = undefined;
    await booting?.then((engine) => engine.teardown()).catch(() => undefined);
  }
}
