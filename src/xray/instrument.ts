import { type Node, type Options, parse } from 'acorn';
import type { Probe } from './probe.ts';
import { type Inserted, SourceInsertions } from './source-insertions.ts';

/** Files with probes in them, and what the probes stand for: the number in a probe is an index into the list. */
export interface InstrumentedFiles {
  readonly files: Readonly<Record<string, string>>;
  readonly probes: readonly Probe[];
  /** What the probes have moved in each file. */
  readonly moved: Readonly<Record<string, Inserted['moved']>>;
}

type Loose = Node & Record<string, unknown>;

/**
 * Puts a probe before each statement of the JavaScript files among `files`, at the beginning of each function and
 * `catch`, around each `await` and behind each declaration. Lines stay where they are; columns do not. A file that cannot
 * be read stays as it is: running it says what is wrong.
 *
 * A probe is a call of a function that `recorder.cjs` puts on the global object.
 */
export function instrument(files: Readonly<Record<string, string>>): InstrumentedFiles {
  const probes: Probe[] = [];
  const out: Record<string, string> = {};
  const moved: Record<string, Inserted['moved']> = {};
  for (const [file, text] of Object.entries(files)) {
    const inserted = /\.[cm]?js$/.test(file) ? instrumentFile(file, text, probes) : undefined;
    out[file] = inserted?.text ?? text;
    if (inserted) moved[file] = inserted.moved;
  }
  return { files: out, probes, moved };
}

/** Before a file's own code, for programs and threads that run without the recorder. */
const STAND_IN = 'globalThis.__xray??={step(){},enter(){},caught(){},value(){},start:(_,x)=>x,end:(_,x)=>x};';

function instrumentFile(file: string, text: string, probes: Probe[]): Inserted | undefined {
  const program = read(text, file);
  if (!program) return undefined;
  const edits = new SourceInsertions(text);
  const from = probes.length;
  const add = (node: Node, kind: Probe['kind'], name = ''): number => {
    const { line, column } = node.loc?.start ?? { line: 1, column: 0 };
    probes.push({ file, line, column: column + 1, kind, name });
    return probes.length - 1;
  };
  try {
    const statements = (program as unknown as Loose)['body'] as Loose[];
    // Imports run before everything, and Node quotes their lines where one is wrong.
    const first = statements.find(
      ({ directive, type }) => directive === undefined && type !== 'ImportDeclaration',
    );
    if (!first) return undefined;
    edits.before(first.start, STAND_IN);
    new Walker(edits, add).body(program as unknown as Loose);
    return edits.apply();
  } catch {
    probes.length = from;
    return undefined;
  }
}

function read(text: string, file: string): Node | undefined {
  const base: Options = { ecmaVersion: 'latest', locations: true, allowHashBang: true, sourceType: 'module' };
  const kinds = file.endsWith('.cjs') ? (['script'] as const) : (['module', 'script'] as const);
  for (const sourceType of kinds) {
    try {
      return parse(text, { ...base, sourceType, allowReturnOutsideFunction: sourceType === 'script' });
    } catch {
      // The other kind, or a file that is left alone.
    }
  }
  return undefined;
}

const functions = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']);
const nested = new Set([
  'IfStatement',
  'ForStatement',
  'ForInStatement',
  'ForOfStatement',
  'WhileStatement',
  'DoWhileStatement',
]);

const branches = new Set(['body', 'consequent', 'alternate']);
const bare = new Set([
  'BlockStatement',
  'IfStatement',
  'EmptyStatement',
  'FunctionDeclaration',
  'VariableDeclaration',
]);

class Walker {
  readonly #edits: SourceInsertions;
  readonly #add: (node: Node, kind: Probe['kind'], name?: string) => number;

  constructor(edits: SourceInsertions, add: (node: Node, kind: Probe['kind'], name?: string) => number) {
    this.#edits = edits;
    this.#add = add;
  }

  /** A list of statements, with a probe before each that does something. */
  body(node: Loose): void {
    for (const statement of node['body'] as Loose[]) {
      this.#before(statement);
      this.visit(statement);
      if (statement.type === 'VariableDeclaration') this.#values(statement);
    }
  }

  visit(node: Loose, name = ''): void {
    if (functions.has(node.type)) this.#function(node, name);
    else if (node.type === 'BlockStatement' || node.type === 'StaticBlock') this.body(node);
    else if (node.type === 'TryStatement') this.#try(node);
    else this.#other(node);
  }

