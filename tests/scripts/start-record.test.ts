import { expect, test } from 'vitest';
import { entriesFirst } from '../../scripts/start-record.mjs';

test('of modules that load each other, the one that was done last is entered first', () => {
  const requires: Readonly<Record<string, readonly string[]>> = {
    tls: ['common', 'wrap'],
    common: ['tls', 'context'],
    context: ['tls'],
    wrap: ['tls', 'common', 'net'],
    net: [],
    https: ['tls'],
  };
  const done = ['net', 'context', 'common', 'wrap', 'tls', 'https'];
  expect(entriesFirst(done, (id: string) => requires[id] ?? [])).toEqual([
    'net',
    'tls',
    'context',
    'common',
    'wrap',
    'https',
  ]);
});
