/**
 * `npm test`: everything, in stages, the cheap ones first. The first stage that fails ends the run. The last line is
 * `N passed, N failed`: every test of every Vitest run, and each other stage as one.
 *
 * Where `CI` is set, a test that fails is tried once more, since the machine may have stood still under it; what passes
 * only then is named, and is to be mended all the same.
 *
 *     node scripts/test.mjs [stage…]
 *
 * runs only the stages that are named.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findBrowser } from './find-browser.mjs';
import { node24Environment, onNode24 } from './node-24.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

const stages = [
  { name: 'lint', does: 'formatting and lint', run: [['biome', 'check', '.']] },
  { name: 'architecture', does: 'the arrows between the rooms', vitest: 'architecture' },
  {
    name: 'types',
    does: 'TypeScript, then Astro files',
    run: [
      ['tsc', '--noEmit'],
      ['astro', 'check'],
    ],
  },
  {
    name: 'build',
    does: 'the engine and the site',
    run: [
      ['node', 'scripts/pack-engine.mjs'],
      ['node', 'scripts/record-transcripts.mjs'],
      ['astro', 'build'],
    ],
  },
  { name: 'unit', does: 'every room by itself', vitest: 'unit' },
  {
    name: 'content',
    does: 'what is not proven of the course yet, and some of what is, for three minutes',
    // As far as the minutes go; `npm run check:content` proves all and keeps what it has proven.
    run: [
      ['node', 'scripts/check-content.mjs', '--engine', 'native', '--for', '1.5'],
      ['node', 'scripts/check-content.mjs', '--engine', 'embedded', '--for', '1.5', '--at-once', '2'],
    ],
    browser: true,
  },
  { name: 'contract', does: 'one suite, every engine', vitest: 'contract', browser: true },
  { name: 'e2e', does: 'the built site in a real browser', vitest: 'e2e', browser: true },
];

/** Runs a command to its end; resolves to its exit code. */
function run(command, env) {
  return new Promise((resolve) => {
    const [name, ...args] = command;
    const child = spawn(name, args, {
      cwd: root,
      env,
      stdio: ['ignore', 'inherit', 'inherit'],
      shell: process.platform === 'win32',
    });
    const pass = (signal) => child.kill(signal);
    process.on('SIGINT', pass).on('SIGTERM', pass);
    child.on('error', (error) => {
      console.error(`\`${name}\` could not be started: ${error.message}`);
      resolve(127);
    });
    child.on('exit', (code) => {
      process.off('SIGINT', pass).off('SIGTERM', pass);
      resolve(code ?? 1);
    });
  });
}

/** Runs a Vitest project; its counts come from its JSON report, and a run that has none counts as one failure. */
async function runVitest(project, env) {
  const folder = mkdtempSync(join(tmpdir(), 'safety-net-test-'));
  const report = join(folder, 'report.json');
  try {
    const command = [
      'vitest',
      'run',
      '--project',
      project,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
      ...(env.CI ? ['--retry=1'] : []),
    ];
    const code = await run(command, env);
    const {
      numPassedTests: passed,
      numFailedTests: failed,
      testResults,
    } = JSON.parse(readFileSync(report, 'utf8'));
    tellSecondTries(testResults);
    // Vitest also fails for what is no test: a file that cannot be loaded, an error between tests.
    return { passed, failed: code !== 0 && failed === 0 ? 1 : failed };
  } catch {
    return { passed: 0, failed: 1 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Names the tests that failed first and passed then, with what was wrong. */
function tellSecondTries(files) {
  for (const { fullName, status, failureMessages } of files.flatMap(
    ({ assertionResults }) => assertionResults,
  )) {
    if (status !== 'passed' || failureMessages.length === 0) continue;
    console.log(`— Passed only at the second try: “${fullName}”. ${failureMessages[0].slice(0, 2000)}`);
  }
}

async function runStage({ run: commands = [], vitest, browser }, env) {
  if (browser) env.SAFETY_NET_BROWSER = await findBrowser({ say: console.log });
  if (vitest) return runVitest(vitest, env);
  for (const command of commands) {
    if ((await run(command, env)) !== 0) return { passed: 0, failed: 1 };
  }
  return { passed: 1, failed: 0 };
}

async function main(wanted) {
  const unknown = wanted.filter((name) => !stages.some((stage) => stage.name === name));
  if (unknown.length > 0) {
    console.error(
      `There is no stage \`${unknown[0]}\`: the stages are ${stages.map(({ name }) => `\`${name}\``).join(', ')}.`,
    );
    return 2;
  }
  const env = { ...node24Environment(), ASTRO_TELEMETRY_DISABLED: '1', NO_COLOR: '1' };
  const sum = { passed: 0, failed: 0 };
  for (const stage of stages.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
    console.log(`\n— ${stage.name}: ${stage.does}`);
    const started = performance.now();
    let result;
    try {
      result = await runStage(stage, env);
    } catch (error) {
      console.error(error.message);
      result = { passed: 0, failed: 1 };
    }
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(`— ${stage.name}: ${result.failed === 0 ? 'passed' : 'FAILED'} in ${seconds} s`);
    sum.passed += result.passed;
    sum.failed += result.failed;
    if (result.failed > 0) break;
  }
  console.log(`\n${sum.passed} passed, ${sum.failed} failed`);
  return sum.failed === 0 && sum.passed > 0 ? 0 : 1;
}

if (onNode24(import.meta.url)) process.exitCode = await main(process.argv.slice(2));
