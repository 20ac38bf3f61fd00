import { EngineError } from './errors.ts';

/** The packed files of the engines, as `scripts/pack-engine.mjs` writes them. */
export interface EngineManifest {
  readonly frame: string;
  readonly worker: string;
  readonly library: string;
  /** The frame of `webcontainer/frame/main.ts`. */
  readonly container: string;
  /** The packs that each package needs. */
  readonly packages: Readonly<Record<string, readonly string[]>>;
}

/** A file of some packages: `files` and `texts` belong together by index. */
export interface PackageFiles {
  readonly files: readonly { readonly path: string; readonly size: number }[];
  readonly texts: readonly string[];
  /** The indices of files that the start of a server loads. */
  readonly start: readonly number[];
}

/** Where the engines' files are on this site. */
export function engineBase(): URL {
  return new URL(`${import.meta.env.BASE_URL.replace(/\/?$/, '/')}_engine/`, location.href);
}

/** Downloads the engines' files from `base`, a URL that ends in a slash. Rejects with `ERR_ENGINE_BLOCKED`. */
export class EngineFiles {
  readonly #base: URL;
  readonly #signal: AbortSignal | undefined;

  constructor(base: URL, signal?: AbortSignal) {
    this.#base = base;
    this.#signal = signal;
  }

  url(name: string): string {
    return new URL(name, this.#base).href;
  }

  async manifest(): Promise<EngineManifest> {
    return (await (await this.get('manifest.json')).json()) as EngineManifest;
  }

  /** What the packages need, each pack once. */
  async packages(
    manifest: EngineManifest,
    names: readonly string[],
  ): Promise<readonly (PackageFiles & { readonly name: string })[]> {
    const packs = [...new Set(names.flatMap((name) => manifest.packages[name] ?? []))];
    return Promise.all(
      packs.map(async (name) => {
        const { files, texts, start } = (await (await this.get(name)).json()) as PackageFiles;
        return { name, files, texts, start };
      }),
    );
  }

  async get(name: string): Promise<Response> {
    let response: Response;
    try {
      response = await fetch(this.url(name), this.#signal ? { signal: this.#signal } : {});
    } catch (cause) {
      this.#signal?.throwIfAborted();
      throw new EngineError(
        'ERR_ENGINE_BLOCKED',
        `The sandbox could not be loaded: \`${name}\` did not arrive.`,
        { cause, hint: 'Check the connection and try again; your code is kept.' },
      );
    }
    if (!response.ok) {
      throw new EngineError(
        'ERR_ENGINE_BLOCKED',
        `The sandbox could not be loaded: \`${name}\` came back with status ${response.status}.`,
        { hint: 'Reload the page; if it happens again, the site was published without its engine.' },
      );
    }
    return response;
  }
}
