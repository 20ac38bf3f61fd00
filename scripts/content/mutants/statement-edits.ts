import type { MutantEdit } from './mutant.ts';
import { calledName, isNode, listIn, nodeIn, type PlacedNode, type SyntaxNode } from './syntax-nodes.ts';

/** Statements that are dropped, `return` and `throw` that do not happen, blocks that do nothing, middleware in the other order. */
export function statementEdits({ node, around }: PlacedNode, text: string): MutantEdit[] {
  const { start: from, end: to } = node;
  switch (node.type) {
    case 'Program':
    case 'BlockStatement':
      return [...swaps(node, text), ...emptied(node, around.at(-1))];
    case 'ExpressionStatement':
      // `'use strict'` and the like.
      if (node['directive'] !== undefined) return [];
      return [{ kind: 'statement', from, to, replacement: ';' }];
    case 'ArrowFunctionExpression': {
      const body = nodeIn(node, 'body');
      const calls = body?.type === 'CallExpression' || body?.type === 'AwaitExpression';
      return calls ? [{ kind: 'statement', from: body.start, to: body.end, replacement: 'undefined' }] : [];
    }
    case 'ThrowStatement':
      return [{ kind: 'throw', from, to, replacement: ';' }];
    case 'ReturnStatement':
      return [{ kind: 'return', from, to, replacement: withoutReturn(nodeIn(node, 'argument'), text) }];
    case 'TryStatement': {
      const block = nodeIn(node, 'block');
      const last = nodeIn(node, 'finalizer');
      if (block === undefined || nodeIn(node, 'handler') === undefined) return [];
      const after = last === undefined ? '' : ` finally ${text.slice(last.start, last.end)}`;
      const kept = text.slice(block.start, block.end);
      return [{ kind: 'try', from, to, replacement: after === '' ? kept : `try ${kept}${after}` }];
    }
    case 'SwitchCase':
      return listIn(node, 'consequent').length === 0 || nodeIn(node, 'test') === undefined
        ? []
        : [{ kind: 'condition', from, to, replacement: '' }];
    default:
      return [];
  }
}

/** A returned call still happens; a value is just not returned. */
function withoutReturn(argument: SyntaxNode | undefined, text: string): string {
  if (argument === undefined) return ';';
  const happens = ['CallExpression', 'AwaitExpression', 'ChainExpression', 'AssignmentExpression'];
  return happens.includes(argument.type) ? `${text.slice(argument.start, argument.end)};` : 'return;';
}

function emptied(block: SyntaxNode, parent: SyntaxNode | undefined): MutantEdit[] {
  const owners = [
    'FunctionDeclaration',
    'FunctionExpression',
    'ArrowFunctionExpression',
    'CatchClause',
    'TryStatement',
  ];
  const statements = listIn(block, 'body');
  // With one statement, dropping that is the same.
  const isWorthIt = parent !== undefined && owners.includes(parent.type) && statements.length > 1;
  return isWorthIt ? [{ kind: 'block', from: block.start, to: block.end, replacement: '{}' }] : [];
}

/** Two registrations that stand next to each other, one of which is middleware; and two functions of one registration. */
function swaps(block: SyntaxNode, text: string): MutantEdit[] {
  const registrations = listIn(block, 'body').map((statement) => ({
    statement,
    call: registrationIn(statement),
  }));
  const edits: MutantEdit[] = [];
  registrations.forEach(({ statement, call }, i) => {
    const next = registrations[i + 1];
    if (call === undefined) return;
    const functions = listIn(call, 'arguments').filter(({ type }) => !type.endsWith('Literal'));
    functions.slice(1).forEach((after, j) => {
      edits.push(swapped(functions[j] as SyntaxNode, after, text));
    });
    if (next?.call === undefined) return;
    if (calledName(call) === 'use' || calledName(next.call) === 'use') {
      edits.push(swapped(statement, next.statement, text));
    }
  });
  return edits;
}

const registers = ['use', 'all', 'get', 'post', 'put', 'patch', 'delete', 'param'];

function registrationIn(statement: SyntaxNode): SyntaxNode | undefined {
  const call = statement['expression'];
  const isCall = statement.type === 'ExpressionStatement' && isNode(call) && call.type === 'CallExpression';
  return isCall && registers.includes(calledName(call) ?? '') ? call : undefined;
}

function swapped(first: SyntaxNode, second: SyntaxNode, text: string): MutantEdit {
  const between = text.slice(first.end, second.start);
  return {
    kind: 'swap',
    from: first.start,
    to: second.end,
    replacement: text.slice(second.start, second.end) + between + text.slice(first.start, first.end),
  };
}
