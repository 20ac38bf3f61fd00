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
