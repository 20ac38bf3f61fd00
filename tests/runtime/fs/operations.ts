/** Operations that run both on Node's `fs` and on the file system under test, with outcomes that can be compared. */
import * as fs from 'node:fs';
import fc from 'fast-check';
import type { MemoryFileSystem } from '../../../src/runtime/fs/memory-file-system.ts';

export interface Sides {
  readonly root: string;
  readonly files: MemoryFileSystem;
  /** Descriptors that both sides have opened. */
  readonly open: { real: number; ours: number }[];
}

export type Outcome = { readonly result: unknown } | { readonly error: unknown };

export interface Operation {
  readonly name: string;
  readonly args: readonly unknown[];
}

type Step = (sides: Sides, ...args: never[]) => readonly [real: () => unknown, ours: () => unknown];

const bytes = (text: string) => new TextEncoder().encode(text);

function outcome(call: () => unknown): Outcome {
  try {
    return { result: call() };
  } catch (error) {
    const { code, errno, syscall, path, dest, message } = error as NodeJS.ErrnoException & { dest?: string };
    if (code === undefined) throw error;
    return { error: { code, errno, syscall, path, dest, message } };
  }
}

const fd = (sides: Sides, index: number) =>
  sides.open[index % Math.max(1, sides.open.length)] ?? { real: 99, ours: 99 };

function readBack(call: (into: Uint8Array) => number, length: number): unknown {
  const into = new Uint8Array(length);
  const count = call(into);
  return [count, ...into];
}

const steps: Record<string, Step> = {
  writeFile: ({ files }, path: string, text: string) => [
    () => fs.writeFileSync(path, bytes(text)),
    () => files.writeFile(path, text),
  ],
  readFile: ({ files }, path: string) => [() => [...fs.readFileSync(path)], () => [...files.readFile(path)]],
  open: (sides, path: string, flags: number, mode: number) => {
    const pair = { real: -1, ours: -1 };
    return [
      () => {
        pair.real = fs.openSync(path, flags, mode);
        return 'open';
      },
      () => {
        pair.ours = sides.files.open(path, flags, mode);
        sides.open.push(pair);
        return 'open';
      },
    ];
  },
  close: (sides, index: number) => {
    const pair = fd(sides, index);
    return [
      () => fs.closeSync(pair.real),
      () => {
        sides.files.close(pair.ours);
        sides.open.splice(sides.open.indexOf(pair), 1);
      },
    ];
  },
  read: (sides, index: number, length: number, position: number | null) => [
    () => readBack((into) => fs.readSync(fd(sides, index).real, into, 0, into.length, position), length),
    () => readBack((into) => sides.files.read(fd(sides, index).ours, into, position), length),
  ],
  write: (sides, index: number, text: string, position: number | null) => [
    () => fs.writeSync(fd(sides, index).real, bytes(text), 0, undefined, position),
    () => sides.files.write(fd(sides, index).ours, bytes(text), position),
  ],
  ftruncate: (sides, index: number, length: number) => [
    () => fs.ftruncateSync(fd(sides, index).real, length),
    () => sides.files.ftruncate(fd(sides, index).ours, length),
  ],
  fstat: (sides, index: number) => [
    () => visibleStats(fs.fstatSync(fd(sides, index).real)),
    () => visibleStats(sides.files.fstat(fd(sides, index).ours)),
  ],
  mkdir: ({ files }, path: string, mode: number) => [
    () => fs.mkdirSync(path, mode),
    () => files.mkdir(path, mode),
  ],
  mkdirRecursive: ({ files }, path: string) => [
    () => fs.mkdirSync(path, { recursive: true }),
    () => files.mkdirRecursive(path, 0o777),
  ],
  rmdir: ({ files }, path: string) => [() => fs.rmdirSync(path), () => files.rmdir(path)],
  unlink: ({ files }, path: string) => [() => fs.unlinkSync(path), () => files.unlink(path)],
  rename: ({ files }, from: string, to: string) => [
    () => fs.renameSync(from, to),
    () => files.rename(from, to),
  ],
  link: ({ files }, from: string, to: string) => [() => fs.linkSync(from, to), () => files.link(from, to)],
  symlink: ({ files }, target: string, path: string) => [
    () => fs.symlinkSync(target, path),
    () => files.symlink(target, path),
  ],
  readlink: ({ files }, path: string) => [() => fs.readlinkSync(path), () => files.readlink(path)],
  realpath: ({ files }, path: string) => [() => fs.realpathSync.native(path), () => files.realpath(path)],
  readdir: ({ files }, path: string) => [
    () => fs.readdirSync(path, { withFileTypes: true }).map((entry) => `${entry.name} ${typeOf(entry)}`),
    () =>
      files
        .readdir(path)
        .sort((a, b) => (a.name < b.name ? -1 : 1))
        .map(({ name, type }) => `${name} ${['', 'file', 'directory', 'link'][type]}`),
  ],
  stat: ({ files }, path: string) => [
    () => visibleStats(fs.statSync(path)),
    () => visibleStats(files.stat(path)),
  ],
  lstat: ({ files }, path: string) => [
    () => visibleStats(fs.lstatSync(path)),
    () => visibleStats(files.lstat(path)),
  ],
  access: ({ files }, path: string, mode: number) => [
    () => fs.accessSync(path, mode),
    () => files.access(path, mode),
  ],
  chmod: ({ files }, path: string, mode: number) => [
    () => fs.chmodSync(path, mode),
    () => files.chmod(path, mode),
  ],
  copyFile: ({ files }, from: string, to: string, mode: number) => [
    () => fs.copyFileSync(from, to, mode),
    () => files.copyFile(from, to, mode),
  ],
  utimes: ({ files }, path: string, atime: number, mtime: number) => [
    () => {
      fs.utimesSync(path, atime, mtime);
      return fs.statSync(path).mtimeMs;
    },
    () => {
      files.utimes(path, atime, mtime);
      return files.stat(path).mtime;
    },
  ],
};

