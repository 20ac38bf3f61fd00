/** Finds Firefox and WebKit for the tests that run in more than Chromium. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** How Debian installs each of them. */
const PACKAGES = { firefox: 'firefox-esr', webkit: 'webkit2gtk-driver xvfb' };

const FIREFOX_PLACES = ['/Applications/Firefox.app/Contents/MacOS/firefox'];
const MINI_BROWSERS = ['4.1', '4.0', '6.0'].flatMap((version) =>
  ['x86_64-linux-gnu', 'aarch64-linux-gnu'].map((machine) =>
    version === '6.0'
      ? `/usr/lib/${machine}/webkitgtk-6.0/MiniBrowser`
      : `/usr/lib/${machine}/webkit2gtk-${version}/MiniBrowser`,
  ),
);

function onPath(...names) {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return names
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find((path) => existsSync(path));
}

function named(variable) {
  const path = process.env[variable];
  if (path && !existsSync(path))
    throw new Error(`\`${variable}\` is \`${path}\`, but there is no such file.`);
  return path;
}

/** The path of a Firefox that speaks WebDriver BiDi, or `undefined`. `SAFETY_NET_FIREFOX` names one. */
export function findFirefox() {
  return (
    named('SAFETY_NET_FIREFOX') ??
    onPath('firefox-esr', 'firefox') ??
    FIREFOX_PLACES.find((path) => existsSync(path))
  );
}

/** WebKitGTK's driver with its small browser, and a display for it, or `undefined` where one of them is missing. */
export function findWebKit() {
  const driver = named('SAFETY_NET_WEBKIT_DRIVER') ?? onPath('WebKitWebDriver');
  const browser = MINI_BROWSERS.find((path) => existsSync(path));
  const display = onPath('Xvfb');
  return driver && browser && display ? { driver, browser, display } : undefined;
}

/** Why a browser is skipped, or `undefined` where it is here. */
export function reasonToSkip(browser) {
  if (browser === 'chromium') return undefined;
  const found = browser === 'firefox' ? findFirefox() : findWebKit();
  return found ? undefined : `${browser} is not installed (Debian: \`apt-get install ${PACKAGES[browser]}\`)`;
}

/** Installs Debian's package of a browser that is not here, where this process may. */
export function installOtherBrowser(browser, say = () => {}) {
  if (reasonToSkip(browser) === undefined) return;
  if (!existsSync('/etc/debian_version') || process.getuid?.() !== 0) return;
  say(`Installing Debian’s \`${PACKAGES[browser]}\` …`);
  const options = {
    timeout: 300_000,
    stdio: 'ignore',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  };
  spawnSync('apt-get', ['update'], options);
  const args = ['install', '-y', '--no-install-recommends', ...PACKAGES[browser].split(' ')];
  if (spawnSync('apt-get', args, options).status !== 0) say('That did not work.');
}
