import type { KernelAssets } from '../../runtime/kernel/kernel.ts';
import type { NodeFacts } from '../../runtime/node-facts.ts';
import { EngineFiles } from '../engine-files.ts';

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
  const from = new EngineFiles(base, signal);
  const manifest = await from.manifest();
  const [workerSource, library, packages] = await Promise.all([
    from.get(manifest.worker).then((response) => response.text()),
    from
      .get(manifest.library)
      .then((response) => response.json() as Promise<{ facts: NodeFacts; sources: Record<string, string> }>),
    from.packages(manifest, packageNames),
  ]);
  return {
    frameUrl: from.url(manifest.frame),
    kernel: { workerSource, facts: library.facts, library: library.sources, packages },
  };
}
