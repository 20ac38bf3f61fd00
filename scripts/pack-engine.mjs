/**
 * Packs the embedded engine into `public/_engine/`: the kernel's frame, the worker, Node's library with its facts, and
 * the packages that every sandbox has. Nothing of it is committed; run it again whenever a source or a version changes.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { awaitNames, instrumentAwait } from '../src/runtime/transform/instrument-await.ts';
import { parseSource } from '../src/runtime/transform/parse.ts';
import { PROMISE_MAKER } from '../src/runtime/transform/promise-makers.ts';
import { SourceEdits } from '../src/runtime/transform/source-edits.ts';
import { childrenOf } from '../src/runtime/transform/syntax-tree.ts';
import { instrumentThrows } from '../src/runtime/transform/throw-sites.ts';
import { cutFunctions } from './cut-functions.mjs';
import { withoutComments } from './library-comments.mjs';
import { patchLibrary } from './library-patches.mjs';
import { readFacts, readLibrary } from './node-library.mjs';
import { collectPackages } from './sandbox-packages.mjs';
import { standInModules } from './stand-in-modules.mjs';
import { readyModules, startRecord } from './start-record.mjs';
import { bundleWorker, readableWorker } from './worker-bundle.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** The light stand-in for amaro, as a module of Node's library; it parses with the library's own acorn. */
async function bundleTypeStripper() {
  const result = await build({
    entryPoints: [join(root, 'src/runtime/transform/typescript/strip-types.ts')],
    bundle: true,
    write: false,
    format: 'cjs',
    target: 'es2022',
    minify: true,
    legalComments: 'none',
    logLevel: 'warning',
    alias: { acorn: 'internal/deps/acorn/acorn/dist/acorn' },
    external: ['internal/deps/acorn/acorn/dist/acorn'],
  });
  return result.outputFiles[0].text;
}

async function bundle(entry) {
  const result = await build({
    entryPoints: [join(root, entry)],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    minify: process.env.SAFETY_NET_READABLE !== '1',
    keepNames: false,
    legalComments: 'none',
    logLevel: 'warning',
  });
  return result.outputFiles[0].text;
}

const FRAME_CSP = [
  "default-src 'none'",
  "script-src 'unsafe-inline' 'unsafe-eval' 'wasm-unsafe-eval' blob:",
  'worker-src blob: data:',
].join('; ');

/** JSON as a part of a document: nothing in it ends the part, and its text takes one byte for each character. */
function documentPart(id, value) {
  const escaped = (text) => `\\u${text.charCodeAt(0).toString(16).padStart(4, '0')}`;
  const json = JSON.stringify(value).replace(/<(?=[!/s])|[^\0-\x7f]/gi, escaped);
  return `<script type="application/json" id="${id}">${json}</script>`;
}

/**
 * The document of the sandbox. The kernel's script stands between the parts that it takes, so that a worker is made
 * while the library arrives.
 */
function frame(kernel, workerSource, library) {
  const head = `<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${FRAME_CSP}"><title>Sandbox</title>`;
  const script = `<script>${kernel.replaceAll('</script', '<\\/script')}</script>`;
  return `${head}${documentPart('worker', workerSource)}${script}${documentPart('library', library)}\n`;
}

/** The program that lives in a container, one file for the container's own Node. */
async function bundleAgent() {
  const result = await build({
    entryPoints: [join(root, 'src/engine/webcontainer/guest/agent.ts')],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    minify: process.env.SAFETY_NET_READABLE !== '1',
    legalComments: 'none',
    logLevel: 'warning',
  });
  return result.outputFiles[0].text;
}

/** The one document of this site that asks another host; tests have a host of their own. */
const CONTAINER_CSP = [
  "default-src 'none'",
  "script-src 'unsafe-inline'",
  'frame-src https://stackblitz.com http://localhost:*',
  'connect-src https://stackblitz.com http://localhost:*',
].join('; ');

/** The frame of a WebContainer's client, which is the package's own, unchanged; its licence goes with it. */
async function containerFrame() {
  const result = await build({
    entryPoints: [join(root, 'src/engine/webcontainer/frame/main.ts')],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    minify: process.env.SAFETY_NET_READABLE !== '1',
    legalComments: 'none',
    logLevel: 'warning',
    define: { GUEST_AGENT: JSON.stringify(await bundleAgent()) },
  });
  const licence = readFileSync(join(root, 'node_modules/@webcontainer/api/LICENSE'), 'utf8');
  const script = result.outputFiles[0].text.replaceAll('</script', '<\\/script');
  return `<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${CONTAINER_CSP}"><title>WebContainer</title><!--\n${licence}\n--><body><script>${script}</script>\n`;
}

/** The file's name with a hash of its content before the extension, so that it can be cached for ever. */
function hashedName(name, content) {
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 12);
  return name.replace(/\.(?=[^.]+$)/, `.${hash}.`);
}

/** Parts of the library that hand out no promise which they themselves may reject later. */
const HANDLES_ITS_PROMISES = /^internal\/(?:bootstrap|main|modules|per_context|process)\//;

/** As `notePromiseMakers`, for the library's own names. */
function notePromises(node, edits) {
  const { type, callee } = node;
  if (type === 'NewExpression' && callee.name === 'Promise')
    edits.replace(callee.start, callee.end, PROMISE_MAKER);
  if (type === 'CallExpression' && callee.name === 'PromiseWithResolvers')
    edits.before(node.end - 1, PROMISE_MAKER);
  for (const child of childrenOf(node)) notePromises(child, edits);
}

/**
 * A module of the library that keeps contexts across `await` and knows where it throws, with the places where its
 * columns leave those of the source: `[line, column, how far the source is behind]`, in order. An insertion is told by
 * the column of its last character alone; where it began follows from the distance before.
 */
