/** Where the functions of a syntax tree suspend, as the context transform has to know before it edits. */
import { type AnyNode, childrenOf, isFunction } from './syntax-tree.ts';

/** What one async function (or the body of a module) does, nested functions left out. */
export interface Suspensions {
  /** It holds an `await`, a `for await`, an `await using` or, in an async generator, a `yield`. */
  readonly suspends: boolean;
  /** A suspension may end without the code right after it running: the frame has to be kept until it is put back. */
  readonly guarded: boolean;
  /** Statements and blocks that hold a suspension. */
  readonly holders: ReadonlySet<AnyNode>;
  /** Loops that a labelled `continue` or `break` reaches from inside a `for await`, which then closes its iterator. */
  readonly crossed: ReadonlySet<AnyNode>;
}

const GUARDING = new Set(['TryStatement', 'ForOfStatement']);

/** @param root the body of a function, or a program */
export function findSuspensions(root: AnyNode, asyncGenerator: boolean): Suspensions {
  const holders = new Set<AnyNode>();
  const crossed = new Set<AnyNode>();
  const labels: { name: string; loop: AnyNode; depth: number }[] = [];
  let guarded = false;
  let depth = 0;

  const visit = (node: AnyNode, inTry: boolean): boolean => {
    if (isFunction(node) && node !== root) return false;
    if (node.type === 'LabeledStatement') {
      labels.push({ name: node.label.name, loop: loopOf(node), depth });
      const holds = visit(node.body, inTry);
      labels.pop();
      if (holds) holders.add(node);
      return holds;
    }
    if ((node.type === 'BreakStatement' || node.type === 'ContinueStatement') && node.label != null) {
      const name = node.label.name;
      const target = labels.findLast((label) => label.name === name);
      if (target && target.depth < depth) crossed.add(target.loop);
      return false;
    }
    const forAwait = node.type === 'ForOfStatement' && node.await;
    if (forAwait) depth += 1;
    if (node.type === 'VariableDeclaration' && node.kind.endsWith('using')) guarded = true;
    let holds = suspendsItself(node, asyncGenerator, inTry);
    for (const child of childrenOf(node)) {
      if (visit(child, inTry || node.type === 'TryStatement')) holds = true;
    }
    if (forAwait) depth -= 1;
    if (holds) {
      holders.add(node);
      if (GUARDING.has(node.type)) guarded = true;
    }
    return holds;
  };

  const suspends = visit(root, false);
  return { suspends, guarded, holders, crossed };
}

function suspendsItself(node: AnyNode, asyncGenerator: boolean, inTry: boolean): boolean {
  switch (node.type) {
    case 'AwaitExpression':
      return true;
    case 'ForOfStatement':
      return node.await;
    case 'VariableDeclaration':
      return node.kind === 'await using';
    case 'YieldExpression':
      return asyncGenerator;
    case 'ReturnStatement':
      return asyncGenerator && inTry;
    default:
      return false;
  }
}

/** The statement under any number of labels. */
export function loopOf(label: AnyNode): AnyNode {
  let node = label;
  while (node.type === 'LabeledStatement') node = node.body;
  return node;
}

/** Whether `return value` of an async function may hand out a thenable, whose `then` runs in a microtask. */
export function mayBeThenable(node: AnyNode): boolean {
  switch (node.type) {
    case 'Identifier':
      return node.name !== 'undefined';
    case 'CallExpression':
    case 'ChainExpression':
    case 'MemberExpression':
    case 'NewExpression':
    case 'TaggedTemplateExpression':
    case 'ThisExpression':
    case 'YieldExpression':
      return true;
    case 'ParenthesizedExpression':
      return mayBeThenable(node.expression);
    case 'SequenceExpression':
      return mayBeThenable(node.expressions.at(-1)!);
    case 'ConditionalExpression':
      return mayBeThenable(node.consequent) || mayBeThenable(node.alternate);
    case 'LogicalExpression':
      return mayBeThenable(node.left) || mayBeThenable(node.right);
    case 'AssignmentExpression':
      return mayBeThenable(node.right);
    case 'ObjectExpression':
      return node.properties.some((property) => property.type === 'SpreadElement' || namesThen(property));
    default:
      return false;
  }
}

function namesThen(property: { computed: boolean; key: AnyNode }): boolean {
  const { key } = property;
  if (property.computed) return true;
  return (
    (key.type === 'Identifier' && key.name === 'then') || (key.type === 'Literal' && key.value === 'then')
  );
}
