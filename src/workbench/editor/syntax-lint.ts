import { type Diagnostic, linter } from '@codemirror/lint';
import type { Extension, Text } from '@codemirror/state';
import type { parse as Parse } from 'acorn';

/** Milliseconds after the last key until the text is read. */
const pause = 300;

/** Underlines the place where a file cannot be read, as one types. The parser is fetched when it is first needed. */
export function syntaxLint(path: string): Extension {
  const extension = path.split('.').pop() ?? '';
  if (extension === 'json') return linter(({ state }) => jsonProblem(state.doc), { delay: pause });
  if (!['mjs', 'cjs', 'js'].includes(extension)) return [];
  return linter(
    async ({ state }) => {
      const { parse } = await import('acorn');
      return scriptProblem(state.doc, parse, extension);
    },
    { delay: pause },
  );
}

/** The first place that a JavaScript file cannot be read past; as Node reads it, a `.js` file may be of either kind. */
export function scriptProblem(doc: Text, parse: typeof Parse, extension: string): Diagnostic[] {
  const text = doc.toString();
  const kinds = { mjs: ['module'], cjs: ['script'] }[extension] ?? ['module', 'script'];
  let first: (SyntaxError & { pos?: number }) | undefined;
  for (const kind of kinds) {
    try {
      parse(text, {
        ecmaVersion: 'latest',
        sourceType: kind as 'module' | 'script',
        allowHashBang: true,
        allowReturnOutsideFunction: kind === 'script',
      });
      return [];
    } catch (error) {
      first ??= error as SyntaxError & { pos?: number };
    }
  }
  const message = (first?.message ?? '').replace(/ \(\d+:\d+\)$/, '');
  return [diagnostic(doc, first?.pos ?? 0, message)];
}

export function jsonProblem(doc: Text): Diagnostic[] {
  const text = doc.toString();
  if (text.trim() === '') return [];
  try {
    JSON.parse(text);
    return [];
  } catch (error) {
    const { message } = error as SyntaxError;
    const told = /position (\d+)/.exec(message)?.[1];
    return [diagnostic(doc, told === undefined ? text.length : Number(told), message)];
  }
}

function diagnostic(doc: Text, position: number, message: string): Diagnostic {
  const from = Math.min(position, doc.length);
  // An error at the very end has no character of its own: the one before is underlined.
  const at = from === doc.length ? Math.max(0, from - 1) : from;
  return { from: at, to: Math.min(at + 1, doc.length), severity: 'error', message };
}
