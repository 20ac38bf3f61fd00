import { LIBRARY_FILE, packFile, WORKER_FILE } from '../../runtime/code-store.ts';
import type { KernelAssets, PackedPackages } from '../../runtime/kernel/kernel.ts';
import type { NodeFacts } from '../../runtime/node-facts.ts';
import { EngineFiles, type SplitFile } from '../engine-files.ts';

export interface EngineAssets {
  readonly frameUrl: string;
  readonly kernel: KernelAssets;
  /** Downloads what comes after, by the names that the kernel knows it by. */
  loadLate(): Promise<Readonly<Record<string, Uint8Array<ArrayBuffer>>>>;
}

/** Downloads from `base`, a URL that ends in a slash, what a start needs of the engine and the packages. */
export async function loadEngineAssets(
  base: URL,
  packageNames: readonly string[],
  signal?: AbortSignal,
): Promise<EngineAssets> {
  const from = new EngineFiles(base, signal);
  const manifest = await from.manifest();
  const packs = from.packs(manifest, packageNames);
  const late: ReadonlyMap<string, SplitFile> = new Map([
    [WORKER_FILE, manifest.worker],
    [LIBRARY_FILE, manifest.library],
    ...packs.map((pack) => [packFile(pack.start), pack] as const),
  ]);
  const [worker, library, packages] = await Promise.all([
    from.get(manifest.worker.start).then((response) => response.json() as Promise<{ source: string }>),
    from
      .get(manifest.library.start)
      .then((response) => response.json() as Promise<{ facts: NodeFacts; sources: Record<string, string> }>),
    Promise.all(
      packs.map(async ({ start: name }): Promise<PackedPackages> => {
        const { files, texts, code, start } = await (await from.get(name)).json();
        return { name, files, texts, code, start };
      }),
    ),
  ]);
  return {
    frameUrl: from.url(manifest.frame),
    kernel: {
      workerSource: worker.source,
      facts: library.facts,
      library: library.sources,
      packages,
      lateSizes: Object.fromEntries([...late].map(([name, { wholeSize }]) => [name, wholeSize])),
    },
    async loadLate() {
      const files = [...late].map(async ([name, { whole }]) => {
        const response = await from.get(whole, { priority: 'low' });
        return [name, new Uint8Array(await response.arrayBuffer())] as const;
      });
      return Object.fromEntries(await Promise.all(files));
    },
  };
}
