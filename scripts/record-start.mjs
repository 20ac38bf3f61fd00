/**
 * Writes `start-record.json`: what a server on Express needs of Node's library and of its packages until it has given
 * its first response, seen in the page. Run it again when Node, Express or the engine's way to start have changed:
 *
 *     node scripts/record-start.mjs
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { noteCalls } from './cut-functions.mjs';
import { openEngine } from './in-page.mjs';
import { onNode24 } from './node-24.mjs';
import { packEngine } from './pack-engine.mjs';
import { startRecord } from './start-record.mjs';
import { readableWorker, workerFunctions } from './worker-bundle.mjs';

const HOME = '/home/learner/';
const BODY = `
const app = express();
app.use(express.json());
app.use((req, res, next) => { res.on('finish', () => console.log(req.method, req.originalUrl, res.statusCode)); next(); });
app.get('/', (req, res) => { res.json({ ok: true, path: readFileSync(process.argv[1], 'utf8').length > 0 }); });
app.get('/text', (req, res) => { res.status(200).type('text').set('x-request-id', 'a').send('é'.repeat(5000)); });
app.get('/notes/:id', async (req, res) => {
  await new Promise((resolve) => setTimeout(resolve, Number(req.query.wait)));
  setImmediate(() => process.nextTick(() => res.end(req.params.id)));
});
app.post('/', async (req, res) => { res.status(201).json(req.body); });
app.get('/boom', () => { throw new Error('boom'); });
app.get('/later', async (req) => {
  await null;
  throw Object.assign(new TypeError('later'), { status: 409, cause: new Error('why') });
});
app.get('/record', async (req, res) => {
  const { createRequire } = await import('node:module');
  res.end(JSON.stringify({
    modules: process.moduleLoadList.filter((name) => name.startsWith('NativeModule ')).map((name) => name.slice(13)),
    files: Object.keys(createRequire('/home/learner/app/').cache),
    called: [...$called],
  }));
});
app.use((err, req, res, next) => {
  if (err.status === undefined) return next(err);
  console.error(err.message);
  res.status(err.status).json({ error: err.message });
});
const server = app.listen(process.env.PORT ?? 3000, () => { console.log(\`listening on \${server.address().port}\`); });
process.on('SIGTERM', () => server.close());
setInterval(() => {}, 10).unref();
`;
const PROGRAMS = {
  'server.mjs': `import express from 'express';const { readFileSync } = process.getBuiltinModule('node:fs');${BODY}`,
  'server.cjs': `const express = require('express');const { readFileSync } = require('node:fs');${BODY}`,
};
/** Everything comes late, and is called as before. */
const NOTHING = {
  uncalled: [],
  modules: [],
  functions: {},
  ready: startRecord.modules,
  packages: { texts: [], functions: {}, compiled: startRecord.packages.compiled },
};

/** A statement that notes a call, by a name that every script of the worker sees. */
const note = (name) => (key) => `$called.add(${JSON.stringify(`${name} ${key}`)})`;

function edit(name, source) {
  if (name === 'worker') return noteCalls(source, note(name), workerFunctions(source));
  if (!/^node:|\.c?js$/.test(name)) return source;
  try {
    return noteCalls(source, note(name));
  } catch {
    // A module in a package of its own kind; none of Express's.
    return source;
  }
}

async function record(engine, file, source) {
  await engine.mount({ [file]: { file: { contents: source } } });
  const ready = new Promise((resolve) => engine.on('server-ready', resolve));
  const child = await engine.spawn('node', [file]);
  await ready;
  const headers = [['content-type', 'application/json']];
  const post = (text) =>
    engine.request(3000, { method: 'POST', path: '/', headers, body: Buffer.from(text) });
  const get = (path) => engine.request(3000, { method: 'GET', path, headers: [] });
  await get('/');
  await post('{"title":"Pnin"}');
  await post(JSON.stringify({ title: 'é'.repeat(5000) }));
  await post('{"title":');
  for (const path of ['/text', '/boom', '/later', '/nowhere']) await get(path);
  // Long enough for what the library does once a second.
  await get('/notes/1?wait=1200');
  const { body } = await engine.request(3000, { method: 'GET', path: '/record', headers: [] });
  child.kill('SIGKILL');
  await child.exit;
  return JSON.parse(Buffer.from(body).toString());
}

function grouped(called) {
  const groups = Map.groupBy(called.sort(), (entry) => entry.slice(0, entry.indexOf(' ')));
  return [...groups].map(([name, entries]) => [
    name,
    entries.map((entry) => entry.slice(name.length + 1)).filter((key) => key !== ''),
  ]);
}

/** Without what only the question for the record needs. */
async function main() {
  const packed = mkdtempSync(join(tmpdir(), 'safety-net-record-'));
  try {
    await packEngine(packed, { record: NOTHING, prelude: '"use strict";const $called = new Set();', edit });
    const engine = await openEngine({ packages: ['express'], packed });
    const seen = [];
    for (const [file, source] of Object.entries(PROGRAMS)) seen.push(await record(engine, file, source));
    await engine.close();
    const files = [...new Set(seen.flatMap((each) => each.files))].map((path) => path.slice(HOME.length));
    const inPackages = files.filter((path) => path.startsWith('node_modules/'));
    const called = new Map(grouped([...new Set(seen.flatMap((each) => each.called))]));
    const ran = [...called.keys()]
      .filter((name) => name.startsWith('node:'))
      .map((name) => name.slice('node:'.length));
    // Node lists modules, and not the scripts that it runs itself.
    const modules = [...new Set([...seen.flatMap((each) => each.modules), ...ran])];
    const compiled = inPackages.filter((path) => /\.c?js$/.test(path));
    const read = (path) => !compiled.includes(path) || path === 'node_modules/express/index.js';
    const folders = new Set(inPackages.map((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)[0]));
    const ofWorker = new Set(called.get('worker'));
    const uncalled = workerFunctions(await readableWorker()).map(({ key }) => key);
    const recorded = {
      uncalled: uncalled.filter((key) => !ofWorker.has(key)),
      modules,
      functions: Object.fromEntries(ran.map((id) => [`node:${id}`, called.get(`node:${id}`)])),
      packages: {
        texts: [
          ...new Set([...inPackages.filter(read), ...[...folders].map((folder) => `${folder}/package.json`)]),
        ],
        functions: Object.fromEntries(
          compiled.filter((path) => !read(path)).map((path) => [path, called.get(path) ?? []]),
        ),
        compiled,
      },
    };
    writeFileSync(new URL('start-record.json', import.meta.url), `${JSON.stringify(recorded, null, 1)}\n`);
    console.log(`${modules.length} modules, ${compiled.length} files, ${called.size} with calls.`);
  } finally {
    rmSync(packed, { recursive: true });
  }
}

if (onNode24(import.meta.url)) await main();
