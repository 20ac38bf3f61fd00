import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MemoryFileSystem } from '../../../src/runtime/fs/memory-file-system.ts';
import { type Operation, operationsBelow, run, type Sides, visibleStats } from './operations.ts';

const mask = process.umask();

function withSides(use: (sides: Sides) => void): void {
  const temporary = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), 'files-')));
  // Deep enough that `..` behind a link to the root of the test does not lead out.
  const root = join(temporary, 'x/y/z');
  fs.mkdirSync(root, { recursive: true });
  fs.chmodSync(root, 0o700);
  const files = new MemoryFileSystem({
    uid: process.getuid?.() ?? 0,
    gid: process.getgid?.() ?? 0,
    umask: mask,
  });
  files.mkdirRecursive(root, 0o777);
  files.chmod(root, 0o700);
  files.chmod(temporary, 0o700);
  const sides: Sides = { root, files, open: [] };
  try {
    use(sides);
  } finally {
    for (const { real } of sides.open) fs.closeSync(real);
    for (const path of [temporary, join(temporary, 'x'), join(temporary, 'x/y')]) fs.chmodSync(path, 0o700);
    makeReadable(root);
    fs.rmSync(temporary, { recursive: true, force: true });
  }
}

/** Operations may have taken the permissions that looking and cleaning up need. */
function makeReadable(path: string): void {
  const stats = fs.lstatSync(path);
  if (stats.isSymbolicLink()) return;
  fs.chmodSync(path, 0o700);
  if (stats.isDirectory()) for (const name of fs.readdirSync(path)) makeReadable(join(path, name));
}

function makeOursReadable(files: MemoryFileSystem, path: string): void {
  const type = files.lstat(path).mode & fs.constants.S_IFMT;
  if (type === fs.constants.S_IFLNK) return;
  files.chmod(path, 0o700);
  if (type === fs.constants.S_IFDIR) {
    for (const { name } of files.readdir(path)) makeOursReadable(files, `${path}/${name}`);
  }
}

function realTree(path: string): unknown {
  const stats = fs.lstatSync(path);
  if (stats.isSymbolicLink()) return fs.readlinkSync(path);
  if (stats.isFile()) return [visibleStats(stats), ...fs.readFileSync(path)];
  return [visibleStats(stats), fs.readdirSync(path).map((name) => [name, realTree(`${path}/${name}`)])];
}

function ourTree(files: MemoryFileSystem, path: string): unknown {
  const stats = files.lstat(path);
  const type = stats.mode & fs.constants.S_IFMT;
  if (type === fs.constants.S_IFLNK) return files.readlink(path);
  if (type === fs.constants.S_IFREG) return [visibleStats(stats), ...files.readFile(path)];
  const names = files
    .readdir(path)
    .map(({ name }) => name)
    .sort();
  return [visibleStats(stats), names.map((name) => [name, ourTree(files, `${path}/${name}`)])];
}

function expectSame(sides: Sides, operations: readonly Operation[]): void {
  for (const operation of operations) {
    const [real, ours] = run(sides, operation);
    expect(ours, JSON.stringify(operation)).toEqual(real);
  }
  for (const above of [join(sides.root, '../..'), join(sides.root, '..')]) {
    fs.chmodSync(above, 0o700);
    sides.files.chmod(above, 0o700);
  }
  makeReadable(sides.root);
  makeOursReadable(sides.files, sides.root);
  expect(ourTree(sides.files, sides.root)).toEqual(realTree(sides.root));
}

