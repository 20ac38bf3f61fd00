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

const NAMED_SCRIPT = /^(?:node:|file:|\/|\[)/;
/** V8 names a function without a name after the call that it stands in. */
const INSTRUMENTED_FRAME = /^(async )?(?:\$c\.[^(]*|onImport\.tracePromise\.__proto__) \((.*)\)$/;
const EXTENSION_FRAME = /^Module\._extensions(\.\.\w+ \(node:.*)$/;
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
  const instrumented = exec(INSTRUMENTED_FRAME, text);
  if (instrumented) return `${instrumented[1] ?? ''}${instrumented[2]}`;
  const match = exec(EVAL_FRAME, text);
  if (!match || !exec(NAMED_SCRIPT, match[4] as string)) return text;
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
  readonly #line: number | null;
  readonly #column: number | null;

  private constructor(site: CallSite, script: string, line: number | null, column: number | null) {
    this.#site = site;
    this.#script = script;
    this.#line = line;
    this.#column = column;
  }

  /** `undefined` for a site that no line of a program stands behind. */
  static from(site: CallSite, original: OriginalPosition): CallSite | undefined {
    const name = scriptName(site);
    if (!exec(NAMED_SCRIPT, name)) return site;
    const [line, column] = [site.getLineNumber(), site.getColumnNumber()];
    const position = original(name, line ?? 0, column ?? 0);
    return position && new NodeCallSite(site, name, position.line, position.column);
  }

  getThis() {
    return this.#site.getThis();
  }
  getTypeName() {
    return this.#site.getTypeName();
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
    return this.#line;
  }
  getColumnNumber() {
    return this.#column;
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
    const [line, column] = [this.#site.getLineNumber(), this.#site.getColumnNumber()];
    const moved = line !== this.#line || column !== this.#column;
    return frameText(moved ? exchanged(text, `:${line}:${column}`, `:${this.#line}:${this.#column}`) : text);
  }
}

Object.defineProperty(NodeCallSite, 'name', { value: 'CallSite' });
