/** What a script does to the names of its global scope. */
import type { Program } from 'acorn';
import { type AnyNode, boundIdentifiers, childrenOf, isFunction } from '../../transform/syntax-tree.ts';

export interface Declarations {
  /** Names of `var`, anywhere outside functions. */
  readonly variables: ReadonlySet<string>;
  readonly functions: ReadonlySet<string>;
  /** Names that are assigned to, anywhere in sloppy code: that creates them. */
  readonly assigned: ReadonlySet<string>;
}

export function declarationsOf(program: Program): Declarations {
  const variables = new Set<string>();
  const functions = new Set<string>();
  const assigned = new Set<string>();

  const visit = (node: AnyNode, isOutside: boolean) => {
    if (node.type === 'AssignmentExpression') add(assigned, node.left);
    else if (node.type === 'UpdateExpression') add(assigned, node.argument);
    else if (node.type === 'ForInStatement' || node.type === 'ForOfStatement') add(assigned, node.left);
    else if (node.type === 'VariableDeclaration' && node.kind === 'var' && isOutside) {
      for (const { id } of node.declarations) add(variables, id);
    }
    for (const child of childrenOf(node)) visit(child, isOutside && !isFunction(node));
  };
  visit(program, true);
  const [first] = program.body;
  if (first?.type === 'ExpressionStatement' && 'directive' in first && first.directive === 'use strict')
    assigned.clear();
  for (const node of program.body) {
    if (node.type === 'FunctionDeclaration' && node.id) functions.add(node.id.name);
  }
  return { variables, functions, assigned };
}

function add(names: Set<string>, pattern: AnyNode): void {
  for (const { name } of boundIdentifiers(pattern)) names.add(name);
}
