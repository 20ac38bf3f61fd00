/** The packages that a sandbox can have, with all that those need, from `node_modules`. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { shippedPackages } from '../src/engine/shipped-packages.ts';
import { compileScript } from '../src/runtime/transform/compile-script.ts';
import { cutFunctions, functionsOf } from './cut-functions.mjs';
import { hideComments, withoutHidden } from './library-comments.mjs';
import { trimPackage } from './package-trims.mjs';

const NOTHING = { texts: [], functions: {}, compiled: [] };

/** What no program reads: documents, types, tests, maps, and builds for other runtimes. */
const UNNEEDED =
  /(?:^|\/)(?:test|tests|docs?|examples?|benchmarks?|\.github|__tests__)\/|\.(?:md|markdown|d\.[cm]?ts|map|flow|yml|lock)$|(?:^|\/)(?:\.[^/]+|LICENSE[^/]*|HISTORY[^/]*|CHANGELOG[^/]*|README[^/]*|tsconfig\.json)$/i;

/** Dependencies that are for building a site, not for running a server. */
const NOT_AT_RUN_TIME = ['@sentry/bundler-plugins'];

/** What is left out of a package beyond that, and why it can be. */
const LEFT_OUT = {
  // One of two builds is enough: `import` resolves to the CommonJS one, whose exports have the same names.
  '@sentry': /(?:^|\/)build\/(?:esm|types)\/|\.mjs$/,
  ejs: /^ejs(?:\.min)?\.js$/,
  hono: /^dist\/types\//,
  nunjucks: /^(?:browser|bin)\//,
  opossum: /^dist\//,
};

function* filesOf(directory, prefix = '') {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    if (entry.name === 'node_modules') continue;
    const path = `${prefix}${entry.name}`;
    if (entry.isDirectory()) yield* filesOf(join(directory, entry.name), `${path}/`);
    else if (entry.isFile() && !UNNEEDED.test(path)) yield path;
  }
}

