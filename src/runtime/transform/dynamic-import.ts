/** Turns `import(…)` and `import.meta`, which only modules of the host can have, into calls of given functions. */
import type { Program } from 'acorn';
import type { SourceEdits } from './source-edits.ts';
import { type AnyNode, childrenOf } from './syntax-tree.ts';

/** Whether `source` may hold `import(…)`; `false` is certain and costs no parse. */
export function mayImportDynamically(source: string): boolean {
  return /\bimport\s*(?:\(|\/[/*]|\.)/.test(source);
}

/** The name of a global that makes a function from texts, as `Function`, but with `import()` bound to its first argument. */
export const IMPORTING_FUNCTION = '$cF';

/**
 * Where `new Function('name', 'return import(name)')` begins, up to its first argument: tools that are compiled to
 * CommonJS keep a real `import()` in this way. `undefined` for any other node.
 */
function functionFromText(node: AnyNode): { start: number; end: number } | undefined {
  if (node.type !== 'NewExpression' && node.type !== 'CallExpression') return undefined;
  const [first] = node.arguments as AnyNode[];
  const body = (node.arguments as AnyNode[]).at(-1);
  const isText =
    body?.type === 'Literal' && typeof body.value === 'string' && mayImportDynamically(body.value);
  if (node.callee.type !== 'Identifier' || node.callee.name !== 'Function' || !isText) return undefined;
  return { start: node.start, end: (first as AnyNode).start };
}

export function rewriteDynamicImports(
  program: Program,
  edits: SourceEdits,
  names: { readonly dynamicImport: string; readonly meta: string },
): boolean {
  const { source } = edits;
  if (!mayImportDynamically(source)) return false;
  let found = false;
  const visit = (node: AnyNode): void => {
    if (node.type === 'ImportExpression') {
      edits.replace(node.start, node.start + 'import'.length, names.dynamicImport);
      found = true;
    } else if (node.type === 'MetaProperty' && node.meta.name === 'import') {
      const end = node.start + 'import'.length;
      edits.replace(node.start, end, `${names.meta}()`);
      edits.blank(end, node.end);
    }
    const call = functionFromText(node);
    if (call) {
      edits.replace(call.start, call.end, `${IMPORTING_FUNCTION}(${names.dynamicImport},`);
      found = true;
    }
    for (const child of childrenOf(node)) visit(child);
  };
  visit(program);
  return found;
}
