/** What the transforms ask of acorn's syntax tree. */
import type { AnyNode } from 'acorn';

export type { AnyNode };

export type NodeOf<Type extends AnyNode['type']> = Extract<AnyNode, { type: Type }>;

export type FunctionNode = NodeOf<'FunctionDeclaration' | 'FunctionExpression' | 'ArrowFunctionExpression'>;

/** The nodes right below `node`, in the order of the source as far as acorn keeps it. */
export function childrenOf(node: AnyNode): AnyNode[] {
  const children: AnyNode[] = [];
  const fields = node as unknown as Record<string, unknown>;
  for (const key in fields) {
    const value = fields[key];
    if (typeof value !== 'object' || value === null) continue;
    if (Array.isArray(value)) {
      for (const entry of value) if (isNode(entry)) children.push(entry);
    } else if (isNode(value)) children.push(value);
  }
  return children;
}

function isNode(value: unknown): value is AnyNode {
  return (
    typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string'
  );
}

export function isFunction(node: AnyNode): node is FunctionNode {
  return (
    node.type === 'FunctionDeclaration' ||
    node.type === 'FunctionExpression' ||
    node.type === 'ArrowFunctionExpression'
  );
}

/** The expression inside any number of parentheses. */
export function withoutParentheses(node: AnyNode): AnyNode {
  let inner = node;
  while (inner.type === 'ParenthesizedExpression') inner = inner.expression;
  return inner;
}

/** The names that a pattern binds, with the nodes that name them. */
export function* boundIdentifiers(pattern: AnyNode | null | undefined): Generator<NodeOf<'Identifier'>> {
  if (pattern == null) return;
  switch (pattern.type) {
    case 'Identifier':
      yield pattern;
      return;
    case 'ObjectPattern':
      for (const property of pattern.properties) {
        yield* boundIdentifiers(property.type === 'RestElement' ? property.argument : property.value);
      }
      return;
    case 'ArrayPattern':
      for (const element of pattern.elements) yield* boundIdentifiers(element);
      return;
    case 'AssignmentPattern':
      yield* boundIdentifiers(pattern.left);
      return;
    case 'RestElement':
      yield* boundIdentifiers(pattern.argument);
      return;
    case 'ParenthesizedExpression':
      yield* boundIdentifiers(pattern.expression);
      return;
  }
}