/** Finds a package as Node would, from the folder of the one that needs it. */
function findPackage(root, from, name) {
  for (let folder = from; ; folder = folder.slice(0, folder.lastIndexOf('/node_modules'))) {
    const candidate = `${folder}/node_modules/${name}`;
    if (existsSync(join(root, candidate, 'package.json'))) return candidate.replace(/^\//, '');
    if (folder === '') return undefined;
  }
}

const readManifest = (root, path) => JSON.parse(readFileSync(join(root, path, 'package.json'), 'utf8'));

/** The folders of a package and of all that it needs. */
function closureOf(root, shipped) {
  const found = new Set();
  const queue = [['', shipped]];
  while (queue.length > 0) {
    const [from, name] = queue.shift();
    const path = findPackage(root, from, name);
    if (!path) throw new Error(`The package \`${name}\` is not installed: run \`npm ci\`.`);
    if (found.has(path)) continue;
    found.add(path);
    for (const dependency of Object.keys(readManifest(root, path).dependencies ?? {})) {
      if (!NOT_AT_RUN_TIME.includes(dependency)) queue.push([`/${path}`, dependency]);
    }
  }
  return found;
}

/**
 * The packs, each with what the same packages need, and which packs each package needs: nothing is packed twice, and
 * nothing is downloaded that no wanted package needs.
 */
export function collectPackages(root, { names = shippedPackages, start = NOTHING, edit } = {}) {
  const users = new Map();
  for (const name of names) {
    for (const folder of closureOf(root, name)) users.set(folder, [...(users.get(folder) ?? []), name]);
  }
  const groups = Map.groupBy([...users].sort(), ([, group]) => group.join('+'));
  const packs = [...groups].map(([name, members]) => ({
    name,
    ...packFolders(
      root,
      members.map(([folder]) => folder),
      start,
      edit,
    ),
  }));
  const needs = Object.fromEntries(
    names.map((name) => [
      name,
      packs.filter((pack) => pack.name.split('+').includes(name)).map((pack) => pack.name),
    ]),
  );
  return { packs, needs };
}

/**
 * A pack as `PackedPackages` of `src/runtime/kernel/page-messages.ts` and as `WholePack` of `src/runtime/code-store.ts`; `start`
 * says what a start needs: files as they are, and functions of files.
 */
function packFolders(root, folders, start, edit = (_path, text) => text) {
  const files = [];
  const texts = [];
  for (const folder of folders) {
    const name = folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length);
    const leftOut = LEFT_OUT[name] ?? LEFT_OUT[name.split('/')[0]];
    const sources = [...filesOf(join(root, folder))]
      .filter((file) => !leftOut?.test(file))
      .map((file) => [file, readFileSync(join(root, folder, file), 'utf8')]);
    for (const [file, source] of trimPackage(name, sources)) {
      const content =
        file === 'package.json' ? slimManifest(name, source) : edit(`${folder}/${file}`, source);
      files.push({ path: `${folder}/${file}`, size: Buffer.byteLength(content) });
      texts.push(content);
    }
  }
  const indexOf = new Map(files.map(({ path }, index) => [path, index]));
  const early = Object.entries(start.functions)
    .filter(([path]) => indexOf.has(path))
    .map(([path, keys]) => {
      const index = indexOf.get(path);
      const source = instrumentedInPlace(texts[index]);
      const functions = functionsOf(source);
      // A body that is compiled apart is compiled as it stands in the whole text.
      const edited = functions.filter(
        ({ node }) => !texts[index].includes(source.slice(node.start, node.end)),
      );
      const kept = new Set([...keys, ...edited.map(({ key }) => key)]);
      const { code, cuts } = cutFunctions(hideComments(source), (key) => kept.has(key), functions);
      return [index, { code: withoutHidden(code), cuts, isEdited: source !== texts[index] }];
    });
  const plain = early.map(([index]) => index).filter((index) => isPlain(instrumentedInPlace(texts[index])));
  const cut = early.filter(([, { cuts, isEdited }]) => cuts.length > 0 || isEdited);
  const asTheyAre = [
    ...start.texts.filter((path) => indexOf.has(path)).map((path) => indexOf.get(path)),
    ...early.filter((each) => !cut.includes(each)).map(([index]) => index),
  ];
  return {
    start: {
      files,
      texts: Object.fromEntries(asTheyAre.map((index) => [index, texts[index]])),
      code: Object.fromEntries(cut.map(([index, { code }]) => [index, code])),
      plain,
      start: start.compiled.filter((path) => indexOf.has(path)).map((path) => indexOf.get(path)),
    },
    whole: { texts, plain, cuts: Object.fromEntries(cut.map(([index, { cuts }]) => [index, cuts])) },
  };
}

const ENVELOPE = { kind: 'commonjs', name: '/node_modules/', header: () => '', footer: '' };

/** The source as it is compiled, where all of it keeps its place in that; otherwise as it is. */
function instrumentedInPlace(source) {
  const { code, positions } = compileScript(source, ENVELOPE);
  const lines = code.split('\n');
  const isInPlace = lines.every((text, index) => {
    const end = positions.original(index + 1, text.length + 1);
    return end?.line === index + 1 && end.column === text.length + 1;
  });
  return isInPlace && code.length === source.length ? code : source;
}

/** Whether a file of a package runs as it is: that is known here, and costs a parse where it is not. */
function isPlain(source) {
  return compileScript(source, ENVELOPE).code === source;
}

/** The fields of a package's manifest that resolving and running it can need. */
function slimManifest(name, source) {
  const manifest = JSON.parse(source);
  if (name.startsWith('@sentry/')) manifest.exports = withoutImport(manifest.exports);
  const kept = [
    'name',
    'version',
    'type',
    'main',
    'module',
    'exports',
    'imports',
    'bin',
    'dependencies',
    'engines',
  ];
  return JSON.stringify(
    Object.fromEntries(kept.filter((key) => key in manifest).map((key) => [key, manifest[key]])),
  );
}

/** A copy of `exports` in which `import` leads to the CommonJS build as well. */
function withoutImport(targets) {
  if (typeof targets !== 'object' || targets === null) return targets;
  if ('require' in targets) return withoutImport(targets.require);
  return Object.fromEntries(Object.entries(targets).map(([key, value]) => [key, withoutImport(value)]));
}
