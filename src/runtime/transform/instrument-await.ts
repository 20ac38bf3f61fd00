/**
 * Keeps the async context across `await`, in every browser, by editing the source.
 *
 * Each suspension notes the current frame when it begins and puts it back when the function goes on; the native
 * `await`, `yield` and `for await` stay, so no microtask is added and V8's `at async` frames are as before. The
 * edited code calls the runtime that {@link installContextTracking} makes, under a global name.
 *
 * | source                       | becomes (`$c…` the runtime, `$f` a variable of the function)         |
 * | ---------------------------- | --------------------------------------------------------------------- |
 * | `await x`                    | `$cR(await $cT(x,$f=$c.f),$f)`                                       |
 * | `catch {`, `finally {`       | `catch {$f=$cK($f);`                                                  |
 * | `for await (a of b) c`       | `{for await (a of $cI(b,keep)) {$f=$cK($f);c}$f=$cK($f);}`           |
 * | `for (a of b) await c`       | `for (a of $cJ(b,keep)) $cR(…)`                                      |
 * | `yield x` (async generator)  | `$cY(yield $cT(x,$f=$c.f),$f)`                                       |
 * | `yield* x` (async generator) | `$cR(yield* $cD(x,keep),$f)`                                         |
 * | body of an async function    | `try{…}catch($fe){throw $cX($fe,$f)}`, where rejections are noted       |
 * | body of any other            | `$cS;…`, `$cS(…,$c.f)` or `($cS,…)`: notes that it may fail           |
 * | `return x` (async)           | `return $cT(x,$c.f)`: the `then` of a thenable runs in this frame     |
 *
 * `keep` is `_=>($f=_===void 0?$cK($f):_)`: iterators are called by the engine, where no code of the function can
 * see to the frame. In a function with handlers, `$f` is also emptied after each suspension: a full one tells a `catch` that the
 * exception came out of a suspension, and not out of code that may have changed the frame since.
 */
import type { Program } from 'acorn';
import { parseSource, type SourceKind } from './parse.ts';
import { type EditedSource, SourceEdits } from './source-edits.ts';
import { findSuspensions, loopOf, mayBeThenable, type Suspensions } from './suspensions.ts';
import { type AnyNode, childrenOf, isFunction } from './syntax-tree.ts';

export interface AwaitNames {
  /** What the names of the runtime's globals begin with. */
  readonly runtime: string;
  /** The variable that each suspending function gets. */
  readonly frame: string;
  /** The variable that a module gets for the offset of the top-level `await` it is at. */
  readonly place: string;
}

/** The names to use for `source`: its variables are ones that the source does not hold. */
export function awaitNames(source: string, runtime = '$c'): AwaitNames {
  const unused = (name: string): string => (source.includes(name) ? unused(`${name}_`) : name);
  return { runtime, frame: unused('$f'), place: unused('$at') };
}

/**
 * Whether `source` may hold anything to instrument; `false` is certain and costs no parse. A source that was
 * instrumented before (when it was packed) needs nothing any more.
 */
export function mayNeedInstrumenting(source: string, kind: SourceKind, runtime = '$c'): boolean {
  if (['T(', 'K(', 'S;', 'S(', 'S,'].some((method) => source.includes(`${runtime}${method}`))) return false;
  return kind === 'module' ? /\b(?:async|await)\b/.test(source) : /\basync\b/.test(source);
}

/**
 * Instruments a whole source text by itself (not a module that is to be compiled: see `compileModule`).
 *
 * A text with nothing to instrument comes back as it is, with no positions.
 * @throws {SyntaxError} acorn's, with `pos` and `loc`
 */
export function instrumentSource(
  source: string,
  kind: SourceKind,
  names: AwaitNames = awaitNames(source),
): { code: string; positions?: EditedSource['positions'] } {
  if (!mayNeedInstrumenting(source, kind, names.runtime)) return { code: source };
  const edits = new SourceEdits(source);
  const needsVariable = instrumentAwait(parseSource(source, kind), edits, names);
  if (edits.isEmpty) return { code: source };
  return edits.apply('', needsVariable ? `var ${names.frame},${names.place};` : '');
}

/**
 * Adds the edits for a program to `edits`. With `notesRejections`, async functions tell in which frame they failed: a
 * program’s own do, for `uncaughtException` runs in it.
 *
 * @returns whether the program suspends at its top level, so that its body needs both variables of {@link AwaitNames}
 */
export function instrumentAwait(
  program: Program,
  edits: SourceEdits,
  names: AwaitNames,
  notesRejections = false,
): boolean {
  const visitor = new AwaitVisitor(edits, names, notesRejections);
  return visitor.program(program);
}

