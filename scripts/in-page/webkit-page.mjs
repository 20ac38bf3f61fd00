/**
 * One page of WebKitGTK's small browser, opened through WebKitWebDriver on a display of its own.
 *
 * Classic WebDriver has no events, so the page talks to the server that it came from (`page-channel.mjs`).
 */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { endWithThisProgram } from './end-with-this-program.mjs';
import { findWebKit } from './find-other-browser.mjs';

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Starts an X server without a screen; resolves to it and to its display's name. */
async function startDisplay(path) {
  const child = spawn(path, ['-displayfd', '3', '-screen', '0', '1024x768x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    detached: true,
  });
  const end = endWithThisProgram(child);
  const name = await new Promise((resolve, reject) => {
    createInterface({ input: child.stdio[3] }).once('line', (line) => resolve(`:${line.trim()}`));
    child.on('error', reject);
    child.on('close', (code) => reject(new Error(`Xvfb ended with ${code} before it was ready.`)));
  });
  return { name, end };
}

/** Resolves once a server answers at `url`. */
async function answering(url, child) {
  let ended = false;
  child.on('close', () => {
    ended = true;
  });
  for (;;) {
    try {
      return await (await fetch(url)).json();
    } catch (error) {
      if (ended) throw error;
      // Nothing tells when the driver listens.
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/** As `openChromiumPage`; `channel` is the page's line to its server. */
export async function openWebKitPage(url, onReport, channel) {
  const found = findWebKit();
  if (!found) {
    throw new Error(
      'WebKit needs `WebKitWebDriver`, its `MiniBrowser` and `Xvfb` (Debian: `webkit2gtk-driver xvfb`).',
    );
  }
  const home = await mkdtemp(join(tmpdir(), 'safety-net-webkit-'));
  const endings = [];
  const close = async () => {
    for (const end of endings.reverse()) await end();
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const display = await startDisplay(found.display);
    endings.push(display.end);
    const port = await freePort();
    const driver = spawn(found.driver, [`--port=${port}`, '--host=127.0.0.1'], {
      stdio: 'ignore',
      detached: true,
      env: {
        ...process.env,
        DISPLAY: display.name,
        HOME: home,
        XDG_RUNTIME_DIR: home,
        WEBKIT_DISABLE_COMPOSITING_MODE: '1',
        LIBGL_ALWAYS_SOFTWARE: '1',
        GDK_BACKEND: 'x11',
      },
    });
    const ended = new Promise((resolve) => driver.on('close', resolve));
    const end = endWithThisProgram(driver);
    endings.push(async () => {
      end();
      await ended;
    });
    const address = `http://127.0.0.1:${port}`;
    await answering(`${address}/status`, driver);
    const command = async (method, path, body) => {
      const response = await fetch(`${address}${path}`, {
        method,
        ...(body === undefined
          ? {}
          : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      });
      const { value } = await response.json();
      if (!response.ok) throw new Error(`WebDriver: ${value.message} (${value.error})`);
      return value;
    };
    const { sessionId, capabilities } = await command('POST', '/session', {
      capabilities: {
        alwaysMatch: {
          'webkitgtk:browserOptions': { binary: found.browser, args: ['--automation'] },
        },
      },
    });
    // The browser is the driver's child in a group of its own: it goes when its session does.
    endings.push(() => command('DELETE', `/session/${sessionId}`).catch(() => {}));
    const connected = channel.open(onReport);
    await command('POST', `/session/${sessionId}/url`, { url });
    await connected;
    return {
      browser: `WebKitGTK ${capabilities.browserVersion}`,
      evaluate: (expression) => channel.evaluate(expression),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