function typeOf(entry: fs.Dirent): string {
  return entry.isSymbolicLink() ? 'link' : entry.isDirectory() ? 'directory' : 'file';
}

interface SomeStats {
  readonly mode: number;
  readonly nlink: number;
  readonly size: number;
}

/** What does not depend on the disk below. */
export function visibleStats({ mode, nlink, size }: SomeStats): unknown {
  const isDirectory = (mode & 0o170000) === 0o040000;
  return { mode: mode.toString(8), ...(isDirectory ? {} : { nlink, size }) };
}

/** Runs an operation on both sides. */
export function run(sides: Sides, { name, args }: Operation): readonly [real: Outcome, ours: Outcome] {
  const [real, ours] = (steps[name] as Step)(sides, ...(args as never[]));
  const realOutcome = outcome(real);
  const ourOutcome = outcome(ours);
  return [realOutcome, ourOutcome];
}

/** Operations on a handful of names, so that they get into each other's way. */
export function operationsBelow(root: string): fc.Arbitrary<Operation[]> {
  const name = fc.constantFrom('a', 'b', 'c', 'd', 'a', 'b', '.', '..');
  const relative = fc
    .tuple(fc.array(name, { minLength: 1, maxLength: 3 }), fc.constantFrom('', '', '', '/'))
    .map(([names, slash]) => names.join('/') + slash);
  const path = relative.filter((text) => !climbsOut(text)).map((text) => `${root}/${text}`);
  // A link upwards would lead further up with each use.
  const target = fc.oneof(
    path.filter((text) => !text.includes('..')),
    fc.constantFrom('a', 'b', './c', 'd/a', 'a/b'),
  );
  const text = fc.string({ maxLength: 12, unit: 'binary' });
  const small = fc.nat(20);
  const index = fc.nat(5);
  const position = fc.oneof(fc.constant(null), small);
  const mode = fc.constantFrom(0o777, 0o777, 0o755, 0o700, 0o644, 0o600, 0o500, 0o300, 0);
  const { O_RDONLY, O_WRONLY, O_RDWR, O_CREAT, O_EXCL, O_TRUNC, O_APPEND, O_DIRECTORY, O_NOFOLLOW } =
    fs.constants;
  const flags = fc
    .tuple(
      fc.constantFrom(O_RDONLY, O_WRONLY, O_RDWR),
      fc.subarray([O_CREAT, O_CREAT, O_EXCL, O_TRUNC, O_APPEND, O_DIRECTORY, O_NOFOLLOW]),
    )
    .map(([access, more]) => more.reduce((all, flag) => all | flag, access))
    // Linux refuses or ignores these by kernel version.
    .filter(
      (all) => !(all & O_DIRECTORY && all & O_CREAT) && !(all & O_TRUNC && !(all & (O_WRONLY | O_RDWR))),
    );
  const time = fc.constantFrom(0, 1, 1.5, 1700000000, 1700000000.123, 1699999999.999999);
  const operation = (label: string, ...args: fc.Arbitrary<unknown>[]) =>
    fc.tuple(...args).map((values): Operation => ({ name: label, args: values }));
  return fc.array(
    fc.oneof(
      operation('writeFile', path, text),
      operation('readFile', path),
      operation('open', path, flags, mode),
      operation('open', path, flags, mode),
      operation('close', index),
      operation('read', index, fc.integer({ min: 1, max: 20 }), position),
      operation('write', index, text, position),
      operation('write', index, text, position),
      operation('ftruncate', index, small),
      operation('fstat', index),
      operation('mkdir', path, mode),
      operation('mkdir', path, mode),
      operation('mkdirRecursive', path),
      operation('rmdir', path),
      operation('unlink', path),
      operation('rename', path, path),
      operation('rename', path, path),
      operation('link', path, path),
      operation('symlink', target, path),
      operation('symlink', target, path),
      operation('readlink', path),
      // The C library looks at dots without asking for permission.
      operation(
        'realpath',
        path.filter((text) => !text.includes('/.')),
      ),
      operation('readdir', path),
      operation('stat', path),
      operation('lstat', path),
      operation('access', path, fc.nat(7)),
      operation('chmod', path, mode),
      operation('copyFile', path, path, fc.constantFrom(0, 1)),
      operation('utimes', path, time, time),
    ),
    { minLength: 5, maxLength: 40 },
  );
}

/** Whether a path leaves the temporary folder on its way. */
function climbsOut(path: string): boolean {
  let depth = 0;
  for (const segment of path.split('/')) {
    if (segment === '..') depth--;
    else if (segment !== '.' && segment !== '') depth++;
    if (depth < 0) return true;
  }
  return depth === 0 && path.includes('..');
}