interface Scope {
  readonly isAsync: boolean;
  readonly isGenerator: boolean;
  readonly isProgram?: true;
  readonly suspensions: Suspensions;
}

const PATTERNS = new Set(['ObjectPattern', 'ArrayPattern', 'AssignmentPattern', 'Property', 'RestElement']);

/** Expressions that run no code; functions among them have to keep the place that gives them their name. */
const INERT = new Set([
  'Literal',
  'Identifier',
  'FunctionExpression',
  'ArrowFunctionExpression',
  'ThisExpression',
]);

const NONE: Suspensions = { suspends: false, guarded: false, holders: new Set(), crossed: new Set() };

class AwaitVisitor {
  readonly #edits: SourceEdits;
  readonly #runtime: string;
  readonly #frame: string;
  readonly #place: string;
  readonly #restore: string;
  readonly #settledLoops = new Set<AnyNode>();
  readonly #notesRejections: boolean;
  #disposers = 0;

  constructor(edits: SourceEdits, { runtime, frame, place }: AwaitNames, notesRejections: boolean) {
    this.#notesRejections = notesRejections;
    this.#edits = edits;
    this.#runtime = runtime;
    this.#frame = frame;
    this.#place = place;
    this.#restore = `${frame}=${runtime}K(${frame});`;
  }

  program(program: Program): boolean {
    const suspensions = findSuspensions(program, false);
    const scope: Scope = { isAsync: suspensions.suspends, isGenerator: false, isProgram: true, suspensions };
    if (suspensions.suspends) this.#usings(program.body);
    for (const node of program.body) this.#visit(node, scope);
    return suspensions.suspends;
  }

