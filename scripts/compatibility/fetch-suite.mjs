import { execFile } from 'node:child_process';
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { node24Environment } from '../node-24.mjs';

const cache = fileURLToPath(new URL('../../.cache/compatibility', import.meta.url));

/**
 * Installs a suite's package, as its registry has it, and the packages that its tests need; once per version.
 *
 * @returns {Promise<{ folder: string, cwd: string, files: string[] }>} `files` relative to `cwd`, `cwd` to `folder`
 */
export async function fetchSuite({ name, version, files, needs }) {
  const folder = join(cache, `${name.replace('/', '+')}-${version}`);
  const complete = join(folder, 'complete.json');
  const wanted = JSON.stringify({ [name]: version, ...needs });
  if (!existsSync(complete) || readFileSync(complete, 'utf8') !== wanted) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), `{"private":true,"dependencies":${wanted}}\n`);
    await promisify(execFile)(
      'npm',
      ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock', '--legacy-peer-deps'],
      { cwd: folder, env: node24Environment() },
    );
    writeFileSync(complete, wanted);
  }
  const cwd = join('node_modules', name);
  return { folder, cwd, files: files.flatMap((glob) => globSync(glob, { cwd: join(folder, cwd) })).sort() };
}
