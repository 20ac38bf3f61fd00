import { execFileSync } from 'node:child_process';
import { beforeAll, describe, expect, it } from 'vitest';
import { readFacts } from '../../scripts/node-library.mjs';
import { parseCommandLine } from '../../src/runtime/command-line.ts';
import type { NodeFacts } from '../../src/runtime/node-facts.ts';

let facts: NodeFacts;
beforeAll(() => {
  facts = readFacts();
});

/** What real Node makes of the same words. */
function real(words: readonly string[], names: readonly string[]): unknown {
  const program = `
    const { getOptionValue } = require('internal/options');
    const names = ${JSON.stringify(names)};
    console.log(JSON.stringify({ execArgv: process.execArgv, args: process.argv.slice(1), values: names.map((name) => getOptionValue(name)) }));`;
  // The program itself comes by way of --eval, so Node is asked about the words before it.
  const output = execFileSync(process.execPath, [
    '--expose-internals',
    ...words.slice(0, -1),
    '-e',
    program,
    '--',
    words.at(-1) ?? '',
  ]);
  return JSON.parse(output.toString()).values;
}

describe('parseCommandLine', () => {
  it('keeps the script and what follows it apart from the options', () => {
    const line = parseCommandLine(['--no-warnings', 'server.js', '--port', '3'], undefined, facts);
    expect(line.execArgv).toEqual(['--no-warnings']);
    expect(line.args).toEqual(['server.js', '--port', '3']);
    expect(line.options['--warnings']).toBe(false);
  });

  it.each([
    [['--unhandled-rejections=warn', 'a'], ['--unhandled-rejections']],
    [['--import', './x.mjs', '--import=./y.mjs', 'a'], ['--import']],
    [['-r', './x.cjs', 'a'], ['--require']],
    [['--max_http_header_size=100', 'a'], ['--max-http-header-size']],
    [['-C', 'development', 'a'], ['--conditions']],
    [
      ['--no-deprecation', 'a'],
      ['--no-deprecation', '--deprecation'],
    ],
    [['--trace-warnings', '--stack-trace-limit=3', 'a'], ['--trace-warnings']],
  ] as const)('reads %j as Node does', (words, names) => {
    const { options } = parseCommandLine(words, undefined, facts);
    const safe = words.map((word) =>
      word
        .replace('./x.mjs', 'data:text/javascript,')
        .replace('./y.mjs', 'data:text/javascript,0')
        .replace('./x.cjs', 'node:fs'),
    );
    const expected = real(safe, names);
    const ours = JSON.parse(
      JSON.stringify(names.map((name) => options[name]))
        .replaceAll('./x.mjs', 'data:text/javascript,')
        .replaceAll('./y.mjs', 'data:text/javascript,0')
        .replaceAll('./x.cjs', 'node:fs'),
    );
    expect(ours).toEqual(expected);
  });

  it('takes options from NODE_OPTIONS without showing them in execArgv', () => {
    const line = parseCommandLine(['a.js'], '--unhandled-rejections=none --no-warnings', facts);
    expect(line.options['--unhandled-rejections']).toBe('none');
    expect(line.execArgv).toEqual([]);
  });

  it('refuses what Node refuses, in its words', () => {
    expect(() => parseCommandLine(['--nonsense', 'a'], undefined, facts)).toThrow('bad option: --nonsense');
    expect(() => parseCommandLine(['--import'], undefined, facts)).toThrow('--import requires an argument');
  });
});
