import { LIBRARY_FILE, packFile, WORKER_FILE } from '../../runtime/code-store.ts';
import type { KernelAssets, PackedPackages } from '../../runtime/kernel/page-messages.ts';
import type { NodeFacts } from '../../runtime/node-facts.ts';
import { EngineFiles, type EngineManifest, type SplitFile } from '../engine-files.ts';

export interface EngineAssets {
  readonly frameUrl: string;
  /** Under way already, beside the frame. */
  readonly kernel: Promise<KernelAssets>;
  /** Downloads what comes after, by the names that the kernel knows it by. */
  loadLate(): Promise<Readonly<Record<string, Uint8Array<ArrayBuffer>>>>;
}

/**
 * Begins to download from `base`, a URL that ends in a slash, what a start needs of the engine and the packages; resolves
 * when it is known where the frame is.
 */
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
  return {
    frameUrl: from.url(manifest.frame),
    kernel: loadStart(from, manifest, packs, late),
    async loadLate() {
      const files = [...late].map(async ([name, { whole }]) => {
        const response = await from.get(whole, { priority: 'low' });
        return [name, new Uint8Array(await response.arrayBuffer())] as const;
      });
      return Object.fromEntries(await Promise.all(files));
    },
  };
}

async function loadStart(
  from: EngineFiles,
  manifest: EngineManifest,
  packs: readonly SplitFile[],
  late: ReadonlyMap<string, SplitFile>,
): Promise<KernelAssets> {
  const json = async <T>(name: string) => (await (await from.get(name)).json()) as T;
  const [worker, library, packages] = await Promise.all([
    json<{ source: string }>(manifest.worker.start),
    json<{ facts: NodeFacts; sources: Record<string, string> }>(manifest.library.start),
    Promise.all(
      packs.map(async ({ start: name }): Promise<PackedPackages> => {
        const { files, texts, code, start } = await json<PackedPackages>(name);
        return { name, files, texts, code, start };
      }),
    ),
  ]);
  return {
    workerSource: worker.source,
    facts: library.facts,
    library: library.sources,
    packages,
    lateSizes: Object.fromEntries([...late].map(([name, { wholeSize }]) => [name, wholeSize])),
  };
}
