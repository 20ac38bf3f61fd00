import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  diffFiles,
  FilePathError,
  flatFromTree,
  mergeTrees,
  pathSegments,
  sameContents,
  treeFromFlat,
} from '../../src/files/file-tree.ts';

const name = fc.oneof(
  fc.constantFrom('__proto__', 'constructor', 'toString', '...', 'a b', 'é', '.env'),
  fc.stringMatching(/^[a-z]{1,3}$/),
);
const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));

/** Flat files in which no file lies below another file. */
const flat = fc
  .array(fc.tuple(path, fc.oneof(fc.string(), fc.uint8Array())), { maxLength: 12 })
  .map((entries) => {
    const kept = entries.filter(([one], i) =>
      entries.every(
        ([other], j) => i === j || !(`${other}/`.startsWith(`${one}/`) && (other !== one || j > i)),
      ),
    );
    return Object.fromEntries(kept.sort(([a], [b]) => (a < b ? -1 : 1)));
  });

describe('paths', () => {
  test.each(['', '/', '/a', 'a//b', 'a/', '../a', 'a/../b', 'a/./b', '.', '..', 'a\0b'])(
    '%j is refused',
    (path) => {
      expect(() => pathSegments(path)).toThrow(FilePathError);
    },
  );

  test('`./` at the start is allowed', () => {
    expect(pathSegments('./src/server.mjs')).toEqual(['src', 'server.mjs']);
  });
});

describe('trees', () => {
  test('flat files survive the way to a tree and back, whatever their names are', () => {
    fc.assert(
      fc.property(flat, (files) => {
        expect(Object.entries(flatFromTree(treeFromFlat(files)))).toEqual(Object.entries(files));
      }),
    );
  });

  test('merging is laying over: the second wins, the rest of the first stays', () => {
    fc.assert(
      fc.property(flat, flat, (base, over) => {
        const merged = flatFromTree(mergeTrees(treeFromFlat(base), treeFromFlat(over)));
        for (const [path, contents] of Object.entries(over)) expect(merged[path]).toBe(contents);
        for (const path of Object.keys(merged)) {
          expect(Object.hasOwn(over, path) || Object.hasOwn(base, path)).toBe(true);
        }
      }),
    );
  });

  test('merging changes neither of the two', () => {
    const base = treeFromFlat({ 'a/b': '1' });
    mergeTrees(base, treeFromFlat({ 'a/c': '2' }));
    expect(flatFromTree(base)).toEqual({ 'a/b': '1' });
  });

  test('a name cannot be a file and a folder', () => {
    expect(() => treeFromFlat({ a: '', 'a/b': '' })).toThrow('lies below `a`, which is a file');
    expect(() => treeFromFlat({ 'a/b': '', a: '' })).toThrow('a file and a folder at once');
  });
});

describe('differences', () => {
  test('a file with the name of an inherited property is not mistaken for one that is there', () => {
    expect(diffFiles({}, { constructor: 'x' } as unknown as Record<string, string>)).toEqual([
      { kind: 'added', path: 'constructor' },
    ]);
  });

  test('nothing differs from itself, and every difference is named once', () => {
    fc.assert(
      fc.property(flat, flat, (before, after) => {
        expect(diffFiles(before, before)).toEqual([]);
        const changes = diffFiles(before, after);
        expect(new Set(changes.map((change) => change.path)).size).toBe(changes.length);
        const back = diffFiles(after, before);
        expect(back.map((change) => change.path)).toEqual(changes.map((change) => change.path));
      }),
    );
  });

  test('a text is the same as its bytes', () => {
    expect(sameContents('é', new Uint8Array([0xc3, 0xa9]))).toBe(true);
    expect(sameContents('é', new Uint8Array([0xe9]))).toBe(false);
  });
});
