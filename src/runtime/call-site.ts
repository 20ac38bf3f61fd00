import type { KnownScript } from './bindings/compiled-scripts.ts';
import { scriptOfPart } from './cut-functions.ts';
import { exec, indexOf, slice } from './pristine.ts';
import type { OriginalPosition } from './stack-trace.ts';

/** V8's call sites (https://v8.dev/docs/stack-trace-api), and what programs call on them. */
export interface CallSite {
  getThis(): unknown;
  getTypeName(): string | null;
  getFunction(): unknown;
  getFunctionName(): string | null;
  getMethodName(): string | null;
  getFileName(): string | null | undefined;
  getLineNumber(): number | null;
  getColumnNumber(): number | null;
  getEvalOrigin(): string | undefined;
  isToplevel(): boolean;
  isEval(): boolean;
  isNative(): boolean;
  isConstructor(): boolean;
  isAsync(): boolean;
  isPromiseAll(): boolean;
  getPromiseIndex(): number | null;
  getScriptNameOrSourceURL?(): string | null;
  getScriptHash(): string;
  getEnclosingLineNumber(): number | null;
  getEnclosingColumnNumber(): number | null;
  getPosition(): number;
  toString(): string;
}

/** A line and a column, as far as there are any. */
interface Place {
  readonly line: number | null;
  readonly column: number | null;
}

