import { exec } from '../../pristine.ts';

/** One frame of a stack: 1-based line and column, as V8 counts. */
export interface CallSite {
  readonly functionName: string;
  readonly scriptName: string;
  readonly lineNumber: number;
  readonly columnNumber: number;
}

/** Frames of the engine that may stand among those that are asked for. */
const hiddenFrames = 16;

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

/** The worker's own script: its frames stand where Node has C++, which shows none. */
const engineScript = /^(?:safety-net:|blob:)/;

function fromNative(site: NativeCallSite): CallSite {
  const name = site.getFunctionName() ?? '';
  return {
    // What was evaluated is called `eval`; in Node it is compiled as a function without a name.
    functionName: name === 'eval' ? '' : name,
    scriptName: site.getScriptNameOrSourceURL?.() ?? site.getFileName() ?? '',
    lineNumber: site.getLineNumber() ?? 0,
    columnNumber: site.getColumnNumber() ?? 0,
  };
}

/** Reads `name@url:line:column` (Firefox, WebKit), one frame a line. */
export function parseStack(stack: string): CallSite[] {
  const sites: CallSite[] = [];
  for (const line of stack.split('\n')) {
    const match = exec(/^(?:(.*?)@)?(.*?):(\d+):(\d+)$/, line);
    if (!match) continue;
    // Firefox decorates names: `outer/inner`, `async*name`, and `inner/<` for a function without one.
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
 * The frames below the caller of this function, innermost first, without those of the engine.
 * @param below frames of this function and of whatever it called are left out (V8 only)
 */
export function readCallSites(realmError: unknown, limit: number, below: unknown): CallSite[] {
  const ErrorConstructor = realmError as V8Error;
  const shown = (sites: CallSite[]) =>
    sites.filter((site) => !exec(engineScript, site.scriptName)).slice(0, limit);
  if (ErrorConstructor.captureStackTrace === undefined) {
    // Three frames are this function's, its caller's, and the binding function's own.
    return shown(parseStack(new ErrorConstructor().stack ?? '').slice(3));
  }
  const prepare = Object.getOwnPropertyDescriptor(ErrorConstructor, 'prepareStackTrace');
  const previousLimit = ErrorConstructor.stackTraceLimit;
  const holder: { stack?: unknown } = {};
  try {
    // Defined, not assigned: it may be an accessor that would keep the value.
    Object.defineProperty(ErrorConstructor, 'prepareStackTrace', {
      value: (_error: unknown, sites: NativeCallSite[]) => sites.map(fromNative),
      writable: true,
      configurable: true,
    });
    ErrorConstructor.stackTraceLimit = limit + hiddenFrames;
    ErrorConstructor.captureStackTrace(holder, below);
    const stack = holder.stack;
    if (Array.isArray(stack)) return shown(stack as CallSite[]);
    // Firefox and WebKit know the function, not the hook.
    return typeof stack === 'string' ? shown(parseStack(stack)) : [];
  } finally {
    if (prepare === undefined) delete ErrorConstructor.prepareStackTrace;
    else Object.defineProperty(ErrorConstructor, 'prepareStackTrace', prepare);
    if (previousLimit === undefined) delete ErrorConstructor.stackTraceLimit;
    else ErrorConstructor.stackTraceLimit = previousLimit;
  }
}
