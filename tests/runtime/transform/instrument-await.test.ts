import { describe, expect, test } from 'vitest';
import { instrumentSource, originalLine } from '../../../src/runtime/transform/instrument-await.ts';

describe('instrumentSource', () => {
  test.each([
    'const a = 1;',
    'function f() { return asynchronous(); }',
    'const o = { async: 1 }; // await',
    'function* g() { yield 1; }',
    'async function f() {}',
    'async () => 1',
  ])('gives %j back as it is', (source) => {
    expect(instrumentSource(source, 'commonjs')).toEqual({ code: source });
  });

  test('gives code that it made back as it is', () => {
    const once = instrumentSource(
      'async function f() { for await (const x of y) await x; }',
      'commonjs',
    ).code;
    expect(instrumentSource(once, 'commonjs')).toEqual({ code: once });
  });

  test.each([
    ['async function f() { return 1; }', 'async function f() { $cS;return 1; }'],
    ['async () => f()', 'async () => $cS(f(),$c.f)'],
    ['async () => a + b', 'async () => ($cS,a + b)'],
  ])('notes that an async function begins: %j', (source, code) => {
    expect(instrumentSource(source, 'commonjs').code).toBe(code);
  });

  test('leaves directives first', () => {
    const { code } = instrumentSource("'use strict'; async () => { 'use strict'; await 1 }", 'commonjs');
    expect(code).toMatch(/^'use strict'; async \(\) => \{ 'use strict'; /);
  });

  test('uses a variable that the source does not', () => {
    const { code } = instrumentSource('let $f; async () => { await $f }', 'commonjs');
    expect(code).toContain('var $f_}');
  });

  test('keeps the lines of Node’s own library, and its syntax', () => {
    const library = (process as unknown as { binding(name: string): Record<string, string> }).binding(
      'natives',
    );
    let changed = 0;
    for (const [id, source] of Object.entries(library)) {
      if (typeof source !== 'string') continue;
      if (/^internal\/deps\/v8\/|^config$/.test(id)) continue;
      const { code } = instrumentSource(source, 'commonjs');
      if (code === source) continue;
      changed += 1;
      expect(code.trimEnd().split('\n').length, id).toBe(source.trimEnd().split('\n').length);
      expect(() => new Function(code), id).not.toThrow();
    }
    expect(changed).toBeGreaterThan(50);
  });
});

describe('originalLine', () => {
  test.each([
    'async function f() { const x = await g(await h()); return k(x); }',
    'const f = async () => { try { await a.b(c); } catch (e) { d(e); } finally { await z } }',
    'async function* f() { const y = yield g(); yield* h(y); }',
    'async function f() { for (const x of y) { await x; } }',
  ])('gives %j back, with its columns', (source) => {
    const { code } = instrumentSource(source, 'commonjs');
    expect(code).not.toBe(source);
    const line = originalLine(code);
    expect(line.text).toBe(source);
    for (const word of source.matchAll(/\b[a-z]\(/g)) {
      const { code: marked } = instrumentSource(
        source.slice(0, word.index) + '\u0394' + source.slice(word.index),
        'commonjs',
      );
      expect(line.column(marked.indexOf('\u0394') + 1)).toBe(word.index + 1);
    }
  });
});
