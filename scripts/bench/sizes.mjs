/** What is downloaded before the first response of a server, compressed as static hosts do it. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';

const folder = fileURLToPath(new URL('../../public/_engine', import.meta.url));

/** @returns {FileSize} */
function sizeOf(name) {
  const bytes = readFileSync(join(folder, name));
  return [name, { gzip: gzipSync(bytes, { level: 9 }).length, brotli: brotliCompressSync(bytes).length }];
}

/**
 * @typedef {[name: string, size: { gzip: number, brotli: number }]} FileSize
 *
 * Bytes of the engine's files that a sandbox with these packages downloads, `[name, { gzip, brotli }]`: before its
 * first response, and after it.
 *
 * @returns {{ before: FileSize[], after: FileSize[] }}
 */
export function engineSizes(packages = ['express']) {
  if (!existsSync(join(folder, 'manifest.json'))) {
    throw new Error('The engine is not packed: run `npm run pack` first.');
  }
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
  const packs = packages.flatMap((name) => manifest.packages[name]);
  const split = [...new Map([manifest.library, ...packs].map((file) => [file.start, file])).values()];
  return {
    before: [manifest.frame, manifest.worker, ...split.map(({ start }) => start)].map(sizeOf),
    after: split.map(({ whole }) => sizeOf(whole)),
  };
}

export const kilobytes = (bytes) => `${(bytes / 1000).toFixed(0)} KB`;
