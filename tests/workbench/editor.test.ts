import { createRequire } from 'node:module';
import { CompletionContext } from '@codemirror/autocomplete';
import { EditorState, Text } from '@codemirror/state';
import { Parser } from 'acorn';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { changedLineNumbers } from '../../src/workbench/editor/changed-lines.ts';
import { completionsFor } from '../../src/workbench/editor/completions.ts';
import { jsonMistake } from '../../src/workbench/editor/json-mistake.ts';
import {
  jsonProblem,
  parserFor,
  scriptProblem,
  templateProblem,
} from '../../src/workbench/editor/syntax-lint.ts';
import { fileNameProblem } from '../../src/workbench/file-names.ts';

/** It comes without types. */
const ejs: { compile(text: string): unknown } = createRequire(import.meta.url)('ejs');
const doc = (text: string): Text => Text.of(text.split('\n'));

describe('syntax as one types', () => {
  test('the place where a file cannot be read is underlined, without the parser’s own numbers', () => {
    expect(scriptProblem(doc('const a = 1\nconst x = = 2\n'), Parser, ['module'])).toEqual([
      { from: 22, to: 23, severity: 'error', message: 'Unexpected token' },
    ]);
  });

  test('a file that ends too early is underlined at its last character', () => {
    const [problem] = scriptProblem(doc('app.get("/", () => {'), Parser, ['module']);
    expect(problem).toMatchObject({ from: 19, to: 20 });
  });

  test('a `.js` file may be of either kind, a `.mjs` file not', () => {
    for (const text of ['import a from "a"', 'return', 'await x()']) {
      expect(scriptProblem(doc(text), Parser, ['module', 'script'])).toEqual([]);
    }
    expect(scriptProblem(doc('return'), Parser, ['module'])).toHaveLength(1);
  });

  test('TypeScript is read as TypeScript', async () => {
    const parser = await parserFor('ts');
    const typed = 'interface A { x: number }\nexport const f = <T,>(a: T): a is T & A => !!a\n';
    expect(scriptProblem(doc(typed), parser, ['module'])).toEqual([]);
    expect(scriptProblem(doc(typed), Parser, ['module'])).toHaveLength(1);
    const [problem] = scriptProblem(doc('const a: number = 1\nconst x: = 2\n'), parser, ['module']);
    expect(problem?.from).toBe(29);
  });

  test('a template is read as EJS reads it', () => {
    const problem = (text: string) => templateProblem(doc(text), Parser)[0];
    const right = [
      '<h1><%= title %></h1>',
      '<% for (const a of all) { -%>\n<li><%- a; %></li>\n<% } _%>',
      '<%# a note = = %><% if (x) { // why %>y<% } else { %>n<% } %>',
      '<%= title // the book’s\n %><%% = = %%><p>%></p>',
      'no code at all<%= %>',
      '<%- include("head", { title }) %>',
    ];
    const wrong: [string, string][] = [
      ['<h1><%= title = = %></h1>', '='],
      ['<p>\n<% if (x { %>y<% } %>', '{'],
      ['<% if (x) { %>never closed', '%>never'],
      ['<h1><%= title( %></h1>\n', '%></h1>'],
      ['a <% b', '<'],
      ['<% } %>', '}'],
    ];
    for (const text of right) {
      expect(() => ejs.compile(text), text).not.toThrow();
      expect(problem(text), text).toBeUndefined();
    }
    for (const [text, at] of wrong) {
      expect(() => ejs.compile(text), text).toThrow();
      const { from = -1 } = problem(text) ?? {};
      expect(text.slice(from).startsWith(at), `${text}: ${text.slice(from)}`).toBe(true);
    }
    expect(problem('a <% b')?.message).toBe('`<%` is not closed by `%>`');
  });

  test('JSON is read as JSON', () => {
    expect(jsonProblem(doc('{"a":1}'))).toEqual([]);
    for (const [text, from] of [
      ['{ "a": }\n', 7],
      ['{ "a": 1,\n}', 10],
      ['[1, 2', 4],
      ['[1] 2', 4],
      ['{ a: 1 }', 2],
      ['["\\q"]', 1],
    ] as const)
      expect(jsonProblem(doc(text))[0], text).toMatchObject({ from });
  });

  test('a place is found in what `JSON.parse` refuses, and only there', () => {
    const part = fc.constantFrom(
      ...'{}[],:"\\ \n01.-eE+tfnu',
      'true',
      'null',
      '"a":',
      '"b"',
      '12',
      '\u0001',
      'é',
    );
    const broken = fc.tuple(fc.json(), fc.nat(), fc.nat(2), part).map(([text, n, cut, put]) => {
      const at = n % (text.length + 1);
      return text.slice(0, at) + put + text.slice(at + cut);
    });
    const isJson = (text: string): boolean => {
      try {
        JSON.parse(text);
        return true;
      } catch {
        return false;
      }
    };
    fc.assert(
      fc.property(
        fc.oneof(
          fc.json(),
          broken,
          fc.array(part).map((all) => all.join('')),
        ),
        (text) => {
          expect(jsonMistake(text) === undefined).toBe(isJson(text));
        },
      ),
      { numRuns: 3000 },
    );
    expect(jsonMistake('['.repeat(100_000))).toBe(100_000);
  });
});

test('lines that differ from the start are told, and so is where some are gone', () => {
  const start = 'one\ntwo\nthree\nfour';
  const numbers = (text: string): number[] => changedLineNumbers(start, doc(text));
  expect(numbers(start)).toEqual([]);
  expect(numbers('one\nTWO\nthree\nfour')).toEqual([2]);
  expect(numbers('one\ntwo\nnew\nnewer\nthree\nfour')).toEqual([3, 4]);
  expect(numbers('one\nfour')).toEqual([2]);
});

test('a file that has nothing in common with its start is compared in no time', () => {
  const start = Array.from({ length: 60 }, (_, i) => `app.get('/books/${i}', (req, res) => res.json(${i}))`);
  for (const text of ['a;\n'.repeat(200_000), `// ${'x'.repeat(1_000_000)}`]) {
    const before = performance.now();
    expect(changedLineNumbers(start.join('\n'), doc(text)).length).toBeGreaterThan(0);
    // In full detail it is a matter of minutes.
    expect(performance.now() - before).toBeLessThan(10_000);
  }
});

test('completions are the lesson’s packages, the project’s files, and the members of what Express hands over', () => {
  const complete = completionsFor(['express', 'pino'], () => ['server.mjs', 'views/error.ejs']);
  const at = (text: string): string[] =>
    complete(new CompletionContext(EditorState.create({ doc: text }), text.length, true))?.options.map(
      ({ label }) => label,
    ) ?? [];
  expect(at("import pino from '")).toEqual(
    expect.arrayContaining(['express', 'pino', 'node:fs', './server.mjs']),
  );
  expect(at("import pino from '")).not.toContain('./views/error.ejs');
  expect(at('res.')).toContain('headersSent');
  expect(at('nobody.')).toEqual([]);
});

test.each([
  ['errors.mjs', ''],
  ['views/error.ejs', ''],
  ['', 'needs a name'],
  ['server.mjs', 'already'],
  ['../x.mjs', 'Letters'],
  ['/etc/passwd', 'Letters'],
  ['a b.mjs', 'Letters'],
  ['node_modules/x.js', 'sandbox'],
  ['.services/x', 'sandbox'],
  ['server.mjs/x', 'at once'],
])('a new file %j: %s', (path, problem) => {
  expect(fileNameProblem(path, ['server.mjs'])).toContain(problem);
  if (problem === '') expect(fileNameProblem(path, ['server.mjs'])).toBe('');
});
