import type { KernelAssets, PackedPackages } from '../../runtime/kernel/kernel.ts';
import type { NodeFacts } from '../../runtime/node-facts.ts';
import { EngineError } from '../errors.ts';

/** The files of the engine, as `scripts/pack-engine.mjs` writes them. */
export interface EngineManifest {
  readonly frame: string;
  readonly worker: string;
  readonly library: string;
  /** The packs that each package needs. */
  readonly packages: Readonly<Record<string, readonly string[]>>;
}

export interface EngineAssets {
  readonly frameUrl: string;
  readonly kernel: KernelAssets;
}

/** Downloads the engine and the packages from `base`, a URL that ends in a slash. */
export async function loadEngineAssets(
  base: URL,
  packageNames: readonly string[],
  signal?: AbortSignal,
): Promise<EngineAssets> {
  const get = async (name: string): Promise<Response> => {
    let response: Response;
    try {
      response = await fetch(new URL(name, base), signal ? { signal } : {});
    } catch (cause) {
      throw new EngineError(
        'ERR_ENGINE_BLOCKED',
        `The sandbox could not be loaded: \`${name}\` did not arrive.`,
        {
          cause,
          hint: 'Check the connection and try again; your code is kept.',
        },
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
  };
  const manifest = (await (await get('manifest.json')).json()) as EngineManifest;
  const packNames = [...new Set(packageNames.flatMap((name) => manifest.packages[name] ?? []))];
  const [workerSource, library, packages] = await Promise.all([
    get(manifest.worker).then((response) => response.text()),
    get(manifest.library).then(
      (response) => response.json() as Promise<{ facts: NodeFacts; sources: Record<string, string> }>,
    ),
    Promise.all(
      packNames.map(async (name): Promise<PackedPackages> => {
        const { files, texts, start } = await (await get(name)).json();
        return { name, files, texts, start };
      }),
    ),
  ]);
  return {
    frameUrl: new URL(manifest.frame, base).href,
    kernel: { workerSource, facts: library.facts, library: library.sources, packages },
  };
}
