import { EngineError } from './errors.ts';

/** The packed files of the engines, as `scripts/pack-engine.mjs` writes them. */
export interface EngineManifest {
  /** The sandbox's document, with what the start of a server needs of worker and library. */
  readonly frame: string;
  readonly worker: WholeFile;
  readonly library: WholeFile;
  /** The frame of `webcontainer/frame/main.ts`. */
  readonly container: string;
  /** The packs that each package needs. */
  readonly packages: Readonly<Record<string, readonly SplitFile[]>>;
}

/** What comes after the start of a server: a file, and its bytes. */
export interface WholeFile {
  readonly whole: string;
  readonly wholeSize: number;
}

/** With another file, which holds what the start of a server needs of it. */
export interface SplitFile extends WholeFile {
  readonly start: string;
}

/** All of some packages: `files` and `texts` belong together by index. */
export interface PackageFiles {
  readonly files: readonly { readonly path: string; readonly size: number }[];
  readonly texts: readonly string[];
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

  /** The packs that the packages need, each once. */
  packs(manifest: EngineManifest, names: readonly string[]): readonly SplitFile[] {
    const needed = names.flatMap((name) => manifest.packages[name] ?? []);
    return [...new Map(needed.map((pack) => [pack.start, pack])).values()];
  }

  /** All files of the packages. */
  packages(manifest: EngineManifest, names: readonly string[]): Promise<readonly PackageFiles[]> {
    return Promise.all(
      this.packs(manifest, names).map(async ({ start, whole }) => {
        const [{ files }, { texts }] = await Promise.all(
          [start, whole].map(async (name) => (await this.get(name)).json()),
        );
        return { files, texts };
      }),
    );
  }

  async get(name: string, options: RequestInit = {}): Promise<Response> {
    let response: Response;
    try {
      response = await fetch(this.url(name), { ...options, ...(this.#signal && { signal: this.#signal }) });
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
