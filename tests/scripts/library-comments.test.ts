import { expect, test } from 'vitest';
import { hideComments, withoutComments, withoutHidden } from '../../scripts/library-comments.mjs';

test('comments that stand alone go, and every line and column stays', () => {
  const source = [
    '// Copyright',
    '/**',
    ' * About `f`.',
    ' */',
    'function f() { // stays',
    '  // goes',
    "  return '// not a comment'; /* stays */",
    '}  /* begins behind code',
    '  and stays */ f();',
    '  /* goes */',
  ].join('\n');
  const lines = withoutComments(source).split('\n');
  expect(lines).toEqual([
    '',
    '',
    '',
    '',
    'function f() { // stays',
    '',
    "  return '// not a comment'; /* stays */",
    '}  /* begins behind code',
    '  and stays */ f();',
    '',
  ]);
});

test('hidden comments keep every offset, until they are taken out', () => {
  const source = '/* long\n   gone */\nconst a = 1;\n  // gone\nf(a);\n';
  const hidden = hideComments(source);
  expect(hidden).toHaveLength(source.length);
  expect(hidden.indexOf('f(a)')).toBe(source.indexOf('f(a)'));
  expect(withoutHidden(hidden)).toBe(withoutComments(source));
});
