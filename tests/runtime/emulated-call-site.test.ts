import { describe, expect, test } from 'vitest';
import { callSitesOf } from '../../src/runtime/emulated-call-site.ts';

const asWritten = (_name: string, line: number, column: number) => ({ line, column });
const texts = (stack: string) => callSitesOf(stack, asWritten).map(String);

describe('call sites from the stacks of other engines', () => {
  test('Firefox: names lose their decoration, the body of a CommonJS module is a method of its exports', () => {
    const stack = [
      'fail@/home/learner/app/a.js:2:9',
      'outer/inner@/home/learner/app/a.js:3:1',
      'createCJSModuleWrap/<@node:internal/modules/esm/translators:244:36',
      'Module._extensions[".js"]@node:internal/modules/cjs/loader:2060:10',
      '@/home/learner/app/a.js:5:1',
      'Module.prototype._compile@node:internal/modules/cjs/loader:1929:14',
      'async*later@file:///home/learner/app/b.mjs:4:5',
      '',
    ].join('\n');
    expect(texts(stack)).toEqual([
      'fail (/home/learner/app/a.js:2:9)',
      'inner (/home/learner/app/a.js:3:1)',
      'node:internal/modules/esm/translators:244:36',
      'Module._extensions..js (node:internal/modules/cjs/loader:2060:10)',
      'Object.<anonymous> (/home/learner/app/a.js:5:1)',
      'Module._compile (node:internal/modules/cjs/loader:1929:14)',
      'async later (file:///home/learner/app/b.mjs:4:5)',
    ]);
  });

  test('WebKit: frames without a place keep their names, and those without either are left out', () => {
    expect(texts('fail@\n@\neval code@\nforEach@[native code]\nconstruct@[native code]')).toEqual([
      'fail (<anonymous>)',
      'forEach (<anonymous>)',
    ]);
  });

  test('frames of the engine are left out', () => {
    expect(texts('run@safety-net:worker:1:2\npost@blob:null/1:3:4\nmine@/a.js:1:1')).toEqual([
      'mine (/a.js:1:1)',
    ]);
  });

  test('places are those of the program’s own text, and code that no line stands behind is left out', () => {
    const sites = callSitesOf('a@/a.js:1:9\nb@/b.js:1:1', (name, line, column) =>
      name === '/a.js' ? { line, column: column - 4 } : undefined,
    );
    expect(sites.map(String)).toEqual(['a (/a.js:1:5)']);
    expect([sites[0]?.getFileName(), sites[0]?.getLineNumber(), sites[0]?.getFunctionName()]).toEqual([
      '/a.js',
      1,
      'a',
    ]);
  });
});