const LIBRARY_SCRIPT = /^node:/;
const NAMED_SCRIPT = /^(?:node:|file:|\/|\[)/;
/** V8 names a function without a name after the call that it stands in. */
const INSTRUMENTED_FRAME = /^(async )?(?:\$c\.[^(]*|onImport\.tracePromise\.__proto__) \((.*)\)$/;
/** Of a namespace object, which is a proxy here; and of what newer versions of V8 name after a variable of the library. */
const NAMESPACE_FRAME = /^(?:async )?Proxy\./;
const BUFFER_FRAME = /^proto(\.\w+ \(node:.*)$/;
const MESSAGE_FRAME = /^exports\.emitMessage( \(node:.*)$/;
const EXTENSION_FRAME = /^Module\._extensions(\.\.\w+ \(node:.*)$/;
/** What a program put through `eval` itself. */
const UNNAMED_PLACE = /^(?:eval at |<anonymous>$)/;
const EVAL_FRAME = /^(async )?((?:new )?[\w$.<>]*\.)?eval (?:\[as ([^\]]+)\] )?\((.*)\)$/;
const INSTRUMENTED_NAME = /^\$c\./;

export function scriptName(site: CallSite): string {
  return site.getScriptNameOrSourceURL?.() ?? site.getFileName() ?? '';
}

/**
 * The text of a frame. Functions without a name read `eval` in scripts that came through `eval`, where Node's read
 * `Object.<anonymous>` or nothing; and newer versions of V8 spell out `Module._extensions..js`.
 */
function frameText(text: string): string {
  const extension = exec(EXTENSION_FRAME, text);
  if (extension) return `Object${extension[1]}`;
  const buffer = exec(BUFFER_FRAME, text);
  if (buffer) return `Buffer${buffer[1]}`;
  const message = exec(MESSAGE_FRAME, text);
  if (message) return `MessagePort.<anonymous>${message[1]}`;
  const instrumented = exec(INSTRUMENTED_FRAME, text);
  if (instrumented) return `${instrumented[1] ?? ''}${instrumented[2]}`;
  const match = exec(EVAL_FRAME, text);
  if (!match || exec(UNNAMED_PLACE, match[4] as string)) return text;
  const [, async = '', receiver, method = '<anonymous>', place] = match;
  return receiver ? `${async}${receiver}${method} (${place})` : `${async}${place}`;
}

/** `text` with the first `part` in it exchanged. */
function exchanged(text: string, part: string, other: string): string {
  const at = indexOf(text, part);
  return at < 0 ? text : slice(text, 0, at) + other + slice(text, at + part.length);
}

/**
 * A call site as Node would have it: at its place in the source instead of the edited code, in a script that has a name
 * instead of one that came through `eval`.
 */
export class NodeCallSite implements CallSite {
  readonly #site: CallSite;
  readonly #script: string;
  /** Asked for when a line or a column is: for Node's library it may have to be waited for. */
  readonly #find: () => Place;
  #found: Place | undefined;
  readonly #isApart: boolean;
  readonly #isExported: KnownScript['isExported'];

  private constructor(
    site: CallSite,
    script: string,
    isApart: boolean,
    find: () => Place,
    isExported?: KnownScript['isExported'],
  ) {
    this.#site = site;
    this.#script = script;
    this.#isApart = isApart;
    this.#find = find;
    this.#isExported = isExported;
  }

  /** `undefined` for a site that no line of a program stands behind; the site itself where it has no name. */
  static from(
    site: CallSite,
    original: OriginalPosition,
    scriptOf: (name: string) => KnownScript | undefined,
  ): CallSite | undefined {
    const name = scriptName(site);
    const [line, column] = [site.getLineNumber(), site.getColumnNumber()];
    const script = scriptOf(name);
    if (!script && !exec(NAMED_SCRIPT, name)) return site;
    const whole = scriptOfPart(name);
    const find = () => original(name, line ?? 0, column ?? 0);
    if (exec(LIBRARY_SCRIPT, name)) {
      return new NodeCallSite(site, whole ?? name, whole !== undefined, () => find() ?? { line, column });
    }
    const position = find();
    const title = whole ?? script?.title ?? name;
    return position && new NodeCallSite(site, title, whole !== undefined, () => position, script?.isExported);
  }

  /** Whether a site is in a function of the script that was compiled apart from it. */
  static isApart(site: CallSite, script: string): boolean {
    return #isApart in site && site.#isApart && site.#script === script;
  }

  /** The call of `site` at the place of `body`, which is what that function is made of. */
  static joined(site: CallSite, body: CallSite): CallSite {
    if (!(#place in body)) return site;
    return new NodeCallSite(site, scriptName(site), false, () => body.#place);
  }

  get #place(): Place {
    this.#found ??= this.#find();
    return this.#found;
  }

  getThis() {
    return this.#site.getThis();
  }
  getTypeName() {
    return this.#isOfNamespace ? 'Module' : this.#site.getTypeName();
  }
  /** Whether it is a call of what a module exports, as a method of its namespace. */
  get #isOfNamespace(): boolean {
    return (
      this.#isExported !== undefined &&
      this.#site.getTypeName() === 'Proxy' &&
      this.#isExported(this.#site.getFunctionName() ?? '')
    );
  }
  getFunction() {
    return this.#site.getFunction();
  }
  getFunctionName() {
    const name = this.#site.getFunctionName();
    return name === 'eval' || (name !== null && exec(INSTRUMENTED_NAME, name)) ? null : name;
  }
  getMethodName() {
    const name = this.#site.getMethodName();
    return name === 'eval' ? null : name;
  }
  getFileName() {
    return this.#script;
  }
  getLineNumber() {
    return this.#place.line;
  }
  getColumnNumber() {
    return this.#place.column;
  }
  getEvalOrigin() {
    return undefined;
  }
  isToplevel() {
    return this.#site.isToplevel();
  }
  isEval() {
    return false;
  }
  isNative() {
    return this.#site.isNative();
  }
  isConstructor() {
    return this.#site.isConstructor();
  }
  isAsync() {
    return this.#site.isAsync();
  }
  isPromiseAll() {
    return this.#site.isPromiseAll();
  }
  getPromiseIndex() {
    return this.#site.getPromiseIndex();
  }
  getScriptNameOrSourceURL() {
    return this.#script;
  }
  getScriptHash() {
    return this.#site.getScriptHash();
  }
  getEnclosingLineNumber() {
    return this.#site.getEnclosingLineNumber();
  }
  getEnclosingColumnNumber() {
    return this.#site.getEnclosingColumnNumber();
  }
  getPosition() {
    return this.#site.getPosition();
  }
  toString() {
    const text = this.#site.toString();
    const from = `${scriptName(this.#site)}:${this.#site.getLineNumber()}:${this.#site.getColumnNumber()}`;
    const to = `${this.#script}:${this.#place.line}:${this.#place.column}`;
    const shown = frameText(from === to ? text : exchanged(text, from, to));
    return exec(NAMESPACE_FRAME, shown) && this.#isOfNamespace
      ? exchanged(shown, 'Proxy.', 'Module.')
      : shown;
  }
}

Object.defineProperty(NodeCallSite, 'name', { value: 'CallSite' });
