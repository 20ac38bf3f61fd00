import type { CallSite } from './call-site.ts';
import type { SourcePosition } from './stack-frames.ts';

/** The call site of a method of Node’s library that did not run, but would have in Node. */
export class LibrarySite implements CallSite {
  readonly #type: string;
  readonly #method: string;
  readonly #at: SourcePosition;

  constructor(type: string, method: string, at: SourcePosition) {
    this.#type = type;
    this.#method = method;
    this.#at = at;
  }

  getThis() {
    return undefined;
  }
  getTypeName() {
    return this.#type;
  }
  getFunction() {
    return undefined;
  }
  getFunctionName() {
    return this.#method;
  }
  getMethodName() {
    return null;
  }
  getFileName() {
    return this.#at.name;
  }
  getLineNumber() {
    return this.#at.line;
  }
  getColumnNumber() {
    return this.#at.column;
  }
  getEvalOrigin() {
    return undefined;
  }
  isToplevel() {
    return false;
  }
  isEval() {
    return false;
  }
  isNative() {
    return false;
  }
  isConstructor() {
    return false;
  }
  isAsync() {
    return false;
  }
  isPromiseAll() {
    return false;
  }
  getPromiseIndex() {
    return null;
  }
  getScriptNameOrSourceURL() {
    return this.#at.name;
  }
  getScriptHash() {
    return '';
  }
  getEnclosingLineNumber() {
    return this.#at.line;
  }
  getEnclosingColumnNumber() {
    return this.#at.column;
  }
  getPosition() {
    return 0;
  }
  toString() {
    return `${this.#type}.${this.#method} (${this.#at.name}:${this.#at.line}:${this.#at.column})`;
  }
}

Object.defineProperty(LibrarySite, 'name', { value: 'CallSite' });
