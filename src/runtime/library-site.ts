import type { CallSite } from './call-site.ts';
import type { SourcePosition } from './stack-frames.ts';

/** The call site of a method of Node’s library that did not run, but would have in Node. */
export function librarySite(type: string, method: string, { name, line, column }: SourcePosition): CallSite {
  const answers = {
    getThis: undefined,
    getTypeName: type,
    getFunction: undefined,
    getFunctionName: method,
    getMethodName: null,
    getFileName: name,
    getLineNumber: line,
    getColumnNumber: column,
    getEvalOrigin: undefined,
    isToplevel: false,
    isEval: false,
    isNative: false,
    isConstructor: false,
    isAsync: false,
    isPromiseAll: false,
    getPromiseIndex: null,
    getScriptNameOrSourceURL: name,
    getScriptHash: '',
    getEnclosingLineNumber: line,
    getEnclosingColumnNumber: column,
    getPosition: 0,
    toString: `${type}.${method} (${name}:${line}:${column})`,
  };
  const methods = Object.entries(answers).map(([key, value]) => [key, () => value] as const);
  return Object.fromEntries(methods) as unknown as CallSite;
}
