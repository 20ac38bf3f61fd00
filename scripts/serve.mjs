// Serves the built site: `node scripts/serve.mjs [--port 4321] [--host 127.0.0.1] [--root dist]`.
// Also a module: `serveSite({ root, port, host })` resolves to `{ url, port, close }`.

import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { headersFor, headersForBrowser, parseHeadersFile } from './headers-file.mjs';

const types = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.md': 'text/markdown; charset=utf-8',
  '.xml': 'application/xml; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.wasm': 'application/wasm',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.avif': 'image/avif',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};
const compressible = /^(?:text\/|application\/(?:json|xml|wasm|manifest)|image\/svg)/;
const [brotli, zip] = [promisify(brotliCompress), promisify(gzip)];

/** Everything about a file that does not change while the file does not: bytes, tag and compressed forms. */
async function loadFile(path) {
  const bytes = await readFile(path);
  const type = types[extname(path)] ?? 'application/octet-stream';
  const etag = createHash('sha256').update(bytes).digest('base64url').slice(0, 22);
  const forms = { identity: Promise.resolve(bytes) };
  if (compressible.test(type) && bytes.length > 200) {
    // The last step of brotli costs ten times the time: only for what is small.
    const quality = bytes.length < 200_000 ? 11 : 9;
    const params = {
      [constants.BROTLI_PARAM_QUALITY]: quality,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    };
    forms.br = brotli(bytes, { params });
    forms.gzip = zip(bytes, { level: 9 });
  }
  return { type, etag, forms };
}

class Site {
  constructor(root, rules) {
    this.root = root;
    this.rules = rules;
    this.files = new Map();
  }

  static async open(folder) {
    const root = await realpath(folder);
    const path = join(root, '_headers');
    const site = new Site(root, existsSync(path) ? parseHeadersFile(await readFile(path, 'utf8')) : []);
    await site.warm(root);
    return site;
  }

  /** Begins to compress every file, so that the first visitor does not wait for it. */
  async warm(folder) {
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) await this.warm(path);
      else await this.file(path);
    }
  }

  /** The file, loaded anew when it has changed; `undefined` where there is none inside the root. */
  async file(path) {
    const full = await realpath(path).catch(() => undefined);
    if (full === undefined || !full.startsWith(this.root + sep)) return undefined;
    const { mtimeMs, size } = await stat(full);
    const version = `${mtimeMs} ${size}`;
    const kept = this.files.get(full);
    if (kept?.version === version) return kept.file;
    const file = loadFile(full);
    this.files.set(full, { version, file });
    return file;
  }

  /** What lies at a URL path: a file, a redirect to the folder's address, or nothing. */
  async find(pathname) {
    const path = resolve(this.root, `.${pathname}`);
    if (path !== this.root && !path.startsWith(this.root + sep)) return {};
    const found = await stat(path).catch(() => undefined);
    if (!found) return {};
    if (!found.isDirectory()) return pathname.endsWith('/') ? {} : { file: await this.file(path) };
    if (!pathname.endsWith('/')) return { redirect: `${pathname}/` };
    return { file: await this.file(join(path, 'index.html')) };
  }
}

