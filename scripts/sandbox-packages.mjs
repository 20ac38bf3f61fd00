/** The packages that every sandbox has: what the lessons import, with all that those need, from `node_modules`. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const PACKAGES = ['express'];

/** What no program reads: documents, types, tests, maps, and builds for other runtimes. */
const UNNEEDED =
  /(?:^|\/)(?:test|tests|docs?|examples?|benchmarks?|\.github|__tests__)\/|\.(?:md|markdown|d\.[cm]?ts|map|flow|yml|lock)$|(?:^|\/)(?:\.[^/]+|LICENSE[^/]*|HISTORY[^/]*|CHANGELOG[^/]*|README[^/]*|tsconfig\.json)$/i;

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

/** `PackedPackages` of `src/runtime/kernel/kernel.ts`. */
export function collectPackages(root, names = PACKAGES) {
  const found = new Set();
  const queue = names.map((name) => ['', name]);
  while (queue.length > 0) {
    const [from, name] = queue.shift();
    const path = findPackage(root, from, name);
    if (!path) throw new Error(`The package \`${name}\` is not installed: run \`npm ci\`.`);
    if (found.has(path)) continue;
    found.add(path);
    const manifest = JSON.parse(readFileSync(join(root, path, 'package.json'), 'utf8'));
    for (const dependency of Object.keys(manifest.dependencies ?? {})) queue.push([`/${path}`, dependency]);
  }
  const files = [];
  const texts = [];
  for (const path of [...found].sort()) {
    for (const file of filesOf(join(root, path))) {
      const source = readFileSync(join(root, path, file), 'utf8');
      const content = file === 'package.json' ? slimManifest(source) : source;
      files.push({ path: `${path}/${file}`, size: Buffer.byteLength(content) });
      texts.push(content);
    }
  }
  return { files, texts };
}

/** The fields of a package's manifest that resolving and running it can need. */
function slimManifest(source) {
  const manifest = JSON.parse(source);
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
