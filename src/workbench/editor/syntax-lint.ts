import { type Diagnostic, linter } from '@codemirror/lint';
import type { Extension, Text } from '@codemirror/state';
import type { Parser } from 'acorn';
import { jsonMistake } from './json-mistake.ts';
import { templateProgram } from './template-program.ts';

/** Milliseconds after the last key until the text is read. */
const pause = 300;

/** Underlines the place where a file cannot be read, as one types. The parser is fetched when it is first needed. */
export function syntaxLint(path: string): Extension {
  const extension = path.split('.').pop() ?? '';
  if (extension === 'json') return linter(({ state }) => jsonProblem(state.doc), { delay: pause });
  if (extension === 'ejs')
    return linter(async ({ state }) => templateProblem(state.doc, await parserFor('js')), { delay: pause });
  const kinds = kindsOf[extension];
  if (!kinds) return [];
  return linter(async ({ state }) => scriptProblem(state.doc, await parserFor(extension), kinds), {
    delay: pause,
  });
}

type Kind = 'module' | 'script';

/** How Node may read a file, by its extension: a `.js` or `.ts` file may be of either kind. */
const kindsOf: Readonly<Record<string, readonly Kind[]>> = {
  mjs: ['module'],
  cjs: ['script'],
  js: ['module', 'script'],
  mts: ['module'],
  cts: ['script'],
  ts: ['module', 'script'],
};

/** The parser of a language; that of TypeScript is fetched for its files alone. */
export async function parserFor(extension: string): Promise<typeof Parser> {
  const { Parser: JavaScript } = await import('acorn');
  if (!extension.endsWith('ts')) return JavaScript;
  const { tsPlugin } = await import('@sveltejs/acorn-typescript');
  return JavaScript.extend(tsPlugin());
}

/** The first place that a file cannot be read past, whichever of these kinds it is. */
export function scriptProblem(doc: Text, parser: typeof Parser, kinds: readonly Kind[]): Diagnostic[] {
  const found = firstProblem(doc.toString(), parser, kinds);
  return found ? [diagnostic(doc, found.position, found.message)] : [];
}

/** The same for the code in a template. */
export function templateProblem(doc: Text, parser: typeof Parser): Diagnostic[] {
  const program = templateProgram(doc.toString());
  if ('unclosed' in program)
    return [diagnostic(doc, program.from, `\`${program.unclosed}\` is not closed by \`%>\``)];
  const found = firstProblem(program.code, parser, ['script']);
  return found ? [diagnostic(doc, program.placeOf(found.position), found.message)] : [];
}

function firstProblem(
  text: string,
  parser: typeof Parser,
  kinds: readonly Kind[],
): { readonly position: number; readonly message: string } | undefined {
  let first: (SyntaxError & { pos?: number }) | undefined;
  for (const kind of kinds) {
    try {
      parser.parse(text, {
        ecmaVersion: 'latest',
        locations: true,
        sourceType: kind,
        allowHashBang: true,
        allowReturnOutsideFunction: kind === 'script',
      });
      return undefined;
    } catch (error) {
      first ??= error as SyntaxError & { pos?: number };
    }
  }
  const message = (first?.message ?? '').replace(/ \(\d+:\d+\)$/, '');
  return { position: first?.pos ?? 0, message };
}

export function jsonProblem(doc: Text): Diagnostic[] {
  const text = doc.toString();
  if (text.trim() === '') return [];
  try {
    JSON.parse(text);
    return [];
  } catch (error) {
    return [diagnostic(doc, jsonMistake(text) ?? text.length, (error as SyntaxError).message)];
  }
}

function diagnostic(doc: Text, position: number, message: string): Diagnostic {
  const from = Math.min(position, doc.length);
  // An error at the very end has no character of its own: the one before is underlined.
  const at = from === doc.length ? Math.max(0, from - 1) : from;
  return { from: at, to: Math.min(at + 1, doc.length), severity: 'error', message };
}
