/** An `Engine` in Node whose every call is made in a page of a headless browser. */
import { importTypeScript } from '../node-24.mjs';
import { openChromium } from './chromium-page.mjs';
import { startEngineServer } from './engine-server.mjs';
import { openFirefoxPage } from './firefox-page.mjs';
import { openWebKitPage } from './webkit-page.mjs';

const { EngineError } = await importTypeScript('src/engine/errors.ts');
const { flatFromTree } = await importTypeScript('src/files/file-tree.ts');

/** One request body for the whole tree: an index of paths and sizes, then the bytes. */
function packTree(tree) {
  const files = Object.entries(flatFromTree(tree)).map(([path, contents]) => [path, Buffer.from(contents)]);
  const empty = emptyFolders(tree).map((path) => [`${path}/`, Buffer.alloc(0)]);
  const all = [...files, ...empty];
  const index = Buffer.from(JSON.stringify(all.map(([path, bytes]) => [path, bytes.length])));
  const head = Buffer.alloc(4);
  head.writeUInt32BE(index.length);
  return Buffer.concat([head, index, ...all.map(([, bytes]) => bytes)]);
}

function emptyFolders(tree, prefix = '') {
  return Object.entries(tree).flatMap(([name, entry]) => {
    if (!('directory' in entry)) return [];
    const path = `${prefix}${name}`;
    return Object.keys(entry.directory).length === 0 ? [path] : emptyFolders(entry.directory, `${path}/`);
  });
}

/** How the browsers are opened; those that are not Chromium open one for each page. */
const BROWSERS = {
  chromium: openChromium,
  firefox: async () => ({ openPage: openFirefoxPage, close: async () => {} }),
  webkit: async () => ({ openPage: openWebKitPage, close: async () => {} }),
};

/**
 * The page's engine in a browser of its own, which `close()` ends with it.
 *
 * @param {{ packages?: readonly string[], browser?: 'chromium' | 'firefox' | 'webkit', packed?: string,
 *   hold?: (path: string) => Promise<void> | undefined }} [options] `packed` and `hold` as in `startEngineServer`
 */
export async function openPageEngine({ packages, browser = 'chromium', packed, hold } = {}) {
  const door = await openPageEngines(browser, { packed, hold });
  try {
    return await door.openEngine({ packages, alsoClose: door.close });
  } catch (error) {
    await door.close();
    throw error;
  }
}

/**
 * A browser in which engines are opened, each in a page of its own. `containerHost`, `packed` and `hold` as in
 * `startEngineServer`.
 *
 * @param {'chromium' | 'firefox' | 'webkit'} [name]
 * @param {{
 *   kind?: 'embedded' | 'webcontainer',
 *   containerHost?: string,
 *   packed?: string,
 *   hold?: (path: string) => Promise<void> | undefined,
 * }} [options]
 */
export async function openPageEngines(
  name = 'chromium',
  { kind = 'embedded', containerHost, packed, hold } = {},
) {
  const open = BROWSERS[name];
  if (!open) {
    const known = Object.keys(BROWSERS).map((each) => `\`${each}\``);
    throw new Error(`There is no browser \`${name}\`: use ${known.join(', ')}.`);
  }
  const server = await startEngineServer({ withChannel: name === 'webkit', containerHost, packed, hold });
  let browser;
  try {
    browser = await open();
  } catch (error) {
    await server.close();
    throw error;
  }
  return {
    async openEngine({ packages, alsoClose } = {}) {
      let engine;
      const page = await browser.openPage(
        server.url,
        (text) => engine.receive(JSON.parse(text)),
        server.channel,
      );
      const close = async () => {
        await page.close();
        await alsoClose?.();
      };
      try {
        engine = new PageEngine(kind, page, server, close, packages);
        await engine.reboot();
        return engine;
      } catch (error) {
        await page.close();
        throw error;
      }
    },
    async close() {
      await browser.close();
      await server.close();
    },
  };
}

class PageEngine {
  kind;
  capabilities = new Set();
  /** For benchmarks: the page behind this engine, with `evaluate(expression)`. */
  page;
  #server;
  #close;
  #listeners = new Map();
  #children = new Map();
  #onData = new Map();

  #requests = 0;
  #stopped = false;
  #packages;

  constructor(kind, page, server, close, packages) {
    this.kind = kind;
    this.page = page;
    this.#packages = packages;
    this.#server = server;
    this.#close = close;
  }

