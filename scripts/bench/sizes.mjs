/** What is downloaded before and after the first response of a server, compressed as static hosts do it. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';

const folder = fileURLToPath(new URL('../../public/_engine', import.meta.url));

/**
 * The names of the engine's files that a sandbox with these packages downloads: before its first response, and after it.
 *
 * @returns {{ before: string[], after: string[] }}
 */
export function engineFiles(packages = ['express']) {
  if (!existsSync(join(folder, 'manifest.json'))) {
    throw new Error('The engine is not packed: run `npm run pack` first.');
  }
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
  const packs = packages.flatMap((name) => manifest.packages[name]);
  const split = [...new Map(packs.map((file) => [file.start, file])).values()];
  return {
    before: [manifest.frame, ...split.map(({ start }) => start)],
    after: [manifest.worker, manifest.library, ...split].map(({ whole }) => whole),
  };
}

export const gzipSize = (name) => gzipSync(readFileSync(join(folder, name)), { level: 9 }).length;
export const brotliSize = (name) => brotliCompressSync(readFileSync(join(folder, name))).length;

export const kilobytes = (bytes) => `${(bytes / 1000).toFixed(0)} KB`;
