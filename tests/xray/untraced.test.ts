import { expect, test } from 'vitest';
import { instrument } from '../../src/xray/instrument.ts';
import { untracedText } from '../../src/xray/untraced.ts';

const code = "const a = 1\nconst f = async () => { await a; throw new Error('x') }\nf()\n";
const files = { 'server.mjs': code };
const { files: traced, moved } = instrument(files);
const line = traced['server.mjs']?.split('\n')[1] ?? '';

test('columns and the line of code stand as they were without probes', () => {
  const column = line.indexOf('new Error') + 1;
  const written = `file:///app/server.mjs:2\n${line}\n${' '.repeat(column - 1)}^\n\nError: x\n    at f (file:///app/server.mjs:2:${column})\n    at other.mjs:2:99\n`;
  const own = code.split('\n')[1] ?? '';
  const at = own.indexOf('new Error') + 1;
  expect(untracedText(written, files, moved)).toBe(
    `file:///app/server.mjs:2\n${own}\n${' '.repeat(at - 1)}^\n\nError: x\n    at f (file:///app/server.mjs:2:${at})\n    at other.mjs:2:99\n`,
  );
});

test('each place of the code is led back to itself', () => {
  const own = code.split('\n')[1] ?? '';
  for (const word of ['const f', 'async', 'await', 'throw', 'Error']) {
    const seen = untracedText(`server.mjs:2:${line.indexOf(word) + 1}`, files, moved);
    expect(seen, word).toBe(`server.mjs:2:${own.indexOf(word) + 1}`);
  }
});

test('the text of a function that was written stands as the learner wrote it', () => {
  const { files: other, moved: by } = instrument({ 'a.js': 'x = function (a) { const b = a; return b }\n' });
  const [body = ''] = /function.*/.exec(other['a.js'] ?? '') ?? [];
  expect(body).toContain('__xray');
  expect(untracedText(body, { 'a.js': '' }, by)).toBe('function (a) { const b = a; return b }');
});

test('a caret below a line that begins with tabs stands below its word', () => {
  const own = '\t\t\tthrow new Error(x)';
  const program = { 'a.js': `if (x)\n\tif (y) {\n${own}\n\t}\n` };
  const { files: other, moved: by } = instrument(program);
  const seen = other['a.js']?.split('\n')[2] ?? '';
  const indent = seen.slice(0, seen.indexOf('throw')).replace(/[^\t]/g, ' ');
  expect(seen).toContain('__xray');
  expect(untracedText(`/app/a.js:3\n${seen}\n${indent}^\n`, program, by)).toBe(
    `/app/a.js:3\n${own}\n\t\t\t^\n`,
  );
});
