import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { arrowMessage } from '../../../src/runtime/bindings/script-errors.ts';
import { parseSource } from '../../../src/runtime/transform/parse.ts';
import { explainSyntaxError } from '../../../src/runtime/transform/syntax-errors.ts';
import { BROKEN_SOURCES } from './broken-sources.ts';

type Kind = 'module' | 'commonjs';
interface Failure {
  readonly message: string;
  readonly arrow: string;
}

const NAMES: Record<Kind, string> = { module: 'file:///app/a.mjs', commonjs: '/app/a.js' };

/** What Node says about each source, and the lines that it prints above the stack. */
const ORACLE = `
  const { internalBinding } = require('internal/test/binding');
  const { ModuleWrap } = internalBinding('module_wrap');
  const { compileFunctionForCJSLoader } = internalBinding('contextify');
  const { privateSymbols: { arrow_message_private_symbol: arrow } } = internalBinding('util');
  const failure = (compile) => { try { compile(); return null } catch (e) { return { message: e.message, arrow: e[arrow] } } };
  const { sources, names } = JSON.parse(require('fs').readFileSync(0));
  console.log(JSON.stringify(sources.map((source) => ({
    module: failure(() => new ModuleWrap(names.module, undefined, source, 0, 0, undefined)),
    commonjs: failure(() => compileFunctionForCJSLoader(source, names.commonjs, false, false)),
  }))));
`;

const oracle: Record<Kind, Failure | null>[] = JSON.parse(
  execFileSync(process.execPath, ['--expose-internals', '--no-warnings', '-e', ORACLE], {
    input: JSON.stringify({ sources: BROKEN_SOURCES, names: NAMES }),
    encoding: 'utf8',
  }),
);

function failureOf(source: string, kind: Kind): Failure | null {
  try {
    parseSource(source, kind);
    return null;
  } catch (error) {
    const { message, ...place } = explainSyntaxError(error as SyntaxError & { pos: number }, {
      source,
      kind,
    });
    return { message, arrow: arrowMessage({ name: NAMES[kind], source, ...place }) };
  }
}

test.each(BROKEN_SOURCES.map((source, index) => [source, index] as const))(
  'what is wrong with %j is said in the words of V8, with its line and carets',
  (source, index) => {
    expect(failureOf(source, 'module')).toEqual(oracle[index]!.module);
    expect(failureOf(source, 'commonjs')).toEqual(oracle[index]!.commonjs);
  },
);
