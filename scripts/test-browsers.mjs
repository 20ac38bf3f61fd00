/**
 * Runs the contract suite, the context suite and the hostile programs in each browser, and writes what came of it into
 * `docs/browsers.md`. A test that fails must be listed, with its reason, in `tests/contract/browser-limits.ts`; one that
 * is listed and passes fails the run, too.
 *
 *     node scripts/test-browsers.mjs [chromium] [firefox] [webkit]
 *
 * runs the browsers that are named, or all three; the page keeps the last results of the others. `--page` runs none.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findBrowser } from './find-browser.mjs';
import { installOtherBrowser, reasonToSkip } from './in-page/find-other-browser.mjs';
import { importTypeScript, node24Environment, onNode24 } from './node-24.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const PAGE = join(root, 'docs/browsers.md');
const RESULTS = join(root, '.cache/browsers.json');
const BEGIN = '<!-- made by `npm run test:browsers` -->';
const END = '<!-- end -->';

const BROWSERS = ['chromium', 'firefox', 'webkit'];
const SUITES = [
  { name: 'contract', args: ['tests/contract/embedded.test.ts'] },
  { name: 'context', args: ['tests/differential/differential.test.ts', '-t', 'context'] },
  { name: 'hostile', args: ['tests/contract/hostile.test.ts'] },
];

/** Runs a suite in a browser; resolves to the tests with their outcomes. */
async function runSuite(browser, { args }) {
  const folder = mkdtempSync(join(tmpdir(), 'safety-net-browsers-'));
  const report = join(folder, 'report.json');
  const child = spawn(
    'vitest',
    [
      'run',
      '--project',
      'contract',
      // What a busy machine failed passes then; what a browser cannot do does not.
      '--retry=2',
      '--reporter=dot',
      '--reporter=json',
      `--outputFile.json=${report}`,
      ...args,
    ],
    {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...node24Environment(), NO_COLOR: '1', SAFETY_NET_ENGINE_BROWSER: browser },
      shell: process.platform === 'win32',
    },
  );
  await new Promise((resolve) => child.on('exit', resolve));
  try {
    const { testResults } = JSON.parse(readFileSync(report, 'utf8'));
    const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
    // A file that cannot be run has no tests, and says why.
    const broken = testResults.filter(
      ({ status, assertionResults }) =>
        status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
    );
    return { tests, broken: broken.map(({ message }) => message.split('\n')[0]) };
  } catch (error) {
    return { tests: [], broken: [`no report: ${error.message}`] };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function versionOf(browser) {
  const { openEngine } = await import('./in-page.mjs');
  const engine = await openEngine({ engine: 'embedded', browser, packages: [] });
  try {
    return (
      engine.page.browser ??
      (await engine.page.evaluate('navigator.userAgent.match(/Chrom\\w*\\/[\\d.]+/)[0].replace("/", " ")'))
    );
  } finally {
    await engine.close();
  }
}

/** The results of one browser, with everything that is not as it should be in `wrong`. */
async function runBrowser(browser, limits) {
  const result = { version: await versionOf(browser), suites: {}, wrong: [] };
  const seen = new Set();
  for (const suite of SUITES) {
    console.log(`\n— ${browser}: ${suite.name}`);
    const { tests, broken } = await runSuite(browser, suite);
    const ran = tests.filter(({ status }) => status === 'passed' || status === 'failed');
    const failed = ran.filter(({ status }) => status === 'failed').map(({ title }) => title);
    for (const { title } of ran) seen.add(title);
    result.suites[suite.name] = {
      of: ran.length,
      passed: ran.length - failed.length,
      listed: failed.filter((title) => limits[title]),
    };
    for (const title of failed) if (!limits[title]) result.wrong.push(`${suite.name}: “${title}” failed`);
    for (const { title, status } of ran) {
      if (status === 'passed' && limits[title])
        result.wrong.push(`${suite.name}: “${title}” is listed, and passed`);
    }
    for (const message of broken) result.wrong.push(`${suite.name}: ${message}`);
  }
  for (const title of Object.keys(limits)) {
    if (!seen.has(title)) result.wrong.push(`“${title}” is listed, and no such test was run`);
  }
  return result;
}

function table(results, limits) {
  const rows = BROWSERS.filter((browser) => results[browser]).map((browser) => {
    const { version, suites, wrong } = results[browser];
    const cells = SUITES.map(({ name }) =>
      suites[name] ? `${suites[name].passed} of ${suites[name].of}` : '–',
    );
    return `| ${version} | ${cells.join(' | ')} | ${wrong.length === 0 ? 'as listed' : `${wrong.length} not as listed`} |`;
  });
  const reasons = BROWSERS.flatMap((browser) =>
    Object.entries(limits[browser] ?? {}).map(([test, reason]) => `| ${browser} | ${test} | ${reason} |`),
  );
  return [
    `| browser | ${SUITES.map(({ name }) => name).join(' | ')} | the rest |`,
    `| --- | ${SUITES.map(() => '---').join(' | ')} | --- |`,
    ...rows,
    '',
    '| in | what does not hold there | because |',
    '| --- | --- | --- |',
    ...reasons,
  ].join('\n');
}

async function main(names) {
  const onlyPage = names.includes('--page');
  const unknown = names.find((name) => name !== '--page' && !BROWSERS.includes(name));
  if (unknown) {
    console.error(
      `There is no browser \`${unknown}\`: use ${BROWSERS.map((name) => `\`${name}\``).join(', ')}.`,
    );
    return 2;
  }
  const { browserLimits } = await importTypeScript('tests/contract/browser-limits.ts');
  const fresh = {};
  let failed = false;
  for (const browser of onlyPage ? [] : names.length > 0 ? names : BROWSERS) {
    if (browser === 'chromium') await findBrowser({ say: console.log });
    else installOtherBrowser(browser, console.log);
    const reason = reasonToSkip(browser);
    if (reason) {
      console.log(`\n— ${browser} is left out: ${reason}`);
      continue;
    }
    const result = await runBrowser(browser, browserLimits[browser] ?? {});
    fresh[browser] = result;
    failed ||= result.wrong.length > 0;
    console.log(
      `— ${result.version}: ${result.wrong.length === 0 ? 'everything as listed' : result.wrong.join('\n  ')}`,
    );
  }
  const kept = existsSync(RESULTS) ? JSON.parse(readFileSync(RESULTS, 'utf8')) : {};
  const results = { ...kept, ...fresh };
  mkdirSync(join(root, '.cache'), { recursive: true });
  writeFileSync(RESULTS, JSON.stringify(results, null, 1));
  const page = readFileSync(PAGE, 'utf8');
  const [before, rest] = page.split(BEGIN);
  const after = rest.split(END)[1];
  writeFileSync(PAGE, `${before}${BEGIN}\n\n${table(results, browserLimits)}\n\n${END}${after}`);
  return failed ? 1 : 0;
}

if (onNode24(import.meta.url)) process.exitCode = await main(process.argv.slice(2));
