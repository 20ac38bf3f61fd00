/** The syntax tree of `@sveltejs/acorn-typescript`, whose types cover only JavaScript. */
export interface TypeScriptNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
}

export function isTypeScriptNode(value: unknown): value is TypeScriptNode {
  return (
    typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string'
  );
}

/** The node, or nodes, in a field. */
export function nodesIn(node: TypeScriptNode, field: string): TypeScriptNode[] {
  const value = node[field];
  if (Array.isArray(value)) return value.filter(isTypeScriptNode);
  return isTypeScriptNode(value) ? [value] : [];
}

/** All nodes right below, each once and in the order of the source. */
export function nodesBelow(node: TypeScriptNode): TypeScriptNode[] {
  const below = new Set<TypeScriptNode>();
  for (const field of Object.keys(node))
    if (field !== 'loc') for (const child of nodesIn(node, field)) below.add(child);
  return [...below].sort((a, b) => a.start - b.start);
}