async function answer(site, request, response) {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { Allow: 'GET, HEAD' }).end();
    return;
  }
  let pathname;
  try {
    pathname = decodeURIComponent((request.url ?? '/').split(/[?#]/, 1)[0]);
  } catch {
    pathname = '\0';
  }
  if (!pathname.startsWith('/') || pathname.includes('\0') || pathname.includes('\\')) {
    response
      .writeHead(400, { 'Content-Type': 'text/plain; charset=utf-8' })
      .end('This address cannot be read.\n');
    return;
  }
  const { file, redirect } = pathname === '/_headers' ? {} : await site.find(pathname);
  if (redirect) {
    // A path that begins with two slashes would name another host.
    response.writeHead(308, { Location: encodeURI(redirect.replace(/^\/+/, '/')) }).end();
    return;
  }
  const sent = file ?? (await site.file(join(site.root, '404.html')));
  const status = file ? 200 : 404;
  if (!sent) {
    response.writeHead(404, { 'Content-Type': 'text/plain; charset=utf-8' }).end('There is no such page.\n');
    return;
  }
  const encoding = chooseEncoding(request.headers['accept-encoding'] ?? '', sent.forms);
  const headers = {
    'Content-Type': sent.type,
    'Cache-Control': 'no-cache',
    Vary: 'Accept-Encoding, User-Agent',
    ETag: `"${sent.etag}-${encoding}"`,
    ...(encoding === 'identity' ? {} : { 'Content-Encoding': encoding }),
    ...headersForBrowser(headersFor(site.rules, pathname), request.headers['user-agent']),
  };
  if (status === 404) headers['Cache-Control'] = 'no-cache';
  if (status === 200 && request.headers['if-none-match'] === headers.ETag) {
    response.writeHead(304, headers).end();
    return;
  }
  const body = await sent.forms[encoding];
  response.writeHead(status, { ...headers, 'Content-Length': body.length });
  response.end(request.method === 'HEAD' ? undefined : body);
}

function chooseEncoding(accepted, forms) {
  const refused = (name) => new RegExp(`\\b${name}\\s*;\\s*q=0(?:\\.0*)?(?:,|$)`).test(accepted);
  for (const name of ['br', 'gzip']) {
    if (forms[name] && new RegExp(`\\b${name}\\b`).test(accepted) && !refused(name)) return name;
  }
  return 'identity';
}

const loopback = new Set(['127.0.0.1', 'localhost', '::1']);

function listen(server, port, host) {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve(server.address().port);
    });
  });
}

/**
 * Serves a built site. `port` 0 takes any; a port that is taken is left for the next one that is free.
 * Loopback only unless `host` says otherwise.
 *
 * @param {{ root?: string, port?: number, host?: string, say?: (text: string) => void }} [options]
 */
export async function serveSite({ root = 'dist', port = 4321, host = '127.0.0.1', say = () => {} } = {}) {
  if (!existsSync(join(root, 'index.html'))) {
    throw new Error(`There is no built site in \`${root}\`: run \`npm run build\` first.`);
  }
  const site = await Site.open(root);
  const handle = (request, response) => {
    answer(site, request, response).catch((error) => {
      console.error(error);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  };
  const servers = [createServer(handle)];
  const first = loopback.has(host) ? '127.0.0.1' : host;
  let bound;
  for (let wanted = port; bound === undefined; wanted++) {
    try {
      bound = await listen(servers[0], wanted, first);
    } catch (error) {
      if (error.code !== 'EADDRINUSE' || wanted >= port + 50) throw error;
      say(`Port ${wanted} is taken; trying ${wanted + 1}.`);
    }
  }
  if (loopback.has(host)) {
    // Some systems resolve `localhost` to the IPv6 address only; machines without IPv6 go without.
    const second = createServer(handle);
    if (
      await listen(second, bound, '::1').then(
        () => true,
        () => false,
      )
    )
      servers.push(second);
  }
  const shown = loopback.has(host) ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return {
    port: bound,
    url: `http://${shown}:${bound}`,
    async close() {
      for (const server of servers) {
        server.closeAllConnections();
        await new Promise((done) => server.close(done));
      }
    },
  };
}

if (process.argv[1] && fileURLToPath(import.meta.url) === (await realpath(process.argv[1]))) {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: process.env.PORT ?? '4321' },
      host: { type: 'string', default: '127.0.0.1' },
      root: { type: 'string', default: fileURLToPath(new URL('../dist', import.meta.url)) },
    },
  });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    console.error(`\`--port ${values.port}\`: a port is a whole number from 0 to 65535.`);
    process.exit(2);
  }
  try {
    const site = await serveSite({ root: values.root, port, host: values.host, say: console.log });
    console.log(`Safety Net is at ${site.url} (Ctrl+C ends it)`);
    for (const signal of ['SIGINT', 'SIGTERM'])
      process.once(signal, () => void site.close().then(() => process.exit(0)));
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}
