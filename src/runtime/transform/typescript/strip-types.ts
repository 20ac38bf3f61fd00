/**
 * Takes the types out of TypeScript by overwriting them with spaces, so that every line and column stays
 * (https://nodejs.org/api/typescript.html#type-stripping). Syntax that would need code of its own is refused.
 *
 * In a chunk of its own: only programs in TypeScript load it.
 */
import { tsPlugin } from '@sveltejs/acorn-typescript';
import { Parser } from 'acorn';
import { SourceEdits } from '../source-edits.ts';
import { TypeBlanker } from './type-blanker.ts';
import type { TypeScriptNode } from './typescript-tree.ts';

/** What the library expects to be thrown, in the shape of amaro's errors. */
export interface StripError {
  readonly code: 'UnsupportedSyntax' | 'InvalidSyntax';
  readonly message: string;
  readonly filename: string;
  readonly startLine: number;
  /** The source line with carets below it, or the lines around a longer stretch. */
  readonly snippet: string;
}

const EXPECTED_TYPE =
  'Expected an identifier, void, yield, null, await, break, a string literal, a numeric literal, true, false, `, -, import, this, typeof, {, [, (';

interface ParserWithExports {
  new (options: object, source: string): { parse(): TypeScriptNode; checkLocalExport(id: unknown): void };
}

const TypeScriptParser = Parser.extend(tsPlugin() as never) as unknown as ParserWithExports;

class LenientParser extends TypeScriptParser {
  // An exported name may be that of a type.
  override checkLocalExport(): void {}
}

/**
 * Takes the place of `internal/deps/amaro/dist/index`.
 *
 * @throws {StripError}
 */
export function transformSync(
  source: string,
  options: { readonly mode?: string; readonly filename?: string } = {},
): { code: string } {
  const { filename = '' } = options;
  if (options.mode === 'transform') {
    const message = 'Transforming TypeScript is not available in this sandbox: types can only be stripped.';
    throw failure(source, filename, 'UnsupportedSyntax', message, 0, 0);
  }
  const edits = new SourceEdits(source);
  const blanker = new TypeBlanker(edits, (message, { start, end }) => {
    throw failure(source, filename, 'UnsupportedSyntax', message, start, end);
  });
  blanker.program(parse(source, filename));
  return { code: edits.apply().code };
}

function parse(source: string, filename: string): TypeScriptNode {
  const options = {
    ecmaVersion: 'latest',
    allowHashBang: true,
    allowReturnOutsideFunction: true,
    locations: true,
  };
  try {
    return new LenientParser({ ...options, sourceType: 'module' }, source).parse();
  } catch (error) {
    try {
      return new LenientParser({ ...options, sourceType: 'script' }, source).parse();
    } catch {
      throw invalid(source, filename, error as SyntaxError & { pos: number });
    }
  }
}

function invalid(source: string, filename: string, error: SyntaxError & { pos: number }): StripError {
  const { pos } = error;
  if (pos >= source.trimEnd().length)
    return failure(source, filename, 'InvalidSyntax', 'Unexpected eof', pos, pos);
  const words = error.message.replace(/ \(\d+:\d+\)$/, '');
  const token = /^(?:[\p{ID_Continue}$]+|[^\s])/u.exec(source.slice(pos))?.[0] ?? '';
  const message = words === 'Unexpected token' ? unexpected(source, pos, token) : words;
  return failure(source, filename, 'InvalidSyntax', message, pos, pos + token.length);
}

function unexpected(source: string, offset: number, token: string): string {
  if (source.slice(0, offset).trimEnd().endsWith(':'))
    return `Unexpected token \`${token}\`. ${EXPECTED_TYPE}`;
  return /^[;})\]]/.test(token) ? 'Expression expected' : `Unexpected token \`${token}\``;
}

function failure(
  source: string,
  filename: string,
  code: StripError['code'],
  message: string,
  start: number,
  end: number,
): StripError {
  const lines = source.split('\n').map((line) => line.replaceAll('\t', '    '));
  const first = source.slice(0, start).split('\n').length - 1;
  const last = source.slice(0, end).split('\n').length - 1;
  // An end of file on a line of its own has none to show.
  const isAfterAll = start === end && lines[first] === '' && first > 0;
  const snippet = first === last ? underlined(lines, first, source, start, end) : marked(lines, first, last);
  return { code, message, filename, startLine: isAfterAll ? first : first + 1, snippet };
}

/** The line with what is meant underlined, between the line before it and the one after, where that is not empty. */
function underlined(
  lines: readonly string[],
  index: number,
  source: string,
  start: number,
  end: number,
): string {
  const shown = index > 0 ? [lines[index - 1]] : [];
  if (start < end) {
    const before = source.slice(source.lastIndexOf('\n', start - 1) + 1, start).replaceAll('\t', '    ');
    shown.push(lines[index], ' '.repeat(before.length) + '^'.repeat(end - start));
    if (lines[index + 1]) shown.push(lines[index + 1]);
  } else if (lines[index] !== '') shown.push(lines[index]);
  return shown.map((line) => `${line}\n`).join('');
}

/** Lines around a longer stretch, with signs at its first and last one. */
function marked(lines: readonly string[], first: number, last: number): string {
  const from = Math.max(0, first - 1);
  return lines
    .slice(from, lines[last + 1] ? last + 2 : last + 1)
    .map((line, index) => `${from + index === first || from + index === last ? '  > ' : '    '}${line}\n`)
    .join('');
}