export function instrumentLibrary(id, source) {
  const program = parseSource(source, 'commonjs');
  const edits = new SourceEdits(source);
  instrumentAwait(program, edits, awaitNames(source));
  if (!HANDLES_ITS_PROMISES.test(id)) notePromises(program, edits);
  instrumentThrows(program, edits, `node:${id}`);
  if (edits.isEmpty) return { code: source, shifts: [] };
  const { code, positions } = edits.apply();
  const before = source.split('\n');
  const shifts = code.split('\n').flatMap((text, index) => {
    if (text === before[index]) return [];
    const line = index + 1;
    const found = [];
    let shift = 0;
    for (let column = 1; column <= text.length; column++) {
      const original = positions.original(line, column);
      const here = original ? column - original.column : shift;
      if (here === shift) continue;
      const last = found.at(-1);
      if (here === shift + 1 && last?.[1] === column - 1 && last[2] === shift) found.pop();
      found.push([line, column, here]);
      shift = here;
    }
    return found;
  });
  return { code, shifts };
}

/** Node's library, and where the columns of its instrumented modules leave those of Node's sources. */
async function buildLibrary() {
  const sources = { ...patchLibrary(readLibrary()), ...standInModules() };
  const columnShifts = {};
  for (const [id, source] of Object.entries(sources)) {
    if (id.startsWith('internal/facts/')) continue;
    const instrumented = instrumentLibrary(id, withoutComments(source));
    sources[id] = instrumented.code;
    if (instrumented.shifts.length > 0) columnShifts[id] = instrumented.shifts;
  }
  return { sources, columnShifts };
}

/**
 * @param {string} [out]
 * @param {object} [options] for other packs than that of the site: `record` of what a start needs, a `prelude` of the
 *   worker's script, and `edit(name, source)` for what programs run
 */
export async function packEngine(
  out = join(root, 'public/_engine'),
  { record = startRecord, prelude = '', edit } = {},
) {
  const { sources, columnShifts } = await buildLibrary();
  const ready = readyModules({ modules: record.ready ?? record.modules }, sources);
  const [start, cuts] = [{}, {}];
  for (const id of record.modules) {
    if (sources[id] === undefined) continue;
    const called = record.functions[`node:${id}`] ?? [];
    const cut = cutFunctions(sources[id], (key) => called.includes(key));
    start[id] = cut.code;
    cuts[id] = cut.cuts;
  }
  for (const id of edit ? Object.keys(sources) : []) {
    if (!id.startsWith('internal/facts/')) sources[id] = edit(`node:${id}`, sources[id]);
  }
  sources['internal/deps/amaro/dist/index'] = await bundleTypeStripper();
  const readable = await readableWorker();
  const worker = await bundleWorker(
    edit ? edit('worker', readable) : readable,
    new Set(record.uncalled),
    prelude,
  );
  const kernel = await bundle('src/runtime/kernel/main.ts');
  const container = await containerFrame();
  const facts = { ...readFacts(), start: ready };
  mkdirSync(out, { recursive: true });
  const written = new Set();
  const write = (name, content) => {
    const hashed = hashedName(name, content);
    writeFileSync(join(out, hashed), content);
    written.add(hashed);
    return hashed;
  };
  const writeWhole = (name, whole) => {
    const text = JSON.stringify(whole);
    return { whole: write(`${name}.json`, text), wholeSize: Buffer.byteLength(text) };
  };
  const writeSplit = (name, start, whole) => ({
    start: write(`${name}.start.json`, JSON.stringify(start)),
    ...writeWhole(name, whole),
  });
  const { packs, needs } = collectPackages(root, { start: record.packages, edit });
  const packFiles = new Map(
    packs.map(({ name, start, whole }, index) => [name, writeSplit(`packages-${index}`, start, whole)]),
  );
  const wholeWorker = writeWhole('worker', worker.whole);
  const wholeLibrary = writeWhole('library', { sources, columnShifts, cuts });
  // The names by which the kernel knows its files: `src/runtime/code-store.ts`.
  const lateSizes = { worker: wholeWorker.wholeSize, library: wholeLibrary.wholeSize };
  const manifest = {
    frame: write('sandbox.html', frame(kernel, worker.start, { facts, sources: start, lateSizes })),
    container: write('container.html', container),
    worker: wholeWorker,
    library: wholeLibrary,
    packages: Object.fromEntries(
      Object.entries(needs).map(([name, needed]) => [name, needed.map((pack) => packFiles.get(pack))]),
    ),
  };
  // The manifest is replaced in one step, and old files go last: somebody may be loading an engine meanwhile.
  writeFileSync(join(out, 'manifest.json.new'), `${JSON.stringify(manifest)}\n`);
  renameSync(join(out, 'manifest.json.new'), join(out, 'manifest.json'));
  const kept = new Set([...written, 'manifest.json', 'NODE-LICENSE.txt']);
  for (const name of readdirSync(out)) if (!kept.has(name)) rmSync(join(out, name), { force: true });
  // Node's library is packed here, so its licence goes with it.
  const licence = new URL('../LICENSE', `file://${process.execPath}`);
  try {
    writeFileSync(join(out, 'NODE-LICENSE.txt'), readFileSync(licence));
  } catch {
    writeFileSync(join(out, 'NODE-LICENSE.txt'), 'https://github.com/nodejs/node/blob/main/LICENSE\n');
  }
  return manifest;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const started = performance.now();
  await packEngine();
  console.log(
    `Packed the engine into public/_engine in ${((performance.now() - started) / 1000).toFixed(1)} s.`,
  );
}
