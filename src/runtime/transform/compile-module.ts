/**
 * Compiles an ES module into a function that lives in an ordinary script.
 *
 * Called, the function first makes the module's scope and hands out {@link ModuleScope}, then runs the module; with
 * top-level `await` it is an async function. A module of a cycle needs its scope before it runs, because hoisted
 * functions work from then on: it becomes a generator whose first step makes the scope.
 *
 * Imports stay what they are in the text: each is a variable of the compiled function, which the linker fills when
 * the exporting module has run, and again when that module assigns to the export later. Only imports from a module of
 * the same cycle are read through a function that asks the exporter's variable, so that its temporal dead zone holds.
 * `import` and `export` clauses are blanked, so lines are those of the source, and columns too outside of line 1 and
 * of what the await transform adds.
 */
import type { Program } from 'acorn';
import { rewriteDynamicImports } from './dynamic-import.ts';
import { type AwaitNames, awaitNames, instrumentAwait, mayNeedInstrumenting } from './instrument-await.ts';
import { DEFAULT_BINDING, type ModuleRecord, readModuleRecord } from './module-record.ts';
import { findReferences, type Reference } from './module-references.ts';
import { parseSource } from './parse.ts';
import { mayMakePromises, notePromiseMakers } from './promise-makers.ts';
import { type EditedSource, SourceEdits } from './source-edits.ts';
import { findSuspensions } from './suspensions.ts';
import { type AnyNode, type NodeOf, withoutParentheses } from './syntax-tree.ts';
import { instrumentThrows, isOwn, reportsThrows } from './throw-sites.ts';

/** What a module's code asks of its host. */
export interface ModuleHooks {
  readonly meta: () => object;
  readonly import: (specifier: unknown, options?: unknown) => Promise<unknown>;
  /** Told of each assignment to an export from within a function, with the name of the binding. */
  readonly tell: (binding: string, value: unknown) => void;
  /** Given the scope, before anything of the module runs. */
  readonly open: (scope: ModuleScope) => void;
}

/** What evaluating the code of {@link CompiledModule.generate} gives. */
export type ModuleFactory = (hooks: ModuleHooks) => ModuleCode;

/** Runs the module, at once or in two steps of a generator; a promise is that of its end. */
export type ModuleCode = () => undefined | Promise<void> | Generator<void, void> | AsyncGenerator<void, void>;

/** The inside of a module between its creation and its run. */
export interface ModuleScope {
  /** Reads a binding by its name; throws a ReferenceError in its temporal dead zone. */
  readonly bindings: Readonly<Record<string, () => unknown>>;
  /** Sets an import by its local name; for one of a cycle, to the function that reads it. */
  readonly imports: Readonly<Record<string, (value: unknown) => void>>;
  /** The function of `export default function () {}`, which is to be named `default`. */
  readonly unnamed?: () => void;
  /** Offset of the top-level `await` that was last begun. */
  readonly awaiting?: () => number | undefined;
}

export interface CompiledModule extends ModuleRecord {
  readonly hasTopLevelAwait: boolean;
  /**
   * @param cyclic local names of imports that may be read before their module has run
   * @param inSteps whether the scope is needed before the module runs
   */
  generate(cyclic: ReadonlySet<string>, inSteps: boolean): EditedSource;
}

export interface CompileOptions {
  /** The name of the object that instrumented code calls. */
  readonly runtime?: string;
  /** As frames show the module; without it, `throw`s do not report where they stand. */
  readonly name?: string;
}

/** @throws {SyntaxError} acorn's, with `pos` and `loc` */
export function compileModule(source: string, options: CompileOptions = {}): CompiledModule {
  const { runtime, name } = options;
  const program = parseSource(source, 'module');
  const record = readModuleRecord(program);
  const instrumented = mayNeedInstrumenting(source, 'module');
  const hasTopLevelAwait = /\bawait\b/.test(source) && findSuspensions(program, false).suspends;
  return {
    ...record,
    hasTopLevelAwait,
    generate(cyclic, inSteps) {
      const names = moduleNames(source);
      const awaited = awaitNames(source, runtime);
      const edits = new SourceEdits(source);
      if (source.startsWith('#!')) edits.replace(0, 2, '//');
      const needsFrame =
        instrumented && instrumentAwait(program, edits, awaited, name !== undefined && isOwn(name));
      if (mayMakePromises(source)) notePromiseMakers(program, edits);
      if (name !== undefined && reportsThrows(name, source)) instrumentThrows(program, edits, name, awaited);
      rewriteDynamicImports(program, edits, names);
      const writer = new ModuleWriter(program, record, edits, names, cyclic);
      writer.write();
      const hooks = `{meta:${names.meta},import:${names.dynamicImport},tell:${names.notify},open:${names.open}}`;
      const kind = `${hasTopLevelAwait ? 'async ' : ''}function${inSteps ? '*' : ''}`;
      const opening = `${names.open}(${names.scope}());${inSteps ? 'yield;' : ''}`;
      const footer = writer.footer(needsFrame ? awaited : undefined);
      const header = `(function(${hooks}){${writer.constants()}return ${kind}(){"use strict";${opening}`;
      return edits.apply(header, `${footer}}})`);
    },
  };
}