  #visit(node: AnyNode, scope: Scope): void {
    if (isFunction(node)) {
      this.#function(node, scope);
      return;
    }
    if (scope.isAsync) this.#suspension(node, scope);
    for (const child of childrenOf(node)) this.#visit(child, scope);
  }

  #function(node: AnyNode & { type: string }, outer: Scope): void {
    if (!isFunction(node)) return;
    const isGenerator = node.generator;
    const suspensions = node.async ? findSuspensions(node.body, isGenerator) : NONE;
    const scope = { isAsync: node.async, isGenerator, suspensions };
    if (node.async) this.#body(node, suspensions, this.#notesRejections && !isGenerator);
    for (const child of childrenOf(node)) this.#visit(child, child === node.body ? scope : outer);
  }

  #body(node: AnyNode & { body: AnyNode }, { suspends }: Suspensions, notes: boolean): void {
    const { body } = node;
    const variable = suspends ? `var ${this.#frame};` : '';
    const error = `${this.#frame}e`;
    const note = `catch(${error}){throw ${this.#runtime}X(${error},${suspends ? this.#frame : `${this.#runtime}.f`})}`;
    if (body.type === 'BlockStatement') {
      const first = body.body.findIndex((statement) => !('directive' in statement && statement.directive));
      // In a block, functions are declared otherwise than in a body.
      if (notes && first >= 0 && !body.body.some(({ type }) => type === 'FunctionDeclaration')) {
        this.#edits.before(body.body[first]!.start, 'try{');
        this.#edits.after(body.end - 1, `}${note}${variable}`);
      } else {
        // Where no failure is noted, the beginning is.
        if (first >= 0) this.#edits.before(body.body[first]!.start, `${this.#runtime}S;`);
        if (suspends) this.#edits.after(body.end - 1, `;var ${this.#frame}`);
      }
      return;
    }
    if (notes) this.#edits.wrap(body.start, body.end, `{${variable}try{return(`, `)}${note}}`);
    else if (suspends) this.#edits.wrap(body.start, body.end, `{var ${this.#frame};return(`, ')}');
    if (mayBeThenable(body)) this.#thenable(body, `${this.#runtime}.f`, notes ? 'T' : 'S');
    else if (!notes && !INERT.has(body.type))
      this.#edits.wrap(body.start, body.end, `(${this.#runtime}S,`, ')');
  }

  #suspension(node: AnyNode, scope: Scope): void {
    const { suspensions, isGenerator } = scope;
    switch (node.type) {
      case 'AwaitExpression':
        this.#wrap('R', node, scope);
        this.#thenable(node.argument, this.#capture(node, scope));
        return;
      case 'YieldExpression':
        if (isGenerator) this.#yield(node, scope);
        return;
      case 'ReturnStatement': {
        if (node.argument == null) return;
        if (suspensions.holders.has(node) && isGenerator)
          this.#thenable(node.argument, this.#capture(node, scope));
        else if (mayBeThenable(node.argument)) this.#thenable(node.argument, `${this.#runtime}.f`);
        return;
      }
      case 'TryStatement':
        if (node.handler && suspensions.holders.has(node.block)) {
          this.#restoreInPattern(node.handler.param);
          this.#restoreAtStart(node.handler.body);
        }
        if (node.finalizer && (suspensions.holders.has(node.block) || holds(suspensions, node.handler))) {
          this.#restoreAtStart(node.finalizer);
        }
        return;
      case 'ForOfStatement':
        if (node.await) {
          this.#forAwait(node, scope);
          return;
        }
        if (suspensions.holders.has(node.body)) this.#forOf(node, scope);
        this.#crossedLoop(node, suspensions);
        return;
      case 'ForStatement':
      case 'ForInStatement':
      case 'WhileStatement':
      case 'DoWhileStatement':
        this.#crossedLoop(node, suspensions);
        return;
      case 'LabeledStatement':
        this.#labeled(node, suspensions);
        return;
      case 'BlockStatement':
      case 'SwitchCase':
        if (!suspensions.suspends) return;
        this.#usings(node.type === 'SwitchCase' ? node.consequent : node.body);
        return;
    }
  }

  /** Notes the frame at a suspension; at the top level of a module, its place too. */
  #capture(node: AnyNode, { isProgram }: Scope): string {
    const frame = `${this.#runtime}.f`;
    return `${this.#frame}=${isProgram ? `(${this.#place}=${node.start},${frame})` : frame}`;
  }

  /** A function that notes the frame it is given, and puts the noted one back when it is given none. */
  #keeper(node: AnyNode, { isProgram }: Scope): string {
    const place = isProgram ? `${this.#place}=${placeOf(node)},` : '';
    return `_=>(${place}${this.#frame}=_===void 0?${this.#runtime}K(${this.#frame}):_)`;
  }

  /** `$cR(` node `,$f)` */
  #wrap(method: string, node: AnyNode, { suspensions }: Scope): void {
    const empty = suspensions.guarded ? `,${this.#frame}=void 0` : '';
    this.#edits.wrap(node.start, node.end, `${this.#runtime}${method}(`, `,${this.#frame}${empty})`);
  }

  /** `$cT(` node `,frame)` */
  #thenable(node: AnyNode, frame: string, method = 'T'): void {
    this.#edits.wrap(node.start, node.end, `${this.#runtime}${method}(`, `,${frame})`);
  }

  #yield(node: AnyNode & { type: 'YieldExpression' }, scope: Scope): void {
    if (node.delegate) {
      this.#wrap('R', node, scope);
      const { start, end } = node.argument!;
      this.#edits.wrap(start, end, `${this.#runtime}D(`, `,${this.#keeper(node, scope)})`);
      return;
    }
    this.#wrap('Y', node, scope);
    if (node.argument == null) {
      this.#edits.wrap(node.end, node.end, '', ` ${this.#runtime}T(void 0,${this.#capture(node, scope)})`);
    } else this.#thenable(node.argument, this.#capture(node, scope));
  }

  /** When an `await` in the body fails, the engine closes the iterator before any handler runs. */
  #forOf(node: AnyNode & { type: 'ForOfStatement' }, scope: Scope): void {
    const { start, end } = node.right;
    this.#edits.wrap(start, end, `${this.#runtime}J(`, `,${this.#keeper(node, scope)})`);
  }

  #forAwait(node: AnyNode & { type: 'ForOfStatement' }, scope: Scope): void {
    if (!this.#settledLoops.has(node)) this.#restoreAfter(node);
    this.#edits.wrap(
      node.right.start,
      node.right.end,
      `${this.#runtime}I(`,
      `,${this.#keeper(node, scope)})`,
    );
    this.#restoreInPattern(
      node.left.type === 'VariableDeclaration' ? node.left.declarations[0]?.id : node.left,
    );
    this.#restoreAtStart(node.body);
  }

  /** Defaults and computed keys of a pattern run before the body that it binds for. */
  #restoreInPattern(pattern: AnyNode | null | undefined): void {
    if (pattern == null) return;
    if (pattern.type === 'AssignmentPattern') this.#guard(pattern.right);
    if (pattern.type === 'Property' && pattern.computed) this.#guard(pattern.key);
    for (const child of childrenOf(pattern)) {
      if (PATTERNS.has(child.type)) this.#restoreInPattern(child);
    }
  }

  /** The same expression, with the frame put back first. */
  #guard(expression: AnyNode): void {
    if (INERT.has(expression.type)) return;
    this.#edits.wrap(expression.start, expression.end, `(${this.#restore.slice(0, -1)},`, ')');
  }

  /** A label has to stay right before its loop, so what comes after the loop comes after its outermost label. */
  #labeled(node: AnyNode & { type: 'LabeledStatement' }, suspensions: Suspensions): void {
    const loop = loopOf(node);
    if (this.#settledLoops.has(loop)) return;
    if (!suspensions.crossed.has(loop) && !(loop.type === 'ForOfStatement' && loop.await)) return;
    this.#settledLoops.add(loop);
    this.#restoreAfter(node);
  }

  #crossedLoop(node: AnyNode, suspensions: Suspensions): void {
    if (!suspensions.crossed.has(node)) return;
    if (node.type === 'ForStatement') {
      if (node.test) this.#guard(node.test);
      if (node.update) this.#guard(node.update);
    }
    if (node.type === 'WhileStatement' || node.type === 'DoWhileStatement') this.#guard(node.test);
    if ('body' in node) this.#restoreAtStart(node.body as AnyNode);
  }

  #restoreAtStart(body: AnyNode): void {
    if (body.type === 'BlockStatement') {
      this.#edits.before(body.start + 1, this.#restore);
      return;
    }
    this.#edits.wrap(body.start, body.end, `{${this.#restore}`, '}');
  }

  #restoreAfter(statement: AnyNode): void {
    this.#edits.wrap(statement.start, statement.end, '{', `;${this.#restore}}`);
  }

  /**
   * `using a = b;` gets a neighbour that is disposed of before it, and puts the frame back after a failed `await`.
   * `await using` gets two: the one disposed of before it also notes the frame, the one disposed of after it puts
   * that back.
   */
  #usings(statements: readonly AnyNode[]): void {
    const restore = this.#restore.slice(0, -1);
    const disposer = (body: string) => {
      const name = `${this.#frame}${this.#disposers++}`;
      return `using ${name}=${this.#runtime}U(()=>{${body}});`;
    };
    for (const node of statements) {
      if (node.type !== 'VariableDeclaration') continue;
      const { kind, start, end } = node;
      if (kind === 'using') this.#edits.wrap(start, end, '', `;${disposer(restore)}`);
      if (kind !== 'await using') continue;
      const keep = `${restore};${this.#frame}=${this.#runtime}.f`;
      this.#edits.wrap(start, end, disposer(restore), `;${disposer(keep)}`);
    }
  }
}

