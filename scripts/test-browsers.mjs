/**
 * Runs the contract suite, the context suite and the hostile programs in each browser, and writes what came of it into
 * `docs/browsers.md`. A test that fails must be listed, with its reason, in `tests/contract/browser-limits.ts`; one that
 * is listed and passes fails the run, too.
 *
 *     node scripts/test-browsers.mjs [chromium] [firefox] [webkit] [contract] [context] [hostile]
 *
 * runs the browsers and the suites that are named, or all; the page keeps the last results of the others. `--page` runs none.
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

/** The results of one browser: those of `suites` anew, the others as they were in `before`. */
async function runBrowser(browser, limits, suites, before) {
  const result = { version: await versionOf(browser), suites: { ...before?.suites } };
  for (const suite of suites) {
    console.log(`\n— ${browser}: ${suite.name}`);
    const { tests, broken } = await runSuite(browser, suite);
    const ran = tests.filter(({ status }) => status === 'passed' || status === 'failed');
    result.suites[suite.name] = {
      of: ran.length,
      failed: ran.filter(({ status }) => status === 'failed').map(({ title }) => title),
      // A test that is listed says so where it passes after all.
      listed: ran.map(({ title }) => title).filter((title) => limits[title]),
      broken,
    };
  }
  return result;
}

/** Everything that is not as it should be, a line each. */
function wrongIn({ suites }, limits) {
  const all = Object.entries(suites);
  const listed = new Set(all.flatMap(([, suite]) => suite.listed));
  return [
    ...all.flatMap(([name, { failed, listed: there, broken }]) => [
      ...failed.filter((title) => !limits[title]).map((title) => `${name}: “${title}” failed`),
      ...there
        .filter((title) => !failed.includes(title))
        .map((title) => `${name}: “${title}” is listed, and passed`),
      ...broken.map((message) => `${name}: ${message}`),
    ]),
    ...Object.keys(all.length === SUITES.length ? limits : {})
      .filter((title) => !listed.has(title))
      .map((title) => `“${title}” is listed, and no such test was run`),
  ];
}

function table(results, limits) {
  const rows = BROWSERS.filter((browser) => results[browser]).map((browser) => {
    const { version, suites } = results[browser];
    const wrong = wrongIn(results[browser], limits[browser] ?? {});
    const cells = SUITES.map(({ name }) =>
      suites[name]?.of ? `${suites[name].of - suites[name].failed.length} of ${suites[name].of}` : '–',
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
  const known = ['--page', ...BROWSERS, ...SUITES.map(({ name }) => name)];
  const unknown = names.find((name) => !known.includes(name));
  if (unknown) {
    console.error(`There is no \`${unknown}\`: use ${known.map((name) => `\`${name}\``).join(', ')}.`);
    return 2;
  }
  const named = (all, nameOf) => {
    const some = all.filter((each) => names.includes(nameOf(each)));
    return some.length > 0 ? some : all;
  };
  const { browserLimits } = await importTypeScript('tests/contract/browser-limits.ts');
  // Read anew each time: another browser may be tested beside this one.
  const last = () => (existsSync(RESULTS) ? JSON.parse(readFileSync(RESULTS, 'utf8')) : {});
  let failed = false;
  for (const browser of onlyPage ? [] : named(BROWSERS, (name) => name)) {
    if (browser === 'chromium') await findBrowser({ say: console.log });
    else installOtherBrowser(browser, console.log);
    const reason = reasonToSkip(browser);
    if (reason) {
      console.log(`\n— ${browser} is left out: ${reason}`);
      continue;
    }
    const limits = browserLimits[browser] ?? {};
    const suites = named(SUITES, ({ name }) => name);
    const result = await runBrowser(browser, limits, suites, last()[browser]);
    const wrong = wrongIn(result, limits);
    mkdirSync(join(root, '.cache'), { recursive: true });
    writeFileSync(RESULTS, JSON.stringify({ ...last(), [browser]: result }, null, 1));
    failed ||= wrong.length > 0;
    console.log(`— ${result.version}: ${wrong.length === 0 ? 'everything as listed' : wrong.join('\n  ')}`);
  }
  const page = readFileSync(PAGE, 'utf8');
  const [before, rest] = page.split(BEGIN);
  const after = rest.split(END)[1];
  writeFileSync(PAGE, `${before}${BEGIN}\n\n${table(last(), browserLimits)}\n\n${END}${after}`);
  return failed ? 1 : 0;
}

if (onNode24(import.meta.url)) process.exitCode = await main(process.argv.slice(2));
