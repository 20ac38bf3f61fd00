/**
 * `npm run test:properties [times]`: the property tests with other inputs than those of `npm test`, ten times unless told
 * otherwise. It ends at the first round that fails, and says its seed.
 */
import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { node24Environment, onNode24 } from './node-24.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

if (onNode24(import.meta.url)) {
  const [times = '10'] = process.argv.slice(2);
  const files = globSync('tests/**/*.test.ts', { cwd: root, exclude: ['tests/e2e/**'] }).filter((file) =>
    readFileSync(`${root}${file}`, 'utf8').includes("from 'fast-check'"),
  );
  for (let round = 1; round <= Number(times); round++) {
    const seed = Math.trunc(Math.random() * 2 ** 31);
    console.log(`Round ${round} of ${times}: FAST_CHECK_SEED=${seed}`);
    const { status } = spawnSync('vitest', ['run', '--project', 'unit', ...files], {
      cwd: root,
      env: { ...node24Environment(), FAST_CHECK_SEED: String(seed) },
      stdio: 'inherit',
      shell: process.platform === 'win32',
    });
    if (status !== 0) {
      process.exitCode = status ?? 1;
      break;
    }
  }
}
