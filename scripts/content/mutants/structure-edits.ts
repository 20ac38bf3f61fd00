import type { MutantEdit, MutantKind } from './mutant.ts';
import { calledName, listIn, nodeIn, type PlacedNode, type SyntaxNode } from './syntax-nodes.ts';

/** Calls inside a chain, last arguments, properties and elements that are left out. */
export function structureEdits({ node, around }: PlacedNode, text: string): MutantEdit[] {
  switch (node.type) {
    case 'CallExpression':
    case 'NewExpression':
      return [...chainedCall(node, around.at(-1), text), ...lastArgument(node, text)];
    case 'ObjectExpression':
      return leftOut(listIn(node, 'properties'), node, text, 'property');
    case 'ArrayExpression':
      return leftOut(listIn(node, 'elements'), node, text, 'element');
    default:
      return [];
  }
}

/** `res.status(404).json(…)` without `.status(404)`. */
function chainedCall(node: SyntaxNode, parent: SyntaxNode | undefined, text: string): MutantEdit[] {
  const callee = nodeIn(node, 'callee');
  const object = callee?.type === 'MemberExpression' ? nodeIn(callee, 'object') : undefined;
  const isInChain = parent?.type === 'MemberExpression' && nodeIn(parent, 'object') === node;
  if (object === undefined || !isInChain || node.type !== 'CallExpression') return [];
  const kept = text.slice(object.start, object.end);
  return [{ kind: 'chained-call', from: node.start, to: node.end, replacement: kept }];
}

function lastArgument(node: SyntaxNode, text: string): MutantEdit[] {
  const given = listIn(node, 'arguments');
  const last = given.at(-1);
  const before = given.at(-2);
  // The handler of a registration, the callback of a timer: dropping the whole statement says the same.
  if (last === undefined || isFunction(last)) return [];
  if (before === undefined) {
    const passes = calledName(node) === 'next' || calledName(node) === 'exit';
    return passes ? [{ kind: 'argument', from: last.start, to: last.end, replacement: '' }] : [];
  }
  return [{ kind: 'argument', from: before.end, to: lastEnd(last, text), replacement: '' }];
}

function lastEnd({ end }: SyntaxNode, text: string): number {
  const comma = /^\s*,/.exec(text.slice(end));
  return comma === null ? end : end + comma[0].length;
}

function isFunction({ type }: SyntaxNode): boolean {
  return type === 'ArrowFunctionExpression' || type === 'FunctionExpression';
}

function leftOut(
  items: readonly SyntaxNode[],
  { end }: SyntaxNode,
  text: string,
  kind: MutantKind,
): MutantEdit[] {
  return items.map((item, i) => {
    const next = items[i + 1];
    const to = next?.start ?? Math.min(lastEnd(item, text), end - 1);
    return { kind, from: item.start, to, replacement: '' };
  });
}
