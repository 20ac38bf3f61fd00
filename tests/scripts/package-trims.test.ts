import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { trimPackage } from '../../scripts/package-trims.mjs';

const rule = { package: 'big', files: /^tables\//, count: 1, reason: 'nobody needs it' };

test('in place of a trimmed file lies a module that says why', () => {
  const files = trimPackage(
    'big',
    [
      ['index.js', 'x'],
      ['tables/a.json', '[]'],
    ],
    [rule],
  );
  expect(files[0]).toEqual(['index.js', 'x']);
  const [path, text] = files[1] as [string, string];
  expect(path).toBe('tables/a.json/index.js');
  expect(() => new Function(text)()).toThrow(
    expect.objectContaining({
      code: 'ERR_SANDBOX_TRIMMED',
      message: '`big/tables/a.json` is not part of this sandbox: nobody needs it.',
    }),
  );
});

test('a rule that no longer fits stops the build', () => {
  expect(() => trimPackage('big', [['index.js', 'x']], [rule])).toThrow('fits 0 files instead of 1');
});

test('of a table, the entries that somebody looks up are kept, and another number of them stops the build', () => {
  const entries = {
    package: 'big',
    entries: 'db.json',
    isKept: ({ charset }: { charset?: string }) => charset !== undefined,
    counts: [1],
  };
  const text = JSON.stringify({ a: { charset: 'x' }, b: {} });
  expect(trimPackage('big', [['db.json', text]], [entries])).toEqual([['db.json', '{"a":{"charset":"x"}}']]);
  expect(() => trimPackage('big', [['db.json', '{}']], [entries])).toThrow('keeps 0 entries instead of 1');
});

test('types of files are found as in the whole table of `mime-db`', () => {
  const require = createRequire(import.meta.url);
  const path = require.resolve('mime-types');
  const typesOf = (db: unknown) => {
    require.cache[require.resolve('mime-db')]!.exports = db;
    delete require.cache[path];
    const { types, extensions, charset } = require('mime-types');
    return { types, extensions, charsets: Object.keys(whole).map((type) => charset(type)) };
  };
  const whole = require('mime-db') as object;
  const [[, trimmed]] = trimPackage('mime-db', [['db.json', JSON.stringify(whole)]]) as [[string, string]];
  expect(typesOf(JSON.parse(trimmed))).toEqual(typesOf(whole));
});
