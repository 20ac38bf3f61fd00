import type { CallSite } from './call-site.ts';
import type { SourcePosition } from './stack-frames.ts';

/** The call site of a method of the language itself. */
export function nativeSite(type: string | null, method: string): CallSite {
  return siteOf(type, method, '<anonymous>', undefined);
}

/** The call site of a method of Node’s library that did not run, but would have in Node. */
export function librarySite(type: string, method: string, position: SourcePosition): CallSite {
  return siteOf(type, method, `${position.name}:${position.line}:${position.column}`, position);
}

function siteOf(
  type: string | null,
  method: string,
  place: string,
  { name, line, column }: Partial<SourcePosition> = {},
): CallSite {
  const answers = {
    getThis: undefined,
    getTypeName: type,
    getFunction: undefined,
    getFunctionName: method,
    getMethodName: null,
    getFileName: name,
    getLineNumber: line ?? null,
    getColumnNumber: column ?? null,
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
    getEnclosingLineNumber: line ?? null,
    getEnclosingColumnNumber: column ?? null,
    getPosition: 0,
    toString: `${type === null ? '' : `${type}.`}${method} (${place})`,
  };
  const methods = Object.entries(answers).map(([key, value]) => [key, () => value] as const);
  return Object.fromEntries(methods) as unknown as CallSite;
}
