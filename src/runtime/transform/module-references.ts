/** Finds where a module's code refers to some of its top-level names, past the inner scopes that hide them. */
import type { Program } from 'acorn';
import {
  type AnyNode,
  boundIdentifiers,
  childrenOf,
  type FunctionNode,
  isFunction,
  type NodeOf,
} from './syntax-tree.ts';

export type ReferenceRole =
  /** Its value is read. */
  | 'read'
  /** As `read`, as the callee of `new`. */
  | 'constructed'
  /** Read as `{ name }`. */
  | 'shorthand'
  /** It is assigned to. */
  | 'write'
  /** Assigned to in the pattern `{ name }` or `{ name = value }`. */
  | 'shorthandWrite';

export interface Reference {
  readonly node: NodeOf<'Identifier'>;
  readonly role: ReferenceRole;
  /** Whether the reference is inside a function or a class, so that it can run after the module did. */
  readonly isDeferred: boolean;
  /** For writes: the assignment, update or loop that writes. */
  readonly writer?: AnyNode | undefined;
}

/** Calls `onReference` for each reference to one of `names`, parents before children. */
export function findReferences(
  program: Program,
  names: ReadonlySet<string>,
  onReference: (reference: Reference) => void,
): void {
  if (names.size === 0) return;
  new ReferenceFinder(names, onReference).program(program);
}

interface Scope {
  readonly hidden: ReadonlySet<string>;
  readonly isDeferred: boolean;
}

class ReferenceFinder {
  readonly #names: ReadonlySet<string>;
  readonly #onReference: (reference: Reference) => void;

  constructor(names: ReadonlySet<string>, onReference: (reference: Reference) => void) {
    this.#names = names;
    this.#onReference = onReference;
  }

  program(program: Program): void {
    for (const node of program.body) this.#visit(node, { hidden: new Set(), isDeferred: false });
  }

