/** What the start of a typical server loads and calls (`start-record.json`): that much is downloaded first, and made ready. */
import { readFileSync } from 'node:fs';
import { parseSource } from '../src/runtime/transform/parse.ts';

/**
 * As `scripts/record-start.mjs` writes it: functions of the worker that were not called; modules of the library in the order of loading with the functions that were
 * called, and the same for files of packages; `texts` are files that are read as they are.
 */
export const startRecord = JSON.parse(readFileSync(new URL('start-record.json', import.meta.url), 'utf8'));

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
 * What is loaded before a program is known: `modules` of the library in the order of loading, with the command-line
 * `options` and the variables of `env` that they read when they are loaded. A program that is started with one of those
 * needs modules that were not loaded before.
 */
export function readyModules(record, library) {
  const early = new Map();
  for (const id of record.modules) {
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
