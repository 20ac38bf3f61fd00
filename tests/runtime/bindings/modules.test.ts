import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { createCjsLexerBinding } from '../../../src/runtime/bindings/cjs-lexer.ts';
import { createModulesBinding } from '../../../src/runtime/bindings/modules.ts';
import type { Any, Host } from '../../../src/runtime/host.ts';

const PACKAGES: Record<string, string> = {
  plain:
    '{"name":"a","type":"module","main":"./x.js","exports":{".":"./x.js"},"imports":{"#q":"./q"},"scripts":{}}',
  bad: '{ "name": ',
  numbers: '{"name":5,"type":5}',
  odd: '{"main":{},"exports":5,"imports":null}',
  nullType: '{"type":null}',
  strings: '{"exports":"./y.js","imports":"x","type":"weird","main":false}',
  arrays: '{"exports":["./y.js",null],"imports":[],"name":"x\\u0041"}',
  empty: '',
  nulls: '{"exports":null,"main":null,"type":"commonjs"}',
  nullName: '{"name":null}',
  bom: '\ufeff{"name":"bom"}',
  array: '[1]',
  trailing: '{"exports":false} garbage',
  'plain/inner': '{"type":"commonjs"}',
};

const folder = mkdtempSync(join(tmpdir(), 'packages-'));
for (const [name, text] of Object.entries(PACKAGES)) {
  mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, name, 'package.json'), text);
}
mkdirSync(join(folder, 'a b'));
writeFileSync(join(folder, 'a b/package.json'), '{"name":"space"}');
afterAll(() => rmSync(folder, { recursive: true }));

const CALLS: [method: string, ...args: unknown[]][] = Object.keys(PACKAGES).flatMap(
  (name): [string, ...unknown[]][] => [
    ['readPackageJSON', `${folder}/${name}/package.json`, false],
    ['readPackageJSON', `${folder}/${name}/package.json`, true, 'file:///base%20x.js', 'spec'],
    ['getNearestParentPackageJSON', `${folder}/${name}/x.js`],
    ['getNearestParentPackageJSON', `${folder}/${name}/deep/er/x.js`],
    ['getNearestParentPackageJSONType', `${folder}/${name}/x.js`],
    ['getPackageScopeConfig', `file://${folder}/${name}/x.js`],
    ['getPackageScopeConfig', `file://${folder}/${name}/node_modules/q/x.js`],
    ['getPackageType', `file://${folder}/${name}/deep/x.js`],
  ],
);
CALLS.push(
  ['readPackageJSON', `${folder}/none/package.json`, false],
  ['getPackageScopeConfig', `file://${folder}/none/x.js`],
  ['getPackageScopeConfig', `file://${folder}/a%20b/x.js`],
  ['getPackageType', `file://${folder}/none/x.js`],
  ['getNearestParentPackageJSON', `${folder}/plain/`],
  ['getNearestParentPackageJSON', '/x.js'],
  ['getNearestParentPackageJSONType', `${folder}/none/x.js`],
);

const CJS_SOURCES = [
  'exports.a = 1; module.exports.b = 2; Object.defineProperty(exports, "c", { value: 1 }); __exportStar(require("./x"))',
  'module.exports = { a, b: 1, ...require("y") }',
  'module.exports = require("z")',
  'import x from "y"',
  '((((',
  'exports["\u{1f600}"] = 1; exports.\u00e9 = 2',
  'exports.default = 1; exports.__esModule = true',
];

const ORACLE = `
  const { internalBinding } = require('internal/test/binding');
  const { parse } = internalBinding('cjs_lexer');
  const modules = internalBinding('modules');
  const { calls, sources } = JSON.parse(require('fs').readFileSync(0));
  const json = (value) => value === undefined ? null : value;
  console.log(JSON.stringify({
    calls: calls.map(([method, ...args]) => {
      try { return json(modules[method](...args)) } catch (e) { return [e.name, e.code, e.message] }
    }),
    sources: sources.map((source) => parse(source).map((names) => [...names])),
    constants: [modules.compileCacheStatus, modules.cachedCodeTypes, modules.moduleFormats],
  }));`;
const nodes = JSON.parse(
  execFileSync(process.execPath, ['--expose-internals', '--no-warnings', '-e', ORACLE], {
    input: JSON.stringify({ calls: CALLS, sources: CJS_SOURCES }),
    encoding: 'utf8',
  }),
);

const host = {
  global: globalThis,
  files: { readFile: (path: string) => new Uint8Array(readFileSync(path)) },
  builtin: (id: string) =>
    id === 'path' ? { dirname } : { fileURLToPath: (url: string) => new URL(url).pathname },
} as unknown as Host;

/** Texts of JSON values may differ in their white space; the library parses them. */
function normalized(answer: Any): Any {
  if (!Array.isArray(answer)) return answer ?? null;
  return answer.map((field) => (/^[[{]/.test(field) ? JSON.parse(field) : (field ?? null)));
}

describe('modules', () => {
  const binding = createModulesBinding(host);

  test.each(
    CALLS.map((call, index) => [call[0], call.slice(1).join(' ').replaceAll(folder, ''), index] as const),
  )('%s answers for %s as Node does', (_method, _args, index) => {
    const [method, ...args] = CALLS[index]!;
    let answer: Any;
    try {
      answer = binding[method](...args);
    } catch (error) {
      const { name, message, code } = error as Error & { code: string };
      answer = [name, code, message];
    }
    expect(normalized(answer)).toEqual(normalized(nodes.calls[index]));
  });

  test('has the constants of Node', () => {
    const { compileCacheStatus, cachedCodeTypes, moduleFormats } = binding;
    expect([compileCacheStatus, { ...cachedCodeTypes }, { ...moduleFormats }]).toEqual(nodes.constants);
  });

  test('gives a file its name in import.meta', () => {
    const meta = Object.create(null);
    binding['setLazyPathHelpers'](meta, 'file:///a/b.js');
    expect({ ...meta }).toEqual({ dirname: '/a', filename: '/a/b.js' });
  });
});

describe('cjs_lexer', () => {
  const { parse } = createCjsLexerBinding(host);

  test.each(CJS_SOURCES.map((source, index) => [source, index] as const))(
    'finds the exports of %j',
    (source, index) => {
      expect(parse(source).map((names: Iterable<string>) => [...names])).toEqual(nodes.sources[index]);
    },
  );
});
