/**
 * Remembers where an error was thrown. V8 tells an embedder the place of the `throw`; a browser tells only where the
 * error was created, and a fatal error is printed with the line that threw it.
 */
import type { Program } from 'acorn';
import type { SourceEdits } from './source-edits.ts';
import { type AnyNode, childrenOf, withoutParentheses } from './syntax-tree.ts';

/** WebKit's frames of evaluated code have neither a name nor a line: there, errors are noted where they are made. */
// biome-ignore lint/security/noGlobalEval: it asks how this browser shows code that went through `eval`
const framesHaveNames = (0, eval)('new Error().stack\n//# sourceURL=framed')?.includes('framed') ?? true;
const CONSTRUCTOR = /^[A-Z]\w*(?:Error|Exception)$|^Error$/;

/** Whether a script is the program’s own, and no package’s. */
export const isOwn = (script: string): boolean => !script.includes('/node_modules/');

/** Whether it is worth the parse: a package's own errors are shown where they were made. */
export function reportsThrows(script: string, source: string): boolean {
  // What is caught may be an error that the browser made, whose stack nobody has seen yet.
  if (!framesHaveNames && /\bcatch\s*\(/.test(source)) return true;
  if (!isOwn(script)) return false;
  return /\bthrow\b/.test(source) || (!framesHaveNames && /\bnew\s+\w*(?:Error|Exception)\b/.test(source));
}

/**
 * Makes every `throw value` report itself: `throw $c.W(value, script, line, column)`; in WebKit, every `catch (error)`
 * shows what it got to `$c.E(error)`, which makes the stack readable.
 */
export function instrumentThrows(
  program: Program,
  edits: SourceEdits,
  script: string,
  options: { readonly runtime?: string } = {},
): void {
  const { runtime = '$c' } = options;
  const visit = (node: AnyNode): void => {
    if (node.type === 'ThrowStatement') {
      const argument = withoutParentheses(node.argument);
      if (framesHaveNames || argument.type !== 'NewExpression') {
        const { line, column } = positionOf(edits.source, node.start);
        const after = `, ${JSON.stringify(script)}, ${line}, ${column})`;
        edits.wrap(node.argument.start, node.argument.end, `${runtime}.W((`, `)${after}`);
      }
    }
    if (!framesHaveNames && node.type === 'NewExpression' && isErrorConstructor(node.callee)) {
      const { line, column } = positionOf(edits.source, node.start);
      edits.wrap(node.start, node.end, `${runtime}.W((`, `), ${JSON.stringify(script)}, ${line}, ${column})`);
    }
    if (!framesHaveNames && node.type === 'CatchClause' && node.param?.type === 'Identifier') {
      edits.after(node.body.start + 1, `${runtime}.E(${node.param.name});`);
    }
    for (const child of childrenOf(node)) visit(child);
  };
  visit(program);
}

function isErrorConstructor(callee: AnyNode): boolean {
  return callee.type === 'Identifier' && CONSTRUCTOR.test(callee.name);
}

function positionOf(source: string, offset: number): { line: number; column: number } {
  let line = 1;
  let start = 0;
  for (let at = source.indexOf('\n'); at !== -1 && at < offset; at = source.indexOf('\n', at + 1)) {
    line++;
    start = at + 1;
  }
  return { line, column: offset - start + 1 };
}
