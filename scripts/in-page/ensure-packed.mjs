import { execFile } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { node24Environment, node24Path } from '../node-24.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

function newest(path) {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) return 0;
  if (!stats.isDirectory()) return stats.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
}

/** Packs the engine where that was never done, or where its sources are newer than the pack. */
export async function ensurePacked() {
  const packedAt = newest(join(root, 'public/_engine/manifest.json'));
  const sources = [
    'src/runtime',
    'src/engine/shipped-packages.ts',
    'src/engine/webcontainer',
    'src/http',
    'src/files',
    'package-lock.json',
    'scripts',
  ];
  const files = sources.flatMap((path) =>
    path === 'scripts'
      ? [
          'pack-engine.mjs',
          'cut-functions.mjs',
          'sandbox-packages.mjs',
          'start-record.json',
          'worker-bundle.mjs',
          'start-record.mjs',
          'package-trims.mjs',
          'library-comments.mjs',
          'node-library.mjs',
          'library-patches.mjs',
          'stand-in-modules.mjs',
        ].map((name) => `scripts/${name}`)
      : [path],
  );
  if (packedAt > Math.max(...files.map((path) => newest(join(root, path))))) return;
  await promisify(execFile)(node24Path(), [join(root, 'scripts/pack-engine.mjs')], {
    env: node24Environment(),
  });
}
