/** Errors that Node prints with the line of the source at which they happened. */
import type { Host } from '../host.ts';
import type { SourceKind } from '../transform/parse.ts';
import { explainSyntaxError } from '../transform/syntax-errors.ts';

export interface ErrorPlace {
  /** The script's name as frames show it. */
  readonly name: string;
  readonly source: string;
  readonly offset: number;
  /** How many characters the carets underline; without it, the word at `offset`. */
  readonly length?: number;
  /** How many lines further down than its text the program has the script. */
  readonly lineOffset?: number | undefined;
}

/**
 * Attaches the lines that Node prints above the stack: `name:line`, the source line, carets.
 *
 * @param below the function of a binding that the library has called: where there is V8's stack API, frames from it
 *   inwards are left out, and do not use up the length of the stack
 */
export function errorAt(host: Host, error: Error, place: ErrorPlace, below?: unknown): Error {
  const { captureStackTrace } = host.global.Error as {
    captureStackTrace?: (error: Error, below: unknown) => void;
  };
  if (below) captureStackTrace?.(error, below);
  const symbol = host.binding('util')['privateSymbols'].arrow_message_private_symbol;
  (error as unknown as Record<symbol, string>)[symbol] = arrowMessage(place);
  return error;
}

/** What V8 would throw for a source that acorn cannot parse; any other error as it is. */
export function syntaxErrorOf(
  host: Host,
  error: unknown,
  script: {
    readonly name: string;
    readonly source: string;
    readonly kind: SourceKind;
    readonly lineOffset?: number | undefined;
  },
  below?: unknown,
): unknown {
  if (!isPlacedSyntaxError(error)) return error;
  const { message, offset, length } = explainSyntaxError(error, script);
  const { name, source, lineOffset } = script;
  const place = { name, source, offset, length, lineOffset };
  return errorAt(host, new host.global.SyntaxError(message), place, below);
}

/** An error of acorn's, or one of the engine's (of whatever realm) to which a place was given. */
function isPlacedSyntaxError(error: unknown): error is SyntaxError & { pos: number } {
  return (
    typeof error === 'object' &&
    error !== null &&
    'pos' in error &&
    (error as { name?: unknown }).name === 'SyntaxError'
  );
}

export function arrowMessage({ name, source, offset, length, lineOffset = 0 }: ErrorPlace): string {
  const line = lineOffset + source.slice(0, offset).split(/\r\n|[\n\r\u2028\u2029]/).length;
  const start =
    Math.max(...['\n', '\r', '\u2028', '\u2029'].map((end) => source.lastIndexOf(end, offset - 1))) + 1;
  const text = source.slice(start).split(/[\n\r\u2028\u2029]/, 1)[0]!;
  if (length === Number.POSITIVE_INFINITY) return `${name}:${line}\n${text}\n`;
  const indent = source.slice(start, offset).replace(/[^\t]/g, ' ');
  const width = length ?? /^[\p{ID_Continue}$\u200c\u200d]*/u.exec(source.slice(offset))![0].length;
  const carets = '^'.repeat(Math.max(0, Math.min(width, text.length - (offset - start))));
  return `${name}:${line}\n${text}\n${indent}${carets}\n`;
}