  #visit(node: AnyNode, scope: Scope): void {
    if (isFunction(node)) {
      this.#function(node, scope);
      return;
    }
    switch (node.type) {
      case 'Identifier':
        this.#refer(node, 'read', scope);
        return;
      case 'ImportDeclaration':
      case 'ExportAllDeclaration':
      case 'MetaProperty':
      case 'BreakStatement':
      case 'ContinueStatement':
        return;
      case 'ExportNamedDeclaration':
        if (node.declaration) this.#visit(node.declaration, scope);
        return;
      case 'LabeledStatement':
        this.#visit(node.body, scope);
        return;
      case 'MemberExpression':
        this.#visit(node.object, scope);
        if (node.computed) this.#visit(node.property, scope);
        return;
      case 'NewExpression':
        if (node.callee.type === 'Identifier') this.#refer(node.callee, 'constructed', scope);
        else this.#newCallee(node.callee, scope);
        for (const argument of node.arguments) this.#visit(argument, scope);
        return;
      case 'Property':
        this.#property(node, scope);
        return;
      case 'MethodDefinition':
      case 'PropertyDefinition':
        if (node.computed) this.#visit(node.key, scope);
        if (node.value) this.#visit(node.value, { ...scope, isDeferred: true });
        return;
      case 'ClassDeclaration':
      case 'ClassExpression':
        this.#children(node, this.#inner(scope, node.id ? [node.id] : []), node.id);
        return;
      case 'StaticBlock':
        this.#children(node, this.#inner(scope, [...lexicals(node.body), ...vars(node.body)]));
        return;
      case 'BlockStatement':
        this.#children(node, this.#inner(scope, lexicals(node.body)));
        return;
      case 'SwitchStatement': {
        this.#visit(node.discriminant, scope);
        const inner = this.#inner(scope, lexicals(node.cases.flatMap((entry) => entry.consequent)));
        for (const entry of node.cases) this.#visit(entry, inner);
        return;
      }
      case 'CatchClause': {
        const inner = this.#inner(scope, boundIdentifiers(node.param));
        if (node.param) this.#pattern(node.param, inner, undefined);
        this.#visit(node.body, inner);
        return;
      }
      case 'ForStatement':
        this.#children(node, this.#inner(scope, node.init ? lexicals([node.init]) : []));
        return;
      case 'ForInStatement':
      case 'ForOfStatement': {
        const inner = this.#inner(scope, lexicals([node.left]));
        if (node.left.type === 'VariableDeclaration')
          this.#pattern(node.left.declarations[0]!.id, inner, undefined);
        else this.#pattern(node.left, inner, node);
        this.#visit(node.right, inner);
        this.#visit(node.body, inner);
        return;
      }
      case 'VariableDeclarator':
        this.#pattern(node.id, scope, undefined);
        if (node.init) this.#visit(node.init, scope);
        return;
      case 'AssignmentExpression':
        this.#pattern(node.left, scope, node);
        this.#visit(node.right, scope);
        return;
      case 'UpdateExpression':
        this.#pattern(node.argument, scope, node);
        return;
      default:
        this.#children(node, scope);
        return;
    }
  }

  #children(node: AnyNode, scope: Scope, except?: AnyNode | null): void {
    for (const child of childrenOf(node)) if (child !== except) this.#visit(child, scope);
  }

  #newCallee(callee: AnyNode, scope: Scope): void {
    let root = callee;
    while (root.type === 'MemberExpression') {
      if (root.computed) this.#visit(root.property, scope);
      root = root.object;
    }
    if (root.type === 'Identifier') this.#refer(root, 'constructed', scope);
    else this.#visit(root, scope);
  }

  #property(node: NodeOf<'Property'>, scope: Scope): void {
    if (node.computed) this.#visit(node.key, scope);
    if (node.shorthand && node.value.type === 'Identifier') this.#refer(node.value, 'shorthand', scope);
    else this.#visit(node.value, scope);
  }

  /** @param writer what assigns to the pattern; `undefined` where the pattern declares its names */
  #pattern(pattern: AnyNode, scope: Scope, writer: AnyNode | undefined, shorthand = false): void {
    switch (pattern.type) {
      case 'Identifier':
        if (writer) this.#refer(pattern, shorthand ? 'shorthandWrite' : 'write', scope, writer);
        return;
      case 'ObjectPattern':
        for (const property of pattern.properties) {
          if (property.type === 'RestElement') this.#pattern(property.argument, scope, writer);
          else {
            if (property.computed) this.#visit(property.key, scope);
            this.#pattern(property.value, scope, writer, property.shorthand);
          }
        }
        return;
      case 'ArrayPattern':
        for (const element of pattern.elements) if (element) this.#pattern(element, scope, writer);
        return;
      case 'AssignmentPattern':
        this.#pattern(pattern.left, scope, writer, shorthand);
        this.#visit(pattern.right, scope);
        return;
      case 'RestElement':
        this.#pattern(pattern.argument, scope, writer);
        return;
      case 'ParenthesizedExpression':
        this.#pattern(pattern.expression, scope, writer);
        return;
      default:
        this.#visit(pattern, scope);
        return;
    }
  }

  #function(node: FunctionNode, scope: Scope): void {
    const named = node.type === 'FunctionExpression' && node.id ? [node.id] : [];
    const parameters = node.params.flatMap((parameter) => [...boundIdentifiers(parameter)]);
    const outer = this.#inner({ ...scope, isDeferred: true }, [...named, ...parameters]);
    for (const parameter of node.params) this.#pattern(parameter, outer, undefined);
    if (node.body.type !== 'BlockStatement') {
      this.#visit(node.body, outer);
      return;
    }
    const inner = this.#inner(outer, [...lexicals(node.body.body), ...vars(node.body.body)]);
    for (const statement of node.body.body) this.#visit(statement, inner);
  }

  #inner(scope: Scope, declared: Iterable<NodeOf<'Identifier'>>): Scope {
    let hidden: Set<string> | undefined;
    for (const { name } of declared) {
      if (!this.#names.has(name) || scope.hidden.has(name)) continue;
      hidden ??= new Set(scope.hidden);
      hidden.add(name);
    }
    return hidden ? { ...scope, hidden } : scope;
  }

  #refer(node: NodeOf<'Identifier'>, role: ReferenceRole, scope: Scope, writer?: AnyNode): void {
    if (!this.#names.has(node.name) || scope.hidden.has(node.name)) return;
    this.#onReference({ node, role, isDeferred: scope.isDeferred, writer });
  }
}

/** Names that the statements of one block declare for that block. */
function* lexicals(statements: readonly AnyNode[]): Generator<NodeOf<'Identifier'>> {
  for (const node of statements) {
    if (node.type === 'VariableDeclaration' && node.kind !== 'var') {
      for (const { id } of node.declarations) yield* boundIdentifiers(id);
    } else if ((node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration') && node.id)
      yield node.id;
  }
}

/** Names that `var` declares anywhere in the statements, inner functions left out. */
function* vars(statements: readonly AnyNode[]): Generator<NodeOf<'Identifier'>> {
  for (const node of statements) {
    if (node.type === 'VariableDeclaration') {
      if (node.kind === 'var') for (const { id } of node.declarations) yield* boundIdentifiers(id);
    } else if (isStatementWithBody(node)) yield* vars(childrenOf(node));
  }
}

function isStatementWithBody(node: AnyNode): boolean {
  return (
    (node.type.endsWith('Statement') &&
      node.type !== 'ExpressionStatement' &&
      node.type !== 'ReturnStatement') ||
    node.type === 'SwitchCase' ||
    node.type === 'CatchClause'
  );
}
