import type { SourceEdits } from '../source-edits.ts';
import { nodesBelow, nodesIn, type TypeScriptNode } from './typescript-tree.ts';

interface Range {
  readonly start: number;
  readonly end: number;
}

type Refuse = (message: string, range: Range) => never;

/** White space and comments. */
const GAP = String.raw`(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*`;
const GAP_FROM = new RegExp(GAP, 'y');
const MODIFIER = /\b(?:public|private|protected|readonly|override|abstract|declare)\b/;

/** What goes on with the statement, the expression or the member of a class before it. */
const STATEMENT_OPENERS = /[([`*/+-]/;
const EXPRESSION_OPENERS = /[([`]/;
const MEMBER_OPENERS = /[([*]/;

/** Expressions around another one, with the type behind it. */
const WRAPPERS = new Set([
  'TSAsExpression',
  'TSSatisfiesExpression',
  'TSNonNullExpression',
  'TSInstantiationExpression',
]);

const REFUSED: Readonly<Record<string, string>> = {
  TSEnumDeclaration: 'TypeScript enum is not supported in strip-only mode',
  TSModuleDeclaration: 'TypeScript namespace declaration is not supported in strip-only mode',
  TSImportEqualsDeclaration: 'TypeScript import equals declaration is not supported in strip-only mode',
  TSExportAssignment: 'TypeScript export assignment is not supported in strip-only mode',
  TSParameterProperty: 'TypeScript parameter property is not supported in strip-only mode',
  TSTypeAssertion:
    "The angle-bracket syntax for type assertions, `<T>expr`, is not supported in type strip mode. Instead, use the 'as' syntax: `expr as T`.",
};

/** Adds the edits that blank the types of one program. */
export class TypeBlanker {
  readonly #edits: SourceEdits;
  readonly #source: string;
  readonly #refuse: Refuse;

  constructor(edits: SourceEdits, refuse: Refuse) {
    this.#edits = edits;
    this.#source = edits.source;
    this.#refuse = refuse;
  }

  program(program: TypeScriptNode): void {
    for (const node of nodesIn(program, 'body')) this.#visit(node);
  }

  #visit(node: TypeScriptNode): void {
    if (isTypeStatement(node)) {
      this.#statement(node);
      return;
    }
    if (node.type.startsWith('TS')) {
      this.#typeScript(node);
      return;
    }
    switch (node.type) {
      case 'ImportDeclaration':
      case 'ExportNamedDeclaration':
        this.#specifiers(node);
        break;
      case 'ClassDeclaration':
      case 'ClassExpression':
        this.#class(node);
        break;
      case 'PropertyDefinition':
      case 'AccessorProperty':
      case 'MethodDefinition':
        if (this.#member(node)) return;
        break;
      case 'ArrowFunctionExpression':
        this.#arrow(node);
        break;
      case 'Identifier':
      case 'ObjectPattern':
      case 'ArrayPattern':
      case 'RestElement':
        if (node['optional'] === true) this.#optional(node);
        break;
    }
    if (nodesIn(node, 'params').length > 0) this.#thisParameter(node);
    const body =
      node.type === 'ClassDeclaration' || node.type === 'ClassExpression'
        ? classParts(node)
        : nodesBelow(node);
    for (const child of body) this.#visit(child);
  }

  #typeScript(node: TypeScriptNode): void {
    const refusal = REFUSED[node.type];
    if (refusal !== undefined) this.#refuse(refusal, refusedRange(node));
    const [expression] = WRAPPERS.has(node.type) ? nodesIn(node, 'expression') : [];
    if (expression) {
      this.#visit(expression);
      this.#blank({ start: this.#endWithParentheses(expression, node), end: node.end }, EXPRESSION_OPENERS);
      return;
    }
    if (node.type === 'TSTypeAnnotation') this.#mark(node.start);
    this.#blank(node);
  }

  /** The end of an expression with the parentheses that the tree leaves out. */
  #endWithParentheses(expression: TypeScriptNode, within: Range): number {
    let end = expression.end;
    for (;;) {
      const next = this.#skip(end);
      if (this.#source[next] !== ')' || next >= within.end) return end;
      end = next + 1;
    }
  }

  #statement(node: TypeScriptNode): void {
    if (
      node.type === 'TSModuleDeclaration' &&
      this.#source.startsWith('module', node.start) &&
      !node['declare']
    ) {
      const message = '`module` keyword is not supported. Use `namespace` instead.';
      const [name] = nodesIn(node, 'id');
      this.#refuse(message, { start: node.start, end: name?.end ?? node.end });
    }
    this.#blank(node, STATEMENT_OPENERS);
  }

  /** `?` or `!` before a type annotation. */
  #mark(annotation: number): void {
    const match = new RegExp(`[?!]${GAP}$`).exec(
      this.#source.slice(Math.max(0, annotation - 200), annotation),
    );
    if (!match) return;
    const offset = annotation - match[0].length;
    this.#edits.replace(offset, offset + 1, ' ');
  }

  /** `?` behind a parameter without an annotation. */
  #optional(node: TypeScriptNode): void {
    if (nodesIn(node, 'typeAnnotation').length > 0) return;
    const offset = this.#source[node.end - 1] === '?' ? node.end - 1 : this.#skip(node.end);
    if (this.#source[offset] === '?') this.#edits.replace(offset, offset + 1, ' ');
  }

  #thisParameter(node: TypeScriptNode): void {
    const [first] = nodesIn(node, 'params');
    if (first?.type !== 'Identifier' || first['name'] !== 'this') return;
    const comma = this.#skip(first.end);
    this.#edits.blank(first.start, this.#source[comma] === ',' ? comma + 1 : first.end);
    (node['params'] as TypeScriptNode[]).shift();
  }

  #specifiers(node: TypeScriptNode): void {
    const specifiers = nodesIn(node, 'specifiers');
    for (const specifier of specifiers) {
      if (specifier['importKind'] !== 'type' && specifier['exportKind'] !== 'type') continue;
      const comma = this.#skip(specifier.end);
      this.#edits.blank(specifier.start, this.#source[comma] === ',' ? comma + 1 : specifier.end);
    }
  }

  #class(node: TypeScriptNode): void {
    if (node['abstract'] === true) this.#edits.blank(node.start, node.start + 'abstract'.length);
    const interfaces = nodesIn(node, 'implements');
    if (interfaces.length === 0) return;
    const start = this.#source.lastIndexOf('implements', interfaces[0]!.start);
    this.#blank({ start, end: interfaces.at(-1)!.end });
  }

  /** @returns whether nothing is left of the member */
  #member(node: TypeScriptNode): boolean {
    const [value] = nodesIn(node, 'value');
    const isBodiless =
      value !== undefined && /^TS(?:DeclareMethod|EmptyBodyFunctionExpression)$/.test(value.type);
    if (node['declare'] === true || node['abstract'] === true || isBodiless) {
      this.#blank(node, MEMBER_OPENERS);
      return true;
    }
    const [key] = nodesIn(node, 'key');
    let head = node.start;
    for (const decorator of nodesIn(node, 'decorators')) head = Math.max(head, decorator.end);
    const bracket = node['computed'] === true ? this.#source.lastIndexOf('[', key!.start) : key!.start;
    for (let match = MODIFIER.exec(this.#source.slice(head, bracket)); match; ) {
      const start = head + match.index;
      const end = start + match[0].length;
      const isFirst = this.#source.slice(node.start, start).trim() === '';
      this.#edits.blank(
        start,
        end,
        isFirst && this.#continues(start, this.#skip(end), MEMBER_OPENERS) ? ';' : '',
      );
      head = end;
      match = MODIFIER.exec(this.#source.slice(head, bracket));
    }
    if (node['optional'] === true || node['definite'] === true) {
      const after = this.#skip(
        node['computed'] === true ? this.#source.indexOf(']', key!.end) + 1 : key!.end,
      );
      const [annotation] = nodesIn(node, 'typeAnnotation');
      if (!annotation && /[?!]/.test(this.#source[after] ?? '')) this.#edits.replace(after, after + 1, ' ');
    }
    return false;
  }

  /** No line may break between the parameters of an arrow function and its arrow, nor after its `async`. */
  #arrow(node: TypeScriptNode): void {
    const [returnType] = nodesIn(node, 'returnType');
    const [parameters] = nodesIn(node, 'typeParameters');
    if (returnType) {
      const close = this.#source.lastIndexOf(')', returnType.start);
      const arrow = this.#source.indexOf('=>', returnType.end);
      if (this.#source.slice(close, arrow).includes('\n')) {
        this.#edits.replace(close, close + 1, ' ');
        this.#blank({ start: returnType.start, end: returnType.end - 1 });
        this.#edits.replace(returnType.end - 1, returnType.end, ')');
        delete (node as Record<string, unknown>)['returnType'];
      }
    }
    if (parameters && node['async'] === true) {
      const open = this.#source.indexOf('(', parameters.end);
      if (this.#source.slice(node.start, open).includes('\n')) {
        this.#edits.replace(open, open + 1, ' ');
        this.#edits.replace(parameters.start, parameters.start + 1, '(');
        this.#blank({ start: parameters.start + 1, end: parameters.end });
        delete (node as Record<string, unknown>)['typeParameters'];
      }
    }
  }

  /** @param openers what must not run together with the code before: a semicolon comes between */
  #blank({ start, end }: Range, openers?: RegExp): void {
    const first = this.#skip(start);
    const from = first < end ? first : start;
    const separates = openers !== undefined && this.#continues(from, this.#skip(end), openers);
    this.#edits.blank(start, end, separates ? this.#semicolonAt(start, from) : '');
  }

  #semicolonAt(start: number, from: number): string {
    return `${this.#source.slice(start, from)};`;
  }

  /**
   * Whether the code that ends before `before` would go on with what stands at `after`, on a later line: something
   * that begins with one of `openers`.
   */
  #continues(before: number, after: number, openers: RegExp): boolean {
    const code = this.#source.slice(0, before).replace(new RegExp(`${GAP}$`), '');
    const breaks = this.#source.slice(code.length, after).includes('\n');
    return breaks && code !== '' && !/[;{}]$/.test(code) && openers.test(this.#source[after] ?? '');
  }

  #skip(offset: number): number {
    GAP_FROM.lastIndex = offset;
    return offset + (GAP_FROM.exec(this.#source)?.[0].length ?? 0);
  }
}

