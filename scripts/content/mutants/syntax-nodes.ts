import { type Node, parse } from 'acorn';

/** A node of ESTree as a record: which keys it has depends on its type. */
export interface SyntaxNode extends Node {
  readonly [key: string]: unknown;
}

/** A node with the nodes around it, the nearest one last. */
export interface PlacedNode {
  readonly node: SyntaxNode;
  readonly around: readonly SyntaxNode[];
}

/** Parses an ES module, or a script where that is what it is; throws acorn's `SyntaxError` where it is neither. */
export function parseProgram(path: string, text: string): SyntaxNode {
  const options = { ecmaVersion: 'latest', allowHashBang: true } as const;
  if (!path.endsWith('.cjs')) {
    try {
      return parse(text, { ...options, sourceType: 'module' }) as unknown as SyntaxNode;
    } catch (error) {
      if (path.endsWith('.mjs')) throw error;
    }
  }
  return parse(text, {
    ...options,
    sourceType: 'script',
    allowReturnOutsideFunction: true,
  }) as unknown as SyntaxNode;
}

/** All nodes, each before the ones inside it. */
export function* nodesOf(node: SyntaxNode, around: readonly SyntaxNode[] = []): Generator<PlacedNode> {
  yield { node, around };
  const inside = [...around, node];
  for (const [key, value] of Object.entries(node)) {
    if (key === 'type' || key === 'start' || key === 'end') continue;
    for (const child of Array.isArray(value) ? value : [value]) {
      if (isNode(child)) yield* nodesOf(child, inside);
    }
  }
}

export function isNode(value: unknown): value is SyntaxNode {
  return value !== null && typeof value === 'object' && 'type' in value && 'start' in value;
}

/** The nodes under a key that holds a list; gaps in it are left out. */
export function listIn(node: SyntaxNode, key: string): readonly SyntaxNode[] {
  const list = node[key];
  return Array.isArray(list) ? list.filter(isNode) : [];
}

/** The node under a key. */
export function nodeIn(node: SyntaxNode, key: string): SyntaxNode | undefined {
  const child = node[key];
  return isNode(child) ? child : undefined;
}

/** The name that a call uses: `status` of `res.status(404)`, `next` of `next(err)`. */
export function calledName(call: SyntaxNode): string | undefined {
  const callee = nodeIn(call, 'callee');
  const name = callee?.type === 'MemberExpression' ? nodeIn(callee, 'property') : callee;
  return name?.type === 'Identifier' || name?.type === 'PrivateIdentifier' ? String(name['name']) : undefined;
}
