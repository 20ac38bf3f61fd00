/** One page of a headless Firefox over WebDriver BiDi (https://w3c.github.io/webdriver-bidi/), without a driver between. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { endWithThisProgram } from './end-with-this-program.mjs';
import { findFirefox } from './find-other-browser.mjs';

const CHANNEL = 'report';
/** Nothing that asks the network or the reader. */
const PREFERENCES = {
  'app.normandy.enabled': false,
  'app.update.enabled': false,
  'browser.aboutwelcome.enabled': false,
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.page': 0,
  'datareporting.policy.dataSubmissionEnabled': false,
  'extensions.update.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'remote.active-protocols': 1,
  'remote.prefs.recommended': true,
  'services.settings.server': 'data:,',
  'toolkit.telemetry.enabled': false,
};

/** Messages of the protocol over its WebSocket. */
class BiDiSocket {
  #socket;
  #nextId = 1;
  #waiting = new Map();
  #closed;
  onEvent = () => {};

  static async open(url) {
    const socket = new WebSocket(url);
    await new Promise((resolve, reject) => {
      socket.addEventListener('open', resolve, { once: true });
      socket.addEventListener('error', () => reject(new Error(`No connection to Firefox at ${url}.`)), {
        once: true,
      });
    });
    return new BiDiSocket(socket);
  }

  constructor(socket) {
    this.#socket = socket;
    socket.addEventListener('message', ({ data }) => this.#receive(JSON.parse(data)));
    socket.addEventListener('close', () => this.fail(new Error('The browser has ended.')));
  }

  send(method, params = {}) {
    if (this.#closed) return Promise.reject(this.#closed);
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#socket.send(JSON.stringify({ id, method, params }));
    });
  }

  fail(error) {
    this.#closed ??= error;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }

  #receive(message) {
    if (message.type === 'event') {
      this.onEvent(message);
      return;
    }
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.type === 'error') waiting?.reject(new Error(`${message.message} (${message.error})`));
    else waiting?.resolve(message.result);
  }
}

/** The address that Firefox prints once it listens. */
function listeningAddress(browser) {
  return new Promise((resolve, reject) => {
    const lines = createInterface({ input: browser.stderr });
    lines.on('line', (line) => {
      const match = /WebDriver BiDi listening on (ws:\S+)/.exec(line);
      if (match) resolve(match[1]);
    });
    browser.on('error', reject);
    browser.on('close', (code) => reject(new Error(`Firefox ended with ${code} before it listened.`)));
  });
}

/** As `openChromiumPage`. */
export async function openFirefoxPage(url, onReport) {
  const path = findFirefox();
  if (!path) throw new Error('There is no Firefox: install one, or name it in `SAFETY_NET_FIREFOX`.');
  const profile = await mkdtemp(join(tmpdir(), 'safety-net-firefox-'));
  const lines = Object.entries(PREFERENCES).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`,
  );
  await writeFile(join(profile, 'user.js'), lines.join(''));
  const browser = spawn(
    path,
    ['--headless', '--no-remote', '--profile', profile, '--remote-debugging-port', '0'],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
      // Its processes end with it: they are one group.
      detached: true,
      env: { ...process.env, HOME: profile, MOZ_CRASHREPORTER_DISABLE: '1' },
    },
  );
  const ended = new Promise((resolve) => browser.on('close', resolve));
  const end = endWithThisProgram(browser);
  const close = async () => {
    end();
    await ended;
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const socket = await BiDiSocket.open(`${await listeningAddress(browser)}/session`);
    const { capabilities } = await socket.send('session.new', { capabilities: {} });
    const { context } = await socket.send('browsingContext.create', { type: 'tab' });
    socket.onEvent = ({ method, params }) => {
      if (method === 'script.message' && params.channel === CHANNEL) onReport(params.data.value);
      else if (method === 'log.entryAdded' && params.level === 'error') {
        console.error('In the page:', params.text);
      }
    };
    await socket.send('session.subscribe', { events: ['script.message', 'log.entryAdded'] });
    await socket.send('script.addPreloadScript', {
      functionDeclaration: '(report) => { globalThis.report = report; }',
      arguments: [{ type: 'channel', value: { channel: CHANNEL } }],
      contexts: [context],
    });
    await socket.send('browsingContext.navigate', { context, url, wait: 'complete' });
    return {
      browser: `Firefox ${capabilities.browserVersion}`,
      async evaluate(expression) {
        const { type, result, exceptionDetails } = await socket.send('script.evaluate', {
          expression: `(async () => JSON.stringify({ value: await (${expression}) }))()`,
          target: { context },
          awaitPromise: true,
        });
        if (type === 'exception') throw new Error(exceptionDetails.text);
        return JSON.parse(result.value).value;
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
