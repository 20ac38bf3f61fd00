import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { placeOfJsonError } from '../../src/runtime/json-errors.ts';

const texts = [
  '{',
  '',
  ' ',
  '[1,',
  '"abc',
  'undefined',
  'nul',
  'nulx',
  'trux',
  '[1,]',
  '{"a":}',
  '[,1]',
  ',',
  ']',
  '[ ]]',
  '{"a": [1, {"b": x}]}',
  '{"a":1,\n "b": nope }',
  '<html>\n<b>',
  '[object Object]',
  '{a:1}',
  '01',
  '-',
  '"a\nb"',
  '{"a":1}x',
  '[tru',
  '{"a":"x\\u12"}',
  'x'.repeat(50),
  '\r\nx',
  'a\r\nb',
  '{"k":\n',
  "'a'",
  '[{"a":{}}, fals]',
  '{"a":"}]","b":[[],[1,2],-]}',
  '[1 2]',
  '{"a" 1}',
];

test('says of a text where it stops being JSON, as Node does', () => {
  const program = `
    const { getErrorSourcePositions } = require('internal/test/binding').internalBinding('errors');
    console.log(JSON.stringify(${JSON.stringify(texts)}.map((text) => {
      try { JSON.parse(text) } catch (error) { return [error.message, getErrorSourcePositions(error)] }
    })));`;
  const out = execFileSync(process.execPath, ['--expose-internals', '--no-warnings', '-e', program]);
  const told = JSON.parse(out.toString()) as [string, Record<string, unknown>][];
  for (const [index, [message, place]] of told.entries()) {
    const text = texts[index] as string;
    expect(placeOfJsonError(text, message), JSON.stringify(text)).toMatchObject({
      text: place['sourceLine'],
      line: place['lineNumber'],
      column: (place['startColumn'] as number) + 1,
    });
  }
});