interface ModuleNames {
  readonly meta: string;
  readonly dynamicImport: string;
  readonly notify: string;
  readonly open: string;
  readonly scope: string;
  readonly defaultBinding: string;
  /** A constant, in the place of imports that the code assigns to. */
  readonly constant: string;
  /** Before the names of functions that tell of assignments. */
  readonly teller: string;
  /** The function that reads an import of the same cycle; V8's messages show its name. */
  readerOf(local: string): string;
  /** The parameter of functions that are given a value. */
  readonly value: string;
}

/** Names that the source does not use; that of `import()` is as long as the keyword, so columns stay. */
function moduleNames(source: string): ModuleNames {
  const unused = (name: string): string => (source.includes(name) ? unused(`${name}_`) : name);
  return {
    meta: unused('$met'),
    dynamicImport: unused('$impor'),
    notify: unused('$tell'),
    open: unused('$open'),
    scope: unused('$scope'),
    defaultBinding: unused('$def'),
    constant: unused('$const'),
    teller: unused('$set'),
    value: unused('$val'),
    readerOf: (local) => unused(`${local}$`),
  };
}

class ModuleWriter {
  readonly #program: Program;
  readonly #record: ModuleRecord;
  readonly #edits: SourceEdits;
  readonly #names: ModuleNames;
  readonly #readers = new Map<string, string>();
  readonly #tellers = new Map<string, string>();
  readonly #told = new Set<string>();
  #assignsToImport = false;
  #namesDefault = false;

  constructor(
    program: Program,
    record: ModuleRecord,
    edits: SourceEdits,
    names: ModuleNames,
    cyclic: ReadonlySet<string>,
  ) {
    this.#program = program;
    this.#record = record;
    this.#edits = edits;
    this.#names = names;
    for (const local of cyclic) this.#readers.set(local, names.readerOf(local));
    for (const local of new Set(record.localExports.values())) {
      if (local !== DEFAULT_BINDING) this.#tellers.set(local, `${names.teller}${this.#tellers.size}`);
    }
    for (const { local } of record.imports) this.#tellers.delete(local);
  }

