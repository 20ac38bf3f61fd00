import { expect, test } from 'vitest';
import { parseSource } from '../../../src/runtime/transform/parse.ts';
import { mayMakePromises, notePromiseMakers } from '../../../src/runtime/transform/promise-makers.ts';
import { SourceEdits } from '../../../src/runtime/transform/source-edits.ts';

const noted = (source: string): string => {
  const edits = new SourceEdits(source);
  notePromiseMakers(parseSource(source, 'commonjs'), edits);
  return edits.apply().code;
};

test.each([
  ['new Promise((resolve) => resolve())', 'new $romise((resolve) => resolve())'],
  ['const { reject } = Promise.withResolvers()', 'const { reject } = $romise.withResolvers()'],
  ['Promise.try(f)', '$romise.try(f)'],
  ['const P = Promise;', 'const P = $romise;'],
  ['class Later extends Promise {}', 'class Later extends $romise {}'],
])('%s is noted, and nothing moves', (source, code) => {
  expect(mayMakePromises(source)).toBe(true);
  expect(noted(source)).toBe(code);
});

test.each(['Promise.resolve(1)', 'value instanceof Promise', "'new Promise()'", '// new Promise'])(
  '%s makes none',
  (source) => {
    expect(noted(source)).toBe(source);
  },
);

test.each([
  "const Promise = require('promise'); new Promise(f)",
  'function f(Promise) { return new Promise(g) }',
  'const { Promise } = lib; new Promise(f)',
])('another Promise is left alone: %s', (source) => {
  expect(noted(source)).toBe(source);
});
