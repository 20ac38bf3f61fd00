// Finds a Chromium for the browser tests, or makes one available: `node scripts/find-browser.mjs` prints its path.

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const variables = ['SAFETY_NET_BROWSER', 'CHROME_PATH'];
const commands = [
  'google-chrome-stable',
  'google-chrome',
  'chromium',
  'chromium-browser',
  'microsoft-edge-stable',
  'microsoft-edge',
  'chrome',
];
const places = {
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((name) =>
    process.env[name]
      ? ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe'].map((path) =>
          join(process.env[name], path),
        )
      : [],
  ),
};

/** What every launch in this repository uses: no sandbox of its own for root, nothing that asks the network. */
export const launchArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-quic',
];

/**
 * The path of a Chromium, Chrome or Edge that starts: one that is named in `SAFETY_NET_BROWSER` or `CHROME_PATH`,
 * Playwright's, the system's; else Playwright's download; else Debian's package where this process may install it.
 * Throws an error that says what to do where there is none.
 *
 * @param {{ say?: (text: string) => void, install?: boolean }} [options]
 */
export async function findBrowser({ say = () => {}, install = true } = {}) {
  for (const name of variables) {
    const path = process.env[name];
    if (!path) continue;
    if (!existsSync(path)) throw new Error(`\`${name}\` is \`${path}\`, but there is no such file.`);
    return path;
  }
  const there = installed();
  if (there) return there;
  if (install) {
    for (const attempt of [downloadPlaywrights, installDebians]) {
      attempt(say);
      const got = installed();
      if (got) return got;
    }
  }
  throw new Error(
    'The browser tests need Chrome, Chromium or Edge. Install one, or name it: `SAFETY_NET_BROWSER=/path/to/chrome npm test`.',
  );
}

function installed() {
  const own = chromium.executablePath();
  return [own, ...onPath(), ...(places[process.platform] ?? [])].find((path) => path && existsSync(path));
}

function onPath() {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return commands.flatMap((command) => folders.map((folder) => join(folder, command)));
}

function downloadPlaywrights(say) {
  say('No browser here: trying Playwright’s download of Chromium (two minutes at most) …');
  const cli = fileURLToPath(new URL('../node_modules/playwright-core/cli.js', import.meta.url));
  const { status } = spawnSync(process.execPath, [cli, 'install', 'chromium'], {
    timeout: 120_000,
    stdio: 'ignore',
  });
  if (status !== 0) say('The download did not work.');
}

function installDebians(say) {
  const debian = existsSync('/etc/debian_version') && readFileSync('/etc/debian_version', 'utf8') !== '';
  if (!debian || process.getuid?.() !== 0) return;
  say('Installing Debian’s `chromium` package …');
  const options = {
    timeout: 300_000,
    stdio: 'ignore',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  };
  spawnSync('apt-get', ['update'], options);
  const { status } = spawnSync('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], options);
  if (status !== 0) say('`apt-get install chromium` did not work.');
}

/** Starts a browser with an empty profile; `close()` ends it and removes the profile. */
export async function launchBrowser(options = {}) {
  const profile = await mkdtemp(join(tmpdir(), 'safety-net-browser-'));
  const executablePath = await findBrowser(options);
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    args: launchArguments,
    ...options.context,
  });
  const browser = context.browser();
  return {
    browser,
    context,
    async close() {
      await context.close();
      await rm(profile, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

if (process.argv[1] && fileURLToPath(import.meta.url) === realpathSync(process.argv[1])) {
  try {
    console.log(await findBrowser({ say: (text) => console.error(text) }));
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}
