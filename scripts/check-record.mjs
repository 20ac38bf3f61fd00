/**
 * `npm run check:record [runs] [seed] [--keep]`: plays random sequences of what learners and browsers do on the learner's
 * record, in a real browser, and says whether one of them loses an answer, a review or an edit, or brings back what was
 * erased (`tests/e2e/lost-work/`), and in how many each kind of action was. 10,000 unless told otherwise, which takes up to
 * an hour; `npm test` plays as many as fit into some seconds. `--keep` writes what was run into `docs/record.md`.
 */
import { execFileSync, spawn } from 'node:child_process';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findBrowser } from './find-browser.mjs';
import { node24Environment, onNode24 } from './node-24.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const PAGE = join(root, 'docs/record.md');

/** What was played, as a section of the page. */
function section({ runs, seed, contained, asked, reports }, commit) {
  const day = new Date().toISOString().slice(0, 10);
  const rows = Object.entries(contained)
    .sort(([, a], [, b]) => b - a)
    .map(([name, count]) => `| ${name} | ${count} |`);
  return [
    `\n## ${day}, ${commit}, seed ${seed}: ${runs} sequences\n`,
    `${asked.accepted} accepted answers, reviews and edits were asked for at the ends, and ${asked.erased} that had been erased; ` +
      `${reports.length === 0 ? 'none was lost or came back' : `failed:\n\n\`\`\`\n${reports.join('\n')}\n\`\`\``}.\n`,
    '| in the sequence | sequences |',
    '| --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

async function main(args) {
  const keep = args.includes('--keep');
  const [runs = '10000', seed = String(Date.now() % 2 ** 31)] = args.filter((arg) => arg !== '--keep');
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
    cwd: root,
    encoding: 'utf8',
  }).trim();
  const folder = mkdtempSync(join(tmpdir(), 'safety-net-record-'));
  const summary = join(folder, 'summary.json');
  const child = spawn(
    'vitest',
    ['run', '--project', 'e2e', 'tests/e2e/lost-work.test.ts', '-t', 'no sequence'],
    {
      env: {
        ...node24Environment(),
        SAFETY_NET_BROWSER: await findBrowser({ say: console.log }),
        LOST_WORK_RUNS: runs,
        LOST_WORK_SEED: seed,
        LOST_WORK_LANES: process.env.LOST_WORK_LANES ?? String(Math.min(4, availableParallelism())),
        LOST_WORK_SUMMARY: summary,
      },
      stdio: 'inherit',
      shell: process.platform === 'win32',
    },
  );
  const code = await new Promise((resolve) => child.on('exit', resolve));
  if (existsSync(summary)) {
    const text = section(JSON.parse(readFileSync(summary, 'utf8')), commit);
    console.log(text);
    if (keep) appendFileSync(PAGE, text);
  }
  rmSync(folder, { recursive: true, force: true });
  return code ?? 1;
}

if (onNode24(import.meta.url)) process.exitCode = await main(process.argv.slice(2));
