/** One frame of a stack: 1-based line and column, as V8 counts. */
export interface CallSite {
  readonly functionName: string;
  readonly scriptName: string;
  readonly lineNumber: number;
  readonly columnNumber: number;
}

interface NativeCallSite {
  getFunctionName(): string | null;
  getFileName(): string | undefined | null;
  getScriptNameOrSourceURL?(): string | undefined | null;
  getLineNumber(): number | null;
  getColumnNumber(): number | null;
}

/** `Error` with what only V8 has. */
interface V8Error {
  new (): Error;
  captureStackTrace?: (target: object, below?: unknown) => void;
  stackTraceLimit?: number;
  prepareStackTrace?: unknown;
}

function fromNative(site: NativeCallSite): CallSite {
  return {
    functionName: site.getFunctionName() ?? '',
    scriptName: site.getScriptNameOrSourceURL?.() ?? site.getFileName() ?? '',
    lineNumber: site.getLineNumber() ?? 0,
    columnNumber: site.getColumnNumber() ?? 0,
  };
}

/** Reads `name@url:line:column` (Firefox, WebKit), one frame a line. */
export function parseStack(stack: string): CallSite[] {
  const sites: CallSite[] = [];
  for (const line of stack.split('\n')) {
    const match = /^(?:(.*?)@)?(.*?):(\d+):(\d+)$/.exec(line);
    if (!match) continue;
    // Firefox decorates names: `outer/inner`, `async*name`, `inner/<`.
    const functionName = (match[1] ?? '').replace(/^.*[/*]/, '').replace(/<$/, '');
    sites.push({
      functionName,
      scriptName: match[2]!,
      lineNumber: Number(match[3]),
      columnNumber: Number(match[4]),
    });
  }
  return sites;
}

/**
 * The frames below the caller of this function, innermost first.
 * @param below frames of this function and of whatever it called are left out (V8 only)
 */
export function readCallSites(realmError: unknown, limit: number, below: unknown): CallSite[] {
  const ErrorConstructor = realmError as V8Error;
  if (ErrorConstructor.captureStackTrace === undefined) {
    // Two frames are this function's and the binding function's own.
    return parseStack(new ErrorConstructor().stack ?? '').slice(2, limit + 2);
  }
  const prepare = Object.getOwnPropertyDescriptor(ErrorConstructor, 'prepareStackTrace');
  const previousLimit = ErrorConstructor.stackTraceLimit;
  const holder: { stack?: unknown } = {};
  try {
    ErrorConstructor.prepareStackTrace = (_error: unknown, sites: NativeCallSite[]) => sites.map(fromNative);
    ErrorConstructor.stackTraceLimit = limit;
    ErrorConstructor.captureStackTrace(holder, below);
    const sites = holder.stack;
    return Array.isArray(sites) ? (sites as CallSite[]) : [];
  } finally {
    if (prepare === undefined) delete ErrorConstructor.prepareStackTrace;
    else Object.defineProperty(ErrorConstructor, 'prepareStackTrace', prepare);
    if (previousLimit === undefined) delete ErrorConstructor.stackTraceLimit;
    else ErrorConstructor.stackTraceLimit = previousLimit;
  }
}
