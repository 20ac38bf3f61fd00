import { execFileSync } from 'node:child_process';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { createModuleHost } from './module-host.ts';

const ask = <Answer>(code: string, input: unknown): Answer =>
  JSON.parse(
    execFileSync(process.execPath, ['--expose-internals', '--no-warnings', '-e', code], {
      input: JSON.stringify(input),
      encoding: 'utf8',
    }),
  );

describe('compileFunctionForCJSLoader', () => {
  const SOURCES = [
    'exports.a = 1\n//# sourceMappingURL=x.map',
    '#!/usr/bin/env node\nreturn 5',
    'import x from "y"',
    'import.meta.url',
    'export const a = 1; }',
    'await 1; const x = 2',
    'await 1; const require = 2',
    'const require = 2',
    'await 1; const x = }',
    'let x = 1;\nlet x',
    'return 5',
    'await 1; return 5',
    '',
    '}',
    'import("x")',
    'x x',
    'with (a) {}',
    'var arguments = 1; return new.target',
    'foo({ await: 1 })',
    'export {}; with (a) {}',
  ];
  const ORACLE = `
    const { internalBinding } = require('internal/test/binding');
    const { compileFunctionForCJSLoader, containsModuleSyntax } = internalBinding('contextify');
    const compile = (source, detects) => {
      try {
        const { function: f, canParseAsESM, sourceMapURL } = compileFunctionForCJSLoader(source, '/a.js', false, detects);
        return { length: f?.length, canParseAsESM, sourceMapURL };
      } catch (e) { return { message: e.message, stack: e.stack.split('\\n    at ')[0] } }
    };
    console.log(JSON.stringify(JSON.parse(require('fs').readFileSync(0)).map((source) =>
      [compile(source, true), compile(source, false), containsModuleSyntax(source, '/a.js')])));`;
  const nodes = ask<unknown[][]>(ORACLE, SOURCES);
  const { compileFunctionForCJSLoader, containsModuleSyntax } = createModuleHost().binding('contextify');

  const compile = (source: string, detects: boolean) => {
    try {
      const {
        function: f,
        canParseAsESM,
        sourceMapURL,
      } = compileFunctionForCJSLoader(source, '/a.js', false, detects);
      return JSON.parse(JSON.stringify({ length: f?.length, canParseAsESM, sourceMapURL }));
    } catch (error) {
      const { message, stack } = error as Error;
      return { message, stack: stack!.split('\n    at ')[0] };
    }
  };

  test.each(SOURCES.map((source, index) => [source, index] as const))(
    'compiles or refuses %j as Node does',
    (source, index) => {
      expect([compile(source, true), compile(source, false), containsModuleSyntax(source, '/a.js')]).toEqual(
        nodes[index],
      );
    },
  );

  test('gives the code its parameters, its this and a way to import', async () => {
    const host = createModuleHost();
    const { function: compiled } = host
      .binding('contextify')
      ['compileFunctionForCJSLoader'](
        'return [this, exports, require, module, __filename, __dirname, import("x", { with: { type: "json" } })]',
        '/a.js',
      );
    const calls: unknown[][] = [];
    host
      .binding('module_wrap')
      ['setImportModuleDynamicallyCallback'](async (...args: unknown[]) => void calls.push(args));
    expect(compiled.call(0, 1, 2, 3, 4, 5).slice(1, 6)).toEqual([1, 2, 3, 4, 5]);
    expect(calls).toEqual([
      [host.binding('symbols')['vm_dynamic_import_default_internal'], 'x', 2, { type: 'json' }, '/a.js'],
    ]);
  });
});

describe('compileFunction', () => {
  test('takes parameters, extensions of the scope and a line offset', () => {
    const host = createModuleHost();
    const { compileFunction } = host.binding('contextify');
    const { function: add } = compileFunction(
      'return a + b',
      'f.js',
      0,
      0,
      undefined,
      false,
      undefined,
      [{ b: 2 }],
      ['a'],
    );
    expect(add(1)).toBe(3);
    const { function: fail } = compileFunction(
      '\nthrow new Error("x")',
      'f.js',
      40,
      0,
      undefined,
      false,
      undefined,
      [],
      [],
    );
    expect(fail).toThrow(expect.objectContaining({ stack: expect.stringContaining('f.js:42:') }));
  });
});

describe('a script', () => {
  function run(code: string, sandbox: object | null = null, host = createModuleHost()): unknown {
    const { ContextifyScript } = host.binding('contextify');
    return new ContextifyScript(code, 'x.js').runInContext(sandbox, -1, true, false, false);
  }

  test('gives the value of its last statement and defines globals', () => {
    const host = createModuleHost();
    expect(run('var q = 1; function f() { return q } if (true) { q + 1 }', null, host)).toBe(2);
    expect(run('f() + q', null, host)).toBe(2);
  });

  test('says where it cannot be parsed', () => {
    expect(() => run('let a;\nlet a')).toThrow(
      expect.objectContaining({
        message: "Identifier 'a' has already been declared",
        stack: expect.stringMatching(/^x\.js:2\nlet a\n {4}\^\n\nSyntaxError: /),
      }),
    );
  });

  /** The value, or the name of what is thrown, with the sandbox after it. */
  const CONTEXT_SCRIPTS: [code: string, sandbox: object][] = [
    ['x + 1', { x: 1 }],
    ['x = x + 1; y = 5; typeof y', { x: 1 }],
    ['var a = 1; function f() { return a } f()', {}],
    ['function f() { return 1 } typeof f', {}],
    ['this.z = 1; globalThis.w = 2; z + w', {}],
    ['missing', {}],
    ['typeof missing', {}],
    ['typeof process', {}],
    ['typeof JSON.stringify', {}],
    ['for (var i = 0; i < 3; i++); i', {}],
    ['let l = 1; const c = 2; class K {} l + c', {}],
    ['throw 5', {}],
    ['"use strict"; undeclared = 1', {}],
    ['[1, 2].map((v) => v * k)', { k: 3 }],
    ['k.call(null)', { k: () => 7 }],
    ['delete x; typeof x', { x: 1 }],
    [
      'x',
      {
        get x() {
          return 9;
        },
      },
    ],
    ['eval("x + 1")', { x: 1 }],
  ];

  test.each(CONTEXT_SCRIPTS)('in a context does with %j what it does in Node', (code, sandbox) => {
    const outcome = (evaluate: (sandbox: object) => unknown) => {
      const own = Object.create(null, Object.getOwnPropertyDescriptors(sandbox)) as Record<string, unknown>;
      const plain = Object.assign({}, own);
      let result: unknown;
      try {
        result = evaluate(plain);
      } catch (error) {
        result = (error as { name?: string })?.name ?? error;
      }
      const values = Object.entries(plain).map(([name, value]) => [
        name,
        typeof value,
        JSON.stringify(value),
      ]);
      return { result: JSON.stringify(result), values: values.sort() };
    };
    const host = createModuleHost();
    const { makeContext } = host.binding('contextify');
    expect(outcome((plain) => run(code, makeContext(plain), host))).toEqual(
      outcome((plain) => runInNewContext(code, plain)),
    );
  });
});
