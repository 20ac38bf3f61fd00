/**
 * Pages of a headless Chromium over the DevTools protocol's pipe (https://chromedevtools.github.io/devtools-protocol/).
 *
 * Test libraries attach to every worker and hold it until they have looked at it; an engine whose processes are workers
 * must start them as fast as it does for a visitor.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBrowser, launchArguments } from '../find-browser.mjs';

const MESSAGE_END = '\0';

/** Where this program is cut short, no browser must stay behind. */
const browsers = new Set();
process.on('exit', () => {
  for (const browser of browsers) browser.kill('SIGKILL');
});

/** Messages of the protocol over two pipes, each ended by a zero byte. */
class DevToolsPipe {
  #input;
  #nextId = 1;
  #waiting = new Map();
  #closed;
  onEvent = () => {};

  constructor(input, output) {
    this.#input = input;
    let text = '';
    output.setEncoding('utf8');
    output.on('data', (chunk) => {
      const parts = (text + chunk).split(MESSAGE_END);
      text = parts.pop();
      for (const part of parts) this.#receive(JSON.parse(part));
    });
    output.on('close', () => this.fail(new Error('The browser has ended.')));
    input.on('error', () => {});
  }

  send(method, params = {}, sessionId = undefined) {
    if (this.#closed) return Promise.reject(this.#closed);
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#input.write(JSON.stringify({ id, method, params, sessionId }) + MESSAGE_END);
    });
  }

  fail(error) {
    this.#closed ??= error;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }

  #receive(message) {
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (!waiting) this.onEvent(message);
    else if (message.error) waiting.reject(new Error(`${message.error.message} (${message.error.code})`));
    else waiting.resolve(message.result);
  }
}

/** Starts a browser without a window; `openPage` opens pages in it, `close` ends it with all of them. */
export async function openChromium() {
  const profile = await mkdtemp(join(tmpdir(), 'safety-net-page-'));
  const browser = spawn(
    await findBrowser(),
    [
      '--headless=new',
      ...launchArguments,
      ...alwaysAwake,
      '--remote-debugging-pipe',
      `--user-data-dir=${profile}`,
      'about:blank',
    ],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] },
  );
  const ended = new Promise((resolve) => browser.on('close', resolve));
  browsers.add(browser);
  const pipe = new DevToolsPipe(browser.stdio[3], browser.stdio[4]);
  const listeners = new Map();
  pipe.onEvent = (message) => listeners.get(message.sessionId)?.(message);
  return {
    /** `onReport` is called with each text that the page hands to its global function `report`. */
    openPage: (url, onReport) => openPage(pipe, listeners, url, onReport),
    async close() {
      browsers.delete(browser);
      browser.kill('SIGKILL');
      await ended;
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Several pages at once: none of them is in front, and none may be slowed down for that. */
const alwaysAwake = [
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
];

async function openPage(pipe, listeners, url, onReport) {
  const { targetId } = await pipe.send('Target.createTarget', { url: 'about:blank', newWindow: true });
  const { sessionId } = await pipe.send('Target.attachToTarget', { targetId, flatten: true });
  let crash;
  const crashed = new Promise((_, reject) => void (crash = reject));
  crashed.catch(() => {});
  const send = (method, params) => Promise.race([pipe.send(method, params, sessionId), crashed]);
  const close = async () => {
    listeners.delete(sessionId);
    await pipe.send('Target.closeTarget', { targetId }).catch(() => {});
  };
  const loaded = new Promise((resolve) => {
    listeners.set(sessionId, ({ method, params }) => {
      if (method === 'Runtime.bindingCalled' && params.name === 'report') onReport(params.payload);
      else if (method === 'Runtime.exceptionThrown') {
        const { exception, text } = params.exceptionDetails;
        console.error('In the page:', exception?.description ?? text);
      } else if (method === 'Page.loadEventFired') resolve();
      else if (method === 'Inspector.targetCrashed') crash(new Error('The page has crashed.'));
    });
  });
  try {
    await Promise.all([
      send('Page.enable'),
      send('Runtime.enable'),
      send('Runtime.addBinding', { name: 'report' }),
    ]);
    const { errorText } = await send('Page.navigate', { url });
    if (errorText) throw new Error(`The page could not be opened: ${errorText}.`);
    await Promise.race([loaded, crashed]);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    /** The value of an expression, or what its promise resolves to; as JSON. */
    async evaluate(expression) {
      const { result, exceptionDetails } = await send('Runtime.evaluate', {
        expression,
        awaitPromise: true,
        returnByValue: true,
      });
      if (exceptionDetails) {
        throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
      }
      return result.value;
    },
    /** What the page, its frames and their workers hold after their garbage was collected, in bytes. */
    heapBytes: () => heapBytes(pipe, listeners, sessionId),
    close,
  };
}

async function heapBytes(pipe, listeners, sessionId) {
  const attached = [];
  const outer = listeners.get(sessionId);
  listeners.set(sessionId, (message) => {
    if (message.method === 'Target.attachedToTarget') attached.push(message.params.sessionId);
    else outer?.(message);
  });
  const attach = (autoAttach) =>
    pipe.send(
      'Target.setAutoAttach',
      { autoAttach, waitForDebuggerOnStart: false, flatten: true },
      sessionId,
    );
  await attach(true);
  let bytes = await useOf(pipe, sessionId);
  for (const each of attached) bytes += await heapBytes(pipe, listeners, each);
  await attach(false);
  if (outer) listeners.set(sessionId, outer);
  else listeners.delete(sessionId);
  return bytes;
}

async function useOf(pipe, sessionId) {
  await pipe.send('HeapProfiler.collectGarbage', {}, sessionId);
  const { usedSize } = await pipe.send('Runtime.getHeapUsage', {}, sessionId);
  return usedSize;
}