describe.skipIf(process.platform !== 'linux')('the file system, compared with that of Node on Linux', () => {
  it('answers any row of operations with the same results, errors and files', { timeout: 60_000 }, () => {
    // The operations name a folder that is made anew for each row.
    const placeholder = '/placeholder';
    fc.assert(
      fc.property(operationsBelow(placeholder), (operations) => {
        withSides((sides) => {
          const text = JSON.stringify(operations).replaceAll(placeholder, sides.root);
          expectSame(sides, JSON.parse(text) as Operation[]);
        });
      }),
      { numRuns: 1000 },
    );
  });

  const cases: Record<string, (root: string) => Operation[]> = {
    'follows forty links and no more': (root) => [
      { name: 'writeFile', args: [`${root}/l0`, 'end'] },
      ...Array.from({ length: 41 }, (_, i) => ({ name: 'symlink', args: [`l${i}`, `${root}/l${i + 1}`] })),
      { name: 'readFile', args: [`${root}/l40`] },
      { name: 'readFile', args: [`${root}/l41`] },
    ],
    'makes no file where a link says that it is a folder': (root) => [
      { name: 'symlink', args: [`${root}/b/`, `${root}/b`] },
      { name: 'writeFile', args: [`${root}/b`, ''] },
      { name: 'symlink', args: ['d/', `${root}/c`] },
      { name: 'writeFile', args: [`${root}/c`, ''] },
      { name: 'open', args: [`${root}/c`, fs.constants.O_RDONLY, 0] },
      { name: 'copyFile', args: [`${root}/c`, `${root}/c`, 0] },
    ],
    'refuses names and paths that are too long': (root) => [
      { name: 'writeFile', args: [`${root}/${'n'.repeat(255)}`, ''] },
      { name: 'writeFile', args: [`${root}/${'n'.repeat(256)}`, ''] },
      { name: 'writeFile', args: [`${root}/${'é'.repeat(128)}`, ''] },
      { name: 'stat', args: [`${root}/${'./'.repeat(2048)}`] },
    ],
    'gives the empty path and the root their own errors': () => [
      { name: 'stat', args: [''] },
      { name: 'mkdir', args: ['', 0o777] },
      { name: 'mkdirRecursive', args: [''] },
      { name: 'rmdir', args: ['/'] },
      { name: 'unlink', args: ['/'] },
      { name: 'rename', args: ['/', '/tmp/root'] },
      { name: 'realpath', args: ['/'] },
    ],
    'keeps an unlinked file for those who have it open': (root) => [
      { name: 'open', args: [`${root}/a`, fs.constants.O_RDWR | fs.constants.O_CREAT, 0o644] },
      { name: 'write', args: [0, 'before', null] },
      { name: 'unlink', args: [`${root}/a`] },
      { name: 'writeFile', args: [`${root}/a`, 'another'] },
      { name: 'write', args: [0, ' after', null] },
      { name: 'read', args: [0, 20, 0] },
      { name: 'fstat', args: [0] },
    ],
    'leaves holes where a write begins after the end': (root) => [
      { name: 'open', args: [`${root}/a`, fs.constants.O_RDWR | fs.constants.O_CREAT, 0o644] },
      { name: 'write', args: [0, 'x', 10] },
      { name: 'ftruncate', args: [0, 4] },
      { name: 'ftruncate', args: [0, 12] },
      { name: 'read', args: [0, 20, 0] },
    ],
    'appends whatever the position says': (root) => [
      { name: 'writeFile', args: [`${root}/a`, 'one'] },
      { name: 'open', args: [`${root}/a`, fs.constants.O_RDWR | fs.constants.O_APPEND, 0] },
      { name: 'write', args: [0, 'two', 0] },
      { name: 'read', args: [0, 3, null] },
      { name: 'write', args: [0, 'three', null] },
      { name: 'read', args: [0, 20, null] },
      { name: 'readFile', args: [`${root}/a`] },
    ],
    'reads and writes devices': () => [
      { name: 'readFile', args: ['/dev/null'] },
      { name: 'open', args: ['/dev/full', fs.constants.O_WRONLY, 0] },
      { name: 'write', args: [0, 'x', null] },
      { name: 'open', args: ['/dev/zero', fs.constants.O_RDONLY, 0] },
      { name: 'read', args: [1, 4, null] },
      { name: 'write', args: [1, 'x', null] },
    ],
  };

  for (const [name, operations] of Object.entries(cases)) {
    it(name, () => withSides((sides) => expectSame(sides, operations(sides.root))));
  }
});
