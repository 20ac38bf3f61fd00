import { LIBRARY_FILE, packFile, WORKER_FILE } from '../../runtime/code-store.ts';
import type { KernelAssets, PackedPackages } from '../../runtime/kernel/page-messages.ts';
import { EngineFiles, type SplitFile, type WholeFile } from '../engine-files.ts';

export interface EngineAssets {
  /** The sandbox's document, which brings the kernel, the worker and the library along. */
  readonly frameUrl: string;
  /** Asks for the document as a file: rejects with why it did not arrive. */
  askForFrame(): Promise<void>;
  /** What the kernel needs besides; under way already, beside the frame. */
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
  const late: ReadonlyMap<string, WholeFile> = new Map([
    [WORKER_FILE, manifest.worker],
    [LIBRARY_FILE, manifest.library],
    ...packs.map((pack) => [packFile(pack.start), pack] as const),
  ]);
  return {
    frameUrl: from.url(manifest.frame),
    async askForFrame() {
      await from.get(manifest.frame);
    },
    kernel: loadPackages(from, packs),
    async loadLate() {
      const files = [...late].map(async ([name, { whole }]) => {
        const response = await from.get(whole, { priority: 'low' });
        return [name, new Uint8Array(await response.arrayBuffer())] as const;
      });
      return Object.fromEntries(await Promise.all(files));
    },
  };
}

async function loadPackages(from: EngineFiles, packs: readonly SplitFile[]): Promise<KernelAssets> {
  const packages = packs.map(async ({ start: name }): Promise<PackedPackages> => {
    const pack = (await (await from.get(name)).json()) as Omit<PackedPackages, 'name'>;
    return { ...pack, name };
  });
  return {
    packages: await Promise.all(packages),
    lateSizes: Object.fromEntries(packs.map(({ start, wholeSize }) => [packFile(start), wholeSize])),
  };
}
