/** What the start of a typical server loads, seen on real Node: that much is made ready before a program is known. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSource } from '../src/runtime/transform/parse.ts';

const PROGRAM = `
import express from 'express';
const app = express();
app.use(express.json());
app.get('/', (req, res) => { res.json({ ok: true }); });
app.get('/boom', () => { throw new Error('boom'); });
const server = app.listen(0, async () => {
  const { get } = await import('node:http');
  const { createRequire } = await import('node:module');
  const { relative } = await import('node:path');
  const { port } = server.address();
  const ask = (path) => new Promise((resolve) => get({ port, path }, (response) => response.resume().on('end', resolve)));
  await ask('/');
  await ask('/boom');
  process.stdout.write(JSON.stringify({
    modules: process.moduleLoadList.filter((name) => name.startsWith('NativeModule ')).map((name) => name.slice(13)),
    files: Object.keys(createRequire(import.meta.url).cache).map((path) => relative(process.cwd(), path)),
  }), () => process.exit());
});
`;

/** Scripts that Node runs itself, at their time. */
const RUN_BY_NODE = /^internal\/(?:main|bootstrap|per_context)\//;

/** Modules that look at the environment or the number of their process as soon as they are loaded. */
const NEEDS_PROCESS = [
  'cluster',
  'internal/cluster/primary',
  'internal/deps/undici/undici',
  'internal/util/colors',
  'os',
];

/**
 * The ids of the library's modules in the order of loading, and the files of packages. `options` and `env` are the
 * command-line options and the environment variables that those modules read when they are loaded: a program that
 * is started with one of them needs modules that were not loaded before.
 */
export function recordStart(root, library) {
  // A file: a program given by `-e` loads far more.
  const folder = join(root, 'node_modules/.cache/safety-net');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'start.mjs'), PROGRAM);
  const output = execFileSync(process.execPath, [join(folder, 'start.mjs')], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { PATH: process.env.PATH },
  });
  const { modules, files } = JSON.parse(output);
  const early = new Map();
  for (const id of modules) {
    if (library[id] === undefined || RUN_BY_NODE.test(id) || NEEDS_PROCESS.includes(id)) continue;
    early.set(id, readAtLoad(library[id]));
  }
  // A module goes with what it loads itself.
  const needsProcess = (id, seen = new Set()) =>
    NEEDS_PROCESS.includes(id) ||
    (library[id] !== undefined &&
      !seen.has(id) &&
      readAtLoad(library[id]).requires.some((each) => needsProcess(each, seen.add(id))));
  for (const id of [...early.keys()]) if (needsProcess(id)) early.delete(id);
  const read = [...early.values()];
  return {
    modules: entriesFirst([...early.keys()], (id) => early.get(id)?.requires ?? []),
    files: files.filter((path) => /\.c?js$/.test(path)),
    options: [...new Set(read.flatMap(({ options }) => options))].sort(),
    env: [...new Set(read.flatMap(({ env }) => env))].sort(),
  };
}

/**
 * Modules that load each other in a circle, such as `tls` and `internal/tls/common`, find each other whole only when the
 * one that Node entered first is entered first. Node lists modules when they are done, so that one is the last of its
 * circle: it takes the place of the first.
 */
export function entriesFirst(ids, requiresOf) {
  const reaches = (from, to, seen = new Set()) =>
    requiresOf(from).some((each) => each === to || (!seen.has(each) && reaches(each, to, seen.add(each))));
  const entryOf = (id) => ids.findLast((other) => other === id || (reaches(id, other) && reaches(other, id)));
  return [...new Set(ids.flatMap((id) => [entryOf(id), id]))];
}

/** What a module reads outside of its functions. */
export function readAtLoad(source) {
  const found = { options: [], env: [], requires: [] };
  const visit = (node) => {
    if (Array.isArray(node)) node.forEach(visit);
    else if (node && typeof node.type === 'string') {
      if (/Function/.test(node.type)) return;
      const [first] = node.arguments ?? [];
      if (node.type === 'CallExpression' && node.callee.name === 'getOptionValue')
        found.options.push(first.value);
      if (node.type === 'CallExpression' && node.callee.name === 'require') found.requires.push(first.value);
      const text = source.slice(node.start, node.end);
      if (node.type === 'MemberExpression') {
        const [, name] = /^process\.env\.(\w+)$/.exec(text) ?? [];
        if (name) found.env.push(name);
      }
      if (node.type === 'CallExpression') {
        const [, name] = /^ObjectHasOwn\(process\.env, '(\w+)'\)$/.exec(text) ?? [];
        if (name) found.env.push(name);
      }
      Object.values(node).forEach(visit);
    }
  };
  visit(parseSource(source, 'commonjs').body);
  return found;
}
