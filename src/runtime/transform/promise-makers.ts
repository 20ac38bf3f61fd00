/**
 * Code that makes a promise with its resolving functions may reject it at any time, unseen: so such code names `Promise` by
 * another global, of which the realm notes that it is read (`context-tracking.ts`). It is as long, so that columns stay.
 */
import type { Program } from 'acorn';
import type { SourceEdits } from './source-edits.ts';
import { type AnyNode, childrenOf } from './syntax-tree.ts';

/** The global that stands for `Promise`. */
export const PROMISE_MAKER = '$romise';

/** Whether a source may make promises; `false` is certain, but for what reaches `Promise` by another name. */
export const mayMakePromises = (source: string): boolean =>
  /\bnew\s+Promise\b|\bextends\s+Promise\b|=\s*Promise\s*[;,\n]|\bPromise\s*\.\s*(?:withResolvers|try)\b/.test(
    source,
  );

/** `Promise` for a binding that makes one for the program: what it does with it later is unseen too. */
export const promiseMakerOf = (global: typeof globalThis): PromiseConstructor =>
  ((global as unknown as Record<string, unknown>)[PROMISE_MAKER] as PromiseConstructor | undefined) ??
  global.Promise;

/** Adds the edits for a program that has no `Promise` of its own. */
export function notePromiseMakers(program: Program, edits: SourceEdits): void {
  if (declaresPromise(program)) return;
  visit(program, edits);
}

function visit(node: AnyNode, edits: SourceEdits): void {
  const maker = makerOf(node);
  if (maker?.type === 'Identifier' && maker.name === 'Promise')
    edits.replace(maker.start, maker.end, PROMISE_MAKER);
  for (const child of childrenOf(node)) visit(child, edits);
}

function makerOf(node: AnyNode): AnyNode | null | undefined {
  switch (node.type) {
    case 'NewExpression':
      return node.callee;
    case 'ClassDeclaration':
    case 'ClassExpression':
      return node.superClass;
    case 'VariableDeclarator':
      return node.init;
    case 'AssignmentExpression':
      return node.right;
    case 'MemberExpression':
      return node.property.type === 'Identifier' && /^(?:withResolvers|try)$/.test(node.property.name)
        ? node.object
        : undefined;
  }
  return undefined;
}

function declaresPromise(node: AnyNode): boolean {
  switch (node.type) {
    case 'VariableDeclarator':
      if (binds(node.id)) return true;
      break;
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      if (node.params.some(binds)) return true;
  }
  if ('id' in node && node.id && binds(node.id as AnyNode)) return true;
  if ('local' in node && node.type.startsWith('Import') && binds(node.local as AnyNode)) return true;
  return childrenOf(node).some(declaresPromise);
}

function binds(pattern: AnyNode | null): boolean {
  if (pattern === null) return false;
  if (pattern.type === 'Identifier') return pattern.name === 'Promise';
  if (pattern.type === 'Property') return binds(pattern.value);
  if (pattern.type === 'AssignmentPattern') return binds(pattern.left);
  return /Pattern|RestElement/.test(pattern.type) && childrenOf(pattern).some(binds);
}
