import type { Any } from './host.ts';
import { arrowMessage, type SourcePosition, throwOf, topFrame } from './stack-frames.ts';

/** What the report of a fatal exception needs of the process. */
export interface FatalReportContext {
  readonly version: string;
  readonly arrowSymbol: symbol;
  readonly decoratedSymbol: symbol;
  readSource(name: string): string | undefined;
  isProxy(value: unknown): boolean;
  isNativeError(value: unknown): boolean;
  /** With `--trace-uncaught`: the frames of the exception. */
  readonly frames: string | undefined;
  /** The lines above the error as a source map has them. */
  mappedSource(position: SourcePosition): string | undefined;
  /** `fatalExceptionStackEnhancers` of the library: they print an error with its cause and own properties. */
  readonly enhancers: { before(error: Any): Any; after(error: Any): Any };
}

/**
 * The text that Node writes to stderr when an exception ends the process (`ReportFatalException` in
 * https://github.com/nodejs/node/blob/v24.x/src/node_errors.cc).
 */
export function fatalReport(
  error: unknown,
  thrownAt: SourcePosition | undefined,
  context: FatalReportContext,
): string {
  const isObject = (typeof error === 'object' && error !== null) || typeof error === 'function';
  // Of a proxy nothing may be read here: its traps are the program's.
  const isReadable = isObject && !context.isProxy(error);
  // What only inherits from `Error`, as errors that came from another thread do, is none to V8.
  const isError = isReadable && context.isNativeError(error);
  const decorated = isReadable && (error as Any)[context.decoratedSymbol] === true;
  const attached = isReadable ? ((error as Any)[context.arrowSymbol] as string | undefined) : undefined;
  const position =
    (thrownAt && throwOf(thrownAt, context.readSource)) ?? topFrame(isReadable ? stackOf(error) : undefined);
  const arrow =
    attached ?? (position && (context.mappedSource(position) ?? arrowMessage(position, context.readSource)));
  let text = '';
  if (arrow !== undefined && !decorated) text += isError ? `${arrow}\n` : `\n${arrow}`;
  text += `${describe(error, isObject, context)}\n`;
  if (context.frames !== undefined) text += `Thrown at:\n${context.frames}\n`;
  else if (!isObject) text += '(Use `node --trace-uncaught ...` to show where the exception was thrown)\n';
  return `${text}\nNode.js ${context.version}\n`;
}

function describe(error: unknown, isObject: boolean, context: FatalReportContext): string {
  // V8 has no text for a symbol.
  if (!isObject) return typeof error === 'symbol' ? '' : String(error);
  try {
    context.enhancers.before(error);
    return String(context.enhancers.after(error));
  } catch {
    return String(stackOf(error) ?? Object.prototype.toString.call(error));
  }
}

export function stackOf(error: unknown): unknown {
  try {
    return (error as { stack?: unknown } | undefined | null)?.stack;
  } catch {
    return undefined;
  }
}