  write(): void {
    for (const node of this.#program.body) this.#declaration(node);
    const imports = this.#record.imports.map(({ local }) => local);
    const names = new Set([...imports, ...this.#tellers.keys()]);
    const imported = new Set(imports);
    findReferences(this.#program, names, (reference) => {
      if (imported.has(reference.node.name)) this.#importReference(reference);
      else this.#exportReference(reference);
    });
  }

  /** What stands outside of the module's function. */
  constants(): string {
    return this.#assignsToImport ? `const ${this.#names.constant}=0;` : '';
  }

  /** Everything the module's function needs below the source, on one line. */
  footer(awaited: AwaitNames | undefined): string {
    const { scope, defaultBinding, notify, value } = this.#names;
    const { localExports, imports } = this.#record;
    const variables = [...imports.map(({ local }) => this.#readers.get(local) ?? local)];
    if (awaited) variables.push(awaited.frame, awaited.place);
    let text = variables.length > 0 ? `;var ${variables.join(',')};` : ';';
    for (const local of this.#told) {
      const teller = this.#tellers.get(local);
      text += `function ${teller}(${value}){${notify}(${JSON.stringify(local)},${local});return ${value}}`;
    }
    const bindings = [...new Set(localExports.values())].map((local) => {
      const reader = this.#readers.get(local);
      const read = local === DEFAULT_BINDING ? defaultBinding : reader ? `${reader}()` : local;
      return `[${JSON.stringify(local)}]:()=>${read}`;
    });
    const setters = imports.map(({ local }) => {
      const variable = this.#readers.get(local) ?? local;
      return `[${JSON.stringify(local)}]:${value}=>{${variable}=${value}}`;
    });
    const unnamed = this.#namesDefault ? `,unnamed:${defaultBinding}` : '';
    const awaiting = awaited ? `,awaiting:()=>${awaited.place}` : '';
    return `${text}function ${scope}(){return{bindings:{${bindings}},imports:{${setters}}${unnamed}${awaiting}}}`;
  }

  #declaration(node: AnyNode): void {
    switch (node.type) {
      case 'ImportDeclaration':
      case 'ExportAllDeclaration':
        this.#edits.blank(node.start, node.end, ';');
        return;
      case 'ExportNamedDeclaration':
        if (node.declaration) this.#edits.blank(node.start, node.declaration.start, ';');
        else this.#edits.blank(node.start, node.end, ';');
        return;
      case 'ExportDefaultDeclaration':
        this.#defaultExport(node);
        return;
    }
  }

  #defaultExport(node: NodeOf<'ExportDefaultDeclaration'>): void {
    const { declaration } = node;
    const { defaultBinding } = this.#names;
    if (declaration.type === 'FunctionDeclaration' || declaration.type === 'ClassDeclaration') {
      if (declaration.id) {
        this.#edits.blank(node.start, declaration.start, ';');
        return;
      }
    }
    if (declaration.type === 'FunctionDeclaration') {
      this.#edits.blank(node.start, declaration.start, ';');
      this.#edits.before(openingParenthesis(this.#edits.source, declaration), ` ${defaultBinding}`);
      this.#namesDefault = true;
      return;
    }
    const { start, end } = declaration;
    const opening = `;const ${defaultBinding}=`;
    const isRoomy = /^[^\n\r\u2028\u2029]*$/.test(
      this.#edits.source.slice(node.start, node.start + opening.length),
    );
    if (isRoomy && opening.length <= start - node.start) this.#edits.blank(node.start, start, opening);
    else {
      this.#edits.blank(node.start, start, ';');
      this.#edits.wrap(start, end, opening, '');
    }
    // A property named `default` gives its name to an anonymous function or class, as the export does.
    if (isAnonymous(withoutParentheses(declaration))) this.#edits.wrap(start, end, '{default:', '}.default;');
  }

  #importReference({ node, role }: Reference): void {
    const reader = this.#readers.get(node.name);
    switch (role) {
      case 'write':
      case 'shorthandWrite':
        this.#assignsToImport = true;
        this.#edits.replace(
          node.start,
          node.end,
          role === 'write' ? this.#names.constant : `${node.name}:${this.#names.constant}`,
        );
        return;
      case 'read':
        if (reader) this.#edits.replace(node.start, node.end, `${reader}()`);
        return;
      case 'constructed':
        if (reader) this.#edits.replace(node.start, node.end, `(${reader}())`);
        return;
      case 'shorthand':
        if (reader) this.#edits.wrap(node.start, node.end, '', `:${reader}()`);
        return;
    }
  }

  /** Readers of an export that is assigned to after its module has run have to be told. */
  #exportReference({ node, isDeferred, writer }: Reference): void {
    if (!writer || !isDeferred) return;
    const teller = this.#tellers.get(node.name)!;
    this.#told.add(node.name);
    if (writer.type === 'ForInStatement' || writer.type === 'ForOfStatement') {
      const { body } = writer;
      if (body.type === 'BlockStatement') this.#edits.before(body.start + 1, `${teller}();`);
      else this.#edits.wrap(body.start, body.end, `{${teller}();`, '}');
      return;
    }
    this.#edits.wrap(writer.start, writer.end, `${teller}(`, ')');
  }
}

function isAnonymous(node: AnyNode): boolean {
  if (node.type === 'ArrowFunctionExpression') return true;
  const canHaveName =
    node.type === 'FunctionExpression' || node.type === 'ClassExpression' || node.type === 'ClassDeclaration';
  return canHaveName && !node.id;
}

const FUNCTION_HEAD = /(?:async|function|\*|\s|\/\*[\s\S]*?\*\/|\/\/.*)*/y;

/** Offset of the parenthesis that opens the parameters of a function without a name. */
function openingParenthesis(source: string, node: AnyNode): number {
  FUNCTION_HEAD.lastIndex = node.start;
  return node.start + (FUNCTION_HEAD.exec(source)?.[0].length ?? 0);
}
