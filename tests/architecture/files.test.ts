import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const files = globSync('{src,tests,scripts}/**/*.{ts,tsx,mjs,astro,css}', { cwd: root }).map((path) =>
  path.replaceAll('\\', '/'),
);

/** Longer than this and a file is on the list of `npm run test:architecture`; it fails at twice the length. */
const softLimit = 400;

test('no folder is a drawer for odds and ends', () => {
  // Named after the parts of Node that they stand for, as in `internalBinding('util')`.
  const named = files.filter((path) => !path.startsWith('src/runtime/bindings/'));
  const drawers = /(?:^|\/)(?:utils?|common|helpers?|misc|shared|lib)\//;
  expect(named.filter((path) => drawers.test(path))).toEqual([]);
});

test('files are named in kebab-case, components in PascalCase', () => {
  const kebab = /^(?:\[?[a-z0-9]+(?:-[a-z0-9]+)*\]?)(?:\.[a-z0-9-]+)*$/;
  const pascal = /^[A-Z][A-Za-z0-9]*\.(?:astro|tsx)$/;
  const page = /^src\/pages\//;
  const odd = files.filter((path) => {
    const name = basename(path);
    if (pascal.test(name)) return page.test(path);
    if (name.endsWith('.astro')) return !page.test(path);
    return !kebab.test(name);
  });
  expect(odd).toEqual([]);
});

test('no file is twice as long as it should be; the long ones are listed', () => {
  const lengths = files.map(
    (path) => [readFileSync(join(root, path), 'utf8').split('\n').length, path] as const,
  );
  const long = lengths.filter(([lines]) => lines > softLimit).sort(([a], [b]) => b - a);
  if (long.length > 0)
    console.log(`Longer than ${softLimit} lines:\n${long.map(([n, path]) => `  ${n} ${path}`).join('\n')}`);
  expect(long.filter(([lines]) => lines > 2 * softLimit)).toEqual([]);
});