/** Where V8 says that the program stands when it does not get past `node`. */
function placeOf(node: AnyNode): number {
  if (node.type !== 'ForOfStatement') return node.start;
  return node.left.type === 'VariableDeclaration' ? node.left.declarations[0]!.id.start : node.left.start;
}

function holds(suspensions: Suspensions, node: AnyNode | null | undefined): boolean {
  return node != null && suspensions.holders.has(node);
}

/** A line of instrumented code as it was, and where its columns were. */
export interface OriginalLine {
  readonly text: string;
  /** @param instrumented from 1, as in V8's stacks */
  column(instrumented: number): number;
}

const INSERTIONS =
  /;\$f_*=\$cK\(\$f_*\);\}|\$f_*=\$cK\(\$f_*\);|\$cS;|\(\$cS,|\$c[TRYIJDS]\(|,(?:\$f_*=)?(?:\(\$at_*=\d+,)?\$c\.f\)+|,\$f_*(?:,\$f_*=void 0)?\)|,_=>\([^()]*\$cK\(\$f_*\):_\)\)|;var \$f_*(?=\})|\{var \$f_*;return\(/g;

/** The text of instrumented code as its author wrote it; see {@link originalLine} for what stays. */
export const originalText = (code: string): string => code.replace(INSERTIONS, '');

/**
 * Undoes the instrumentation of one line, for code of which only the instrumented text is at hand. Exact but for
 * braces: those that were put around a `for await`, a single statement or the body of an arrow function.
 */
export function originalLine(line: string): OriginalLine {
  const cuts: { readonly at: number; readonly length: number }[] = [];
  const text = line.replace(INSERTIONS, (found, offset: number) => {
    cuts.push({ at: offset, length: found.length });
    return '';
  });
  return {
    text,
    column(instrumented) {
      let column = instrumented;
      for (const { at, length } of cuts) {
        if (at < instrumented - 1) column -= Math.min(length, instrumented - 1 - at);
      }
      return column;
    },
  };
}
