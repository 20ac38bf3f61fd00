import { describe, expect, test } from 'vitest';
import { mutantKey } from '../../scripts/content/mutants/mutant.ts';
import { mutantsOf } from '../../scripts/content/mutants/mutate.ts';

/** What becomes of the changed lines. */
function changes(text: string, starter = ''): string[] {
  return mutantsOf({ 'server.mjs': text }, { 'server.mjs': starter }).map(({ becomes }) => becomes);
}

describe('mutants of a solution', () => {
  test('conditions: always, never, and the other way round', () => {
    expect(changes('if (ready(a)) go(a);')).toEqual([
      'if (true) go(a);',
      'if (false) go(a);',
      'if (!(ready(a))) go(a);',
      'if (ready(a)) ;',
    ]);
  });

  test('boundaries and operators', () => {
    expect(changes('const ok = status < 500 || late;')).toEqual([
      'const ok = status < 500 && late;',
      'const ok = (status < 500);',
      'const ok = (late);',
      'const ok = status <= 500 || late;',
      'const ok = status >= 500 || late;',
      'const ok = status < 400 || late;',
    ]);
  });

  test('a forgotten await, a forgotten return, a status that was not set, another status', () => {
    const found = changes('async function f(res) { await save(); return res.status(404).json(1); }');
    expect(found).toContain('async function f(res) { save(); return res.status(404).json(1); }');
    expect(found).toContain('async function f(res) { await save(); res.status(404).json(1); }');
    expect(found).toContain('async function f(res) { await save(); return res.json(1); }');
    expect(found).toContain('async function f(res) { await save(); return res.status(500).json(1); }');
  });

  test('middleware in the other order, and routes only where middleware stands beside them', () => {
    const found = changes('app.get("/a", f);\napp.get("/b", g);\napp.use(h);');
    expect(found).toContain('app.use(h); app.get("/b", g);');
    expect(found).not.toContain('app.get("/b", g); app.get("/a", f);');
  });

  test('texts that behaviour hangs on, and no others', () => {
    const found = changes("process.on('SIGTERM', stop);\nlog.info('bye');");
    expect(found).toContain("process.on('mutant', stop);");
    expect(found.some((line) => line.includes("log.info('mutant'"))).toBe(false);
  });

  test('data that the starter has already is left alone', () => {
    const data = 'const book = { id: 7, title: "Pnin" };';
    expect(changes(data)).not.toEqual([]);
    expect(changes(data, data)).toEqual([]);
  });

  test('templates that print without escaping', () => {
    const mutants = mutantsOf({ 'views/error.ejs': '<p><%= message %></p>' }, {});
    expect(mutants.map(({ text }) => text)).toEqual(['<p><%- message %></p>']);
  });

  test('every mutant can be read, differs from the solution, and has a key of its own that no line number is part of', () => {
    const text =
      'app.use((err, req, res, next) => {\n  if (err.status >= 500) log(err, { at: 1 });\n  next(err);\n});\n';
    const mutants = mutantsOf({ 'server.mjs': text }, {});
    const moved = mutantsOf({ 'server.mjs': `\n\n${text}` }, {});
    expect(new Set(mutants.map((mutant) => mutantKey(mutant))).size).toBe(mutants.length);
    expect(moved.map((mutant) => mutantKey(mutant))).toEqual(mutants.map((mutant) => mutantKey(mutant)));
    for (const mutant of mutants) expect(mutant.text).not.toBe(text);
  });
});
