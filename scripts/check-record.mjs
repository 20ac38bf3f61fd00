/**
 * `npm run check:record [runs] [seed]`: plays random sequences of what learners and browsers do on the learner's record, in
 * a real browser, and says whether one of them loses an answer, a review or an edit (`tests/e2e/lost-work/`). 10,000 unless
 * told otherwise, which takes up to an hour; `npm test` plays as many as fit into some seconds.
 */
import { spawn } from 'node:child_process';
import { findBrowser } from './find-browser.mjs';
import { node24Environment, onNode24 } from './node-24.mjs';

if (onNode24(import.meta.url)) {
  const [runs = '10000', seed = String(Date.now() % 2 ** 31)] = process.argv.slice(2);
  const child = spawn(
    'vitest',
    ['run', '--project', 'e2e', 'tests/e2e/lost-work.test.ts', '-t', 'no sequence'],
    {
      env: {
        ...node24Environment(),
        SAFETY_NET_BROWSER: await findBrowser({ say: console.log }),
        LOST_WORK_RUNS: runs,
        LOST_WORK_SEED: seed,
      },
      stdio: 'inherit',
      shell: process.platform === 'win32',
    },
  );
  child.on('exit', (code) => {
    process.exitCode = code ?? 1;
  });
}
