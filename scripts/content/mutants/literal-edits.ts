import type { MutantEdit } from './mutant.ts';
import { calledName, nodeIn, type PlacedNode, type SyntaxNode } from './syntax-nodes.ts';

/** Other statuses, numbers and booleans, and texts that behaviour hangs on: names of headers, events, media types, signals. */
export function literalEdits({ node, around }: PlacedNode, text: string): MutantEdit[] {
  if (node.type !== 'Literal') return [];
  const value = node['value'];
  const { start: from, end: to } = node;
  if (typeof value === 'boolean') return [{ kind: 'boolean', from, to, replacement: String(!value) }];
  if (typeof value === 'number') {
    const kind = isStatus(value, around, text) ? 'status' : 'number';
    return [{ kind, from, to, replacement: String(kind === 'status' ? otherStatus(value) : other(value)) }];
  }
  if (typeof value === 'string' && value !== '' && matters(node, around)) {
    return [{ kind: 'text', from, to, replacement: `'${value === 'mutant' ? 'other' : 'mutant'}'` }];
  }
  return [];
}

function other(value: number): number {
  if (value === 0) return 1;
  return value === 1 ? 0 : value * 20;
}

function otherStatus(status: number): number {
  if (status < 300) return status === 200 ? 202 : 200;
  if (status < 400) return 200;
  return status < 500 ? 500 : status === 500 ? 400 : 500;
}

const statusCalls = ['status', 'sendStatus', 'writeHead', 'redirect'];

function isStatus(value: number, around: readonly SyntaxNode[], text: string): boolean {
  if (!Number.isInteger(value) || value < 200 || value > 599) return false;
  const parent = around.at(-1);
  if (parent === undefined) return false;
  if (parent.type === 'CallExpression') return statusCalls.includes(calledName(parent) ?? '');
  if (parent.type === 'NewExpression') return /Error|Problem|Failure/.test(calledName(parent) ?? '');
  const statement = around.findLast(({ type }) => /Statement|Declaration|Property/.test(type));
  const near = statement === undefined ? '' : text.slice(statement.start, statement.end);
  return /status|code/i.test(near) && !/timeout|delay|after|limit/i.test(near);
}

const wordedCalls = [
  'on',
  'once',
  'set',
  'header',
  'setHeader',
  'append',
  'type',
  'get',
  'accepts',
  'is',
  'kill',
  'removeHeader',
];

/** Whether behaviour hangs on a text: it is compared with something, or it is the name that a call is about. */
function matters(node: SyntaxNode, around: readonly SyntaxNode[]): boolean {
  const parent = around.at(-1);
  if (parent?.type === 'BinaryExpression') return /^[=!]=/.test(String(parent['operator']));
  if (parent?.type === 'SwitchCase') return nodeIn(parent, 'test') === node;
  if (parent?.type !== 'CallExpression') return false;
  const first = (parent['arguments'] as readonly SyntaxNode[])[0] === node;
  // Addresses of routes are data of the exercise.
  return first && wordedCalls.includes(calledName(parent) ?? '') && !String(node['value']).startsWith('/');
}