  /** Boots an engine in the page: the first, or a new one in place of one that has failed. */
  async reboot() {
    for (const pid of this.#children.keys()) this.#end(pid, { code: null, signal: 'SIGKILL' });
    this.#children.clear();
    const { capabilities, milliseconds } = await this.call('boot', this.kind, this.#packages ?? null);
    this.capabilities = new Set(capabilities);
    this.bootMilliseconds = milliseconds;
  }

  async call(method, ...args) {
    if (this.#stopped) throw new EngineError('ERR_ENGINE_STOPPED', 'The sandbox was stopped.');
    const result = await this.page.evaluate(`driver.${method}(...${JSON.stringify(args)})`);
    if (result.error) throw revive(result.error);
    return result.value;
  }

  receive(event) {
    if (event.type === 'engine') this.#emit(event.event, event.args);
    else if (event.type === 'data') this.#onData.get(event.id)?.(Buffer.from(event.base64, 'base64'));
    else if (event.type === 'ended') this.#end(event.pid, event.status);
    else {
      const child = this.#child(event.pid);
      if (!child.ended) child.controller.enqueue(event.chunk);
    }
  }

  async mount(tree) {
    const path = this.#server.offer(packTree(tree));
    try {
      await this.call('mountFrom', path);
    } finally {
      this.#server.withdraw(path);
    }
  }

  async readFile(path) {
    return new Uint8Array(Buffer.from(await this.call('readFile', path), 'base64'));
  }

  writeFile(path, data) {
    return this.call('writeFile', path, Buffer.from(data).toString('base64'));
  }

  rm(path) {
    return this.call('rm', path);
  }

  list(path) {
    return this.call('list', path);
  }

  async spawn(command, args, options) {
    const pid = await this.call('spawn', command, args, options);
    return this.#child(pid).process;
  }

  /** For engines that have none: a shell's streams do not come over this line. */
  async openShell(size) {
    await this.call('openShell', size);
    throw new Error('A shell does not come over this line: open it in the page.');
  }

  async request(port, request, { signal, timeout, onData, cause } = {}) {
    signal?.throwIfAborted();
    const id = ++this.#requests;
    if (onData) this.#onData.set(id, onData);
    const abort = () => void this.call('abort', id).catch(() => {});
    signal?.addEventListener('abort', abort, { once: true });
    const body = request.body === undefined ? {} : { body: Buffer.from(request.body).toString('base64') };
    try {
      const response = await this.call(
        'request',
        id,
        port,
        { ...request, ...body },
        timeout,
        onData !== undefined,
        cause,
      );
      return { ...response, body: new Uint8Array(Buffer.from(response.body, 'base64')) };
    } catch (error) {
      throw signal?.aborted ? signal.reason : error;
    } finally {
      signal?.removeEventListener('abort', abort);
      this.#onData.delete(id);
    }
  }

  on(event, listener) {
    const listeners = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  async teardown() {
    if (this.#stopped) return;
    await this.call('teardown');
    this.#stopped = true;
    for (const pid of this.#children.keys()) this.#end(pid, { code: null, signal: 'SIGKILL' });
  }

  async close() {
    await this.teardown().catch(() => {});
    await this.#close();
  }

  #emit(event, args) {
    for (const listener of this.#listeners.get(event) ?? []) listener(...args);
  }

  #child(pid) {
    let child = this.#children.get(pid);
    if (!child) {
      child = { ended: false };
      const output = new ReadableStream({ start: (controller) => void (child.controller = controller) });
      const exit = new Promise((resolve) => void (child.resolveExit = resolve));
      child.process = {
        pid,
        output,
        exit,
        write: (data) => void this.call('write', pid, data).catch(() => {}),
        kill: (signal = 'SIGTERM') => void this.call('kill', pid, signal).catch(() => {}),
      };
      this.#children.set(pid, child);
    }
    return child;
  }

  #end(pid, status) {
    const child = this.#child(pid);
    if (child.ended) return;
    child.ended = true;
    try {
      child.controller.close();
    } catch {
      // The reader cancelled the stream.
    }
    child.resolveExit(status);
  }
}

function revive({ name, message, code, hint, reason }) {
  if (name === 'EngineError') return new EngineError(code, message, { hint, reason });
  return Object.assign(new Error(message), { name, code });
}
