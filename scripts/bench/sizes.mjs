/** What is downloaded before the first response of a server, compressed as static hosts do it. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';

const folder = fileURLToPath(new URL('../../public/_engine', import.meta.url));

/** Bytes of the engine's files that a sandbox with these packages needs: `[name, { gzip, brotli }]`. */
export function engineSizes(packages = ['express']) {
  if (!existsSync(join(folder, 'manifest.json'))) {
    throw new Error('The engine is not packed: run `npm run pack` first.');
  }
  const { packages: packs, ...engine } = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
  const wanted = [...new Set(packages.flatMap((name) => packs[name]))];
  return [...Object.values(engine), ...wanted].map((name) => {
    const bytes = readFileSync(join(folder, name));
    return [name, { gzip: gzipSync(bytes, { level: 9 }).length, brotli: brotliCompressSync(bytes).length }];
  });
}

export const kilobytes = (bytes) => `${(bytes / 1000).toFixed(0)} KB`;
