/** A loopback server with the packed engine and an empty page that can drive it. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { headersFor, readShippedHeaders } from '../headers-file.mjs';
import { ensurePacked } from './ensure-packed.mjs';
import { channelScript, createPageChannel } from './page-channel.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.json': 'application/json' };

const page = (head) =>
  `<!doctype html><meta charset="utf-8"><title>Engine</title>${head}<script type="module" src="/driver.js"></script>`;

/**
 * `withChannel`: the page talks to this server, `channel`. `containerHost` serves WebContainers instead of StackBlitz.
 * `packed` is the folder of a packed engine, in place of `public/_engine`; `hold` keeps files of the
 * engine back, and cuts the connection where it rejects.
 *
 * @param {{
 *   withChannel?: boolean,
 *   containerHost?: string,
 *   packed?: string,
 *   hold?: (path: string) => Promise<void> | undefined,
 * }} [options]
 */
export async function startEngineServer({ withChannel = false, containerHost, packed, hold } = {}) {
  if (packed === undefined) await ensurePacked();
  const engineFolder = packed ?? join(root, 'public/_engine');
  const driver = await build({
    entryPoints: [join(root, 'scripts/in-page/page-driver.ts')],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    define: { 'import.meta.env.BASE_URL': '"/"' },
  });
  const rules = readShippedHeaders();
  const uploads = new Map();
  let offered = 0;
  const channel = withChannel ? createPageChannel() : undefined;
  const hostScript = containerHost
    ? `<script>globalThis.WEBCONTAINER_API_IFRAME_URL = ${JSON.stringify(containerHost)}</script>`
    : '';
  const pageText = page(hostScript + (channel ? `<script type="module">${channelScript}</script>` : ''));
  const server = createServer(async (request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, 'http://x').pathname));
    const send = (status, type, body) =>
      response.writeHead(status, { ...headersFor(rules, path), 'content-type': type }).end(body);
    if (path === '/') return send(200, TYPES['.html'], pageText);
    if (channel && path === '/channel') return channel.handle(request, response);
    if (path === '/driver.js') return send(200, TYPES['.js'], driver.outputFiles[0].contents);
    if (uploads.has(path)) return send(200, 'application/octet-stream', uploads.get(path));
    try {
      await hold?.(path);
    } catch {
      return request.destroy();
    }
    try {
      if (!path.startsWith('/_engine/')) throw new Error('not here');
      const file = join(engineFolder, path.slice('/_engine/'.length));
      send(200, TYPES[extname(path)] ?? 'application/octet-stream', readFileSync(file));
    } catch {
      send(404, 'text/plain', 'Not found');
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    channel,
    /** Offers bytes to a page; returns the path they have until `withdraw`. */
    offer(bytes) {
      const path = `/upload/${++offered}`;
      uploads.set(path, bytes);
      return path;
    },
    withdraw: (path) => uploads.delete(path),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(resolve);
      }),
  };
}
