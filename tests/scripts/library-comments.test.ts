import { expect, test } from 'vitest';
import { withoutComments } from '../../scripts/library-comments.mjs';

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
