import type { MutantEdit, MutantKind } from './mutant.ts';
import { nodeIn, type PlacedNode, type SyntaxNode } from './syntax-nodes.ts';

const otherOperator: Readonly<Record<string, readonly string[]>> = {
  '===': ['!=='],
  '!==': ['==='],
  '==': ['!='],
  '!=': ['=='],
  '<': ['<=', '>='],
  '<=': ['<', '>'],
  '>': ['>=', '<='],
  '>=': ['>', '<'],
  '+': ['-'],
  '-': ['+'],
  '*': ['/'],
  '/': ['*'],
  '%': ['*'],
  '+=': ['-='],
  '-=': ['+='],
  '++': ['--'],
  '--': ['++'],
  '&&': ['||'],
  '||': ['&&'],
  '??': ['&&'],
};

/** Conditions that are always or never true, or the other way round; other operators; what a negation, `?.` or `await` did, undone. */
export function operatorEdits({ node }: PlacedNode, text: string): MutantEdit[] {
  switch (node.type) {
    case 'IfStatement':
      return condition(nodeIn(node, 'test'), text, ['true', 'false', 'not']);
    case 'ConditionalExpression':
      return condition(nodeIn(node, 'test'), text, ['true', 'false']);
    case 'WhileStatement':
    case 'ForStatement':
    case 'DoWhileStatement':
      return condition(nodeIn(node, 'test'), text, ['false']);
    case 'LogicalExpression':
      // The port is always given to a server that is tried.
      if (/^process\.env\.PORT\b/.test(text.slice(node.start, node.end))) return [];
      return [...operator(node, text, 'logic'), ...eitherSide(node, text)];
    case 'BinaryExpression': {
      const kind = /^[=!<>]/.test(String(node['operator'])) ? 'comparison' : 'arithmetic';
      return holdsText(node) ? [] : operator(node, text, kind);
    }
    case 'AssignmentExpression':
    case 'UpdateExpression':
      return operator(node, text, 'arithmetic');
    case 'UnaryExpression':
      return node['operator'] === '!' ? [without(node, nodeIn(node, 'argument'), text, 'not')] : [];
    case 'AwaitExpression':
      return [without(node, nodeIn(node, 'argument'), text, 'await')];
    case 'MemberExpression':
    case 'CallExpression':
      return node['optional'] === true ? optionalChain(node, text) : [];
    default:
      return [];
  }
}

function condition(
  test: SyntaxNode | undefined,
  text: string,
  becomes: readonly ('true' | 'false' | 'not')[],
): MutantEdit[] {
  if (test === undefined) return [];
  const { start: from, end: to } = test;
  // Another operator, or the `!` left out, is the same change.
  const flips = test.type === 'BinaryExpression' || test.type === 'UnaryExpression';
  return becomes
    .filter((value) => !(value === 'not' && flips))
    .map((value) => ({
      kind: 'condition',
      from,
      to,
      replacement: value === 'not' ? `!(${text.slice(from, to)})` : value,
    }));
}

function operator(node: SyntaxNode, text: string, kind: MutantKind): MutantEdit[] {
  const sign = String(node['operator']);
  const left = nodeIn(node, 'left') ?? nodeIn(node, 'argument');
  if (left === undefined) return [];
  const from = node['prefix'] === true ? node.start : text.indexOf(sign, left.end);
  return (otherOperator[sign] ?? []).map((replacement) => ({
    kind,
    from,
    to: from + sign.length,
    replacement,
  }));
}

function eitherSide(node: SyntaxNode, text: string): MutantEdit[] {
  return [nodeIn(node, 'left'), nodeIn(node, 'right')].flatMap((side) =>
    side === undefined
      ? []
      : [
          {
            kind: 'logic' as const,
            from: node.start,
            to: node.end,
            replacement: `(${text.slice(side.start, side.end)})`,
          },
        ],
  );
}

/** Whether `+` joins texts here: taking them apart says nothing about behaviour. */
function holdsText(node: SyntaxNode): boolean {
  if (node['operator'] !== '+') return false;
  return [nodeIn(node, 'left'), nodeIn(node, 'right')].some(
    (side) =>
      side?.type === 'TemplateLiteral' ||
      (side?.type === 'Literal' && typeof side['value'] === 'string') ||
      (side?.type === 'BinaryExpression' && holdsText(side)),
  );
}

function without(
  node: SyntaxNode,
  inner: SyntaxNode | undefined,
  text: string,
  kind: MutantKind,
): MutantEdit {
  const kept = inner === undefined ? '' : text.slice(inner.start, inner.end);
  return { kind, from: node.start, to: node.end, replacement: kept };
}

function optionalChain(node: SyntaxNode, text: string): MutantEdit[] {
  const inner = nodeIn(node, 'object') ?? nodeIn(node, 'callee');
  if (inner === undefined) return [];
  const from = text.indexOf('?.', inner.end);
  const plain = node.type === 'MemberExpression' && node['computed'] !== true ? '.' : '';
  return from === -1 ? [] : [{ kind: 'optional-chain', from, to: from + 2, replacement: plain }];
}
