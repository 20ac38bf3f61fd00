/** Turns `import(…)` and `import.meta`, which only modules of the host can have, into calls of given functions. */
import type { Program } from 'acorn';
import type { SourceEdits } from './source-edits.ts';
import { type AnyNode, childrenOf } from './syntax-tree.ts';

/** Whether `source` may hold `import(…)`; `false` is certain and costs no parse. */
export function mayImportDynamically(source: string): boolean {
  return /\bimport\s*(?:\(|\/[/*]|\.)/.test(source);
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
    for (const child of childrenOf(node)) visit(child);
  };
  visit(program);
  return found;
}