/** Statements of which nothing is left. */
function isTypeStatement(node: TypeScriptNode): boolean {
  if (node['declare'] === true) return node.type !== 'PropertyDefinition' && node.type !== 'MethodDefinition';
  switch (node.type) {
    case 'TSInterfaceDeclaration':
    case 'TSTypeAliasDeclaration':
    case 'TSDeclareFunction':
      return true;
    case 'TSModuleDeclaration':
      return !runsCode(node);
    case 'ImportDeclaration':
    case 'TSImportEqualsDeclaration':
      return node['importKind'] === 'type';
    case 'ExportAllDeclaration':
      return node['exportKind'] === 'type';
    case 'ExportNamedDeclaration':
    case 'ExportDefaultDeclaration': {
      const [declaration] = nodesIn(node, 'declaration');
      return node['exportKind'] === 'type' || (declaration !== undefined && isTypeStatement(declaration));
    }
    default:
      return false;
  }
}

/** Whether a namespace holds more than types. */
function runsCode(namespace: TypeScriptNode): boolean {
  const [body] = nodesIn(namespace, 'body');
  if (!body) return false;
  if (body.type === 'TSModuleDeclaration') return runsCode(body);
  return nodesIn(body, 'body').some((statement) => !isTypeStatement(statement));
}

function refusedRange(node: TypeScriptNode): Range {
  if (node.type === 'TSParameterProperty') {
    const [parameter] = nodesIn(node, 'parameter');
    const [target] = parameter?.type === 'AssignmentPattern' ? nodesIn(parameter, 'left') : [];
    return target ?? parameter ?? node;
  }
  return node;
}

function classParts(node: TypeScriptNode): TypeScriptNode[] {
  const interfaces = new Set(nodesIn(node, 'implements'));
  return nodesBelow(node).filter((child) => !interfaces.has(child));
}