  #other(node: Loose): void {
    if (node.type === 'SwitchCase') {
      const { test, consequent } = node as unknown as { test: Loose | null; consequent: Loose[] };
      if (test) this.visit(test);
      for (const statement of consequent) {
        this.#before(statement);
        this.visit(statement);
      }
      return;
    }
    if (node.type === 'AwaitExpression') {
      const argument = node['argument'] as Loose;
      const probe = this.#add(node, 'await');
      this.#edits.before(argument.start, `__xray.start(${probe},`);
      this.#edits.after(argument.end, ')');
      this.#edits.before(node.start, `__xray.end(${probe},`);
      this.#edits.after(node.end, ')');
    }
    for (const [key, child] of Object.entries(node)) {
      if (key === 'loc') continue;
      const called = key === 'init' || key === 'value' || key === 'right' ? nameOf(node) : '';
      for (const each of Array.isArray(child) ? child : [child]) {
        if (!isNode(each)) continue;
        if (nested.has(node.type) && branches.has(key)) this.#branch(each);
        else this.visit(each, called);
      }
    }
  }

  /** A statement without braces is given some, so that a probe fits in; `else if` is a branch of its own. */
  #branch(statement: Loose): void {
    const fits = !bare.has(statement.type);
    if (fits) {
      const probe = this.#add(statement, statement.type === 'ThrowStatement' ? 'throw' : 'statement');
      this.#edits.before(statement.start, `{__xray.step(${probe});`);
    }
    this.visit(statement);
    if (fits) this.#edits.after(statement.end, '}');
  }

  #before(statement: Loose): void {
    if (
      ['FunctionDeclaration', 'ImportDeclaration', 'EmptyStatement', 'BlockStatement'].includes(
        statement.type,
      )
    )
      return;
    if (statement.type === 'ExpressionStatement' && statement['directive'] !== undefined) return;
    if (statement.type.startsWith('Export')) {
      const declaration = statement['declaration'] as Loose | null | undefined;
      if (declaration?.type !== 'VariableDeclaration') return;
    }
    const kind = statement.type === 'ThrowStatement' ? 'throw' : 'statement';
    this.#edits.before(statement.start, `__xray.step(${this.#add(statement, kind)});`);
  }

  /** The values of simple names, once they have them. */
  #values(statement: Loose): void {
    for (const declarator of statement['declarations'] as Loose[]) {
      for (const name of namesIn(declarator['id'] as Loose)) {
        const probe = this.#add(declarator, 'value', name);
        this.#edits.after(statement.end, `;__xray.value(${probe},${name});`);
      }
    }
  }

  #function(node: Loose, given: string): void {
    const params = node['params'] as Loose[];
    const body = node['body'] as Loose;
    const own = (node['id'] as Loose | null | undefined)?.['name'] as string | undefined;
    const handles =
      params.length === 4 &&
      params.every(({ type }) => type !== 'AssignmentPattern' && type !== 'RestElement');
    const first = handles && params[0]?.type === 'Identifier' ? (params[0]['name'] as string) : undefined;
    for (const param of params) this.visit(param);
    if (node['generator'] === true && body.type !== 'BlockStatement') return;
    const probe = this.#add(node, first === undefined ? 'function' : 'error-handler', own ?? given);
    const call = first === undefined ? `__xray.enter(${probe})` : `__xray.caught(${probe},${first})`;
    if (body.type === 'BlockStatement') {
      const statements = body['body'] as Loose[];
      const directives = statements.filter(({ directive }) => directive !== undefined);
      this.#edits.after(directives.at(-1)?.end ?? body.start + 1, `;${call};`);
      this.body(body);
      return;
    }
    const step = this.#add(body, 'statement');
    this.#edits.before(body.start, `(${call},__xray.step(${step}),(`);
    this.visit(body);
    this.#edits.after(body.end, '))');
  }

  #try(node: Loose): void {
    const { block, handler, finalizer } = node as unknown as {
      block: Loose;
      handler: Loose | null;
      finalizer: Loose | null;
    };
    this.body(block);
    if (handler) {
      const param = handler['param'] as Loose | null;
      const body = handler['body'] as Loose;
      const probe = this.#add(handler, 'catch');
      const name = param?.type === 'Identifier' ? (param['name'] as string) : 'undefined';
      this.#edits.after(body.start + 1, `__xray.caught(${probe},${name});`);
      if (param) this.visit(param);
      this.body(body);
    }
    if (finalizer) this.body(finalizer);
  }
}

function isNode(value: unknown): value is Loose {
  return value !== null && typeof value === 'object' && typeof (value as Loose).type === 'string';
}

/** What a function would be called that is the value of this. */
function nameOf(node: Loose): string {
  const target = (node['id'] ?? node['key'] ?? node['left']) as Loose | null | undefined;
  return target?.type === 'Identifier' ? (target['name'] as string) : '';
}

function namesIn(pattern: Loose): string[] {
  if (pattern.type === 'Identifier') return [pattern['name'] as string];
  if (pattern.type === 'ObjectPattern') {
    return (pattern['properties'] as Loose[]).flatMap((property) =>
      namesIn((property['value'] ?? property['argument']) as Loose),
    );
  }
  if (pattern.type === 'ArrayPattern') {
    return (pattern['elements'] as (Loose | null)[]).flatMap((element) => (element ? namesIn(element) : []));
  }
  if (pattern.type === 'AssignmentPattern') return namesIn(pattern['left'] as Loose);
  if (pattern.type === 'RestElement') return namesIn(pattern['argument'] as Loose);
  return [];
}
