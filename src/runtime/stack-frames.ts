/** Where something stands in a source: a script's name as frames show it, a line and a column, both from 1. */
export interface SourcePosition {
  readonly name: string;
  readonly line: number;
  readonly column: number;
  /** The line itself, where no file holds it. */
  readonly text?: string;
}

const FRAME = /^\s+at (?:[^/]*? \()?([^\s<(](?:(?!\), ).)*?):(\d+):(\d+)\)?$/;

/** Bindings make such exceptions by calling the library’s class; V8 has the place of the call of the binding. */
const EXCEPTION_MAKER = ' new DOMException (node:internal/per_context/domexception:';

/** The position of the first frame in a stack in V8's form, or `undefined` where there is none with a name. */
export function topFrame(stack: unknown): SourcePosition | undefined {
  if (typeof stack !== 'string') return undefined;
  for (const line of stack.split('\n')) {
    const match = FRAME.exec(line);
    if (match && !line.includes(EXCEPTION_MAKER))
      return { name: match[1] as string, line: Number(match[2]), column: Number(match[3]) };
  }
  return undefined;
}

/**
 * The three lines that Node prints above a fatal error: `name:line`, the source line, and a caret below the column.
 * `readSource` gives the text of a script by its name, or `undefined`.
 */
export function arrowMessage(
  position: SourcePosition,
  readSource: (name: string) => string | undefined,
): string | undefined {
  const source = position.text ?? readSource(position.name)?.split(/\r\n|\n/)[position.line - 1];
  if (source === undefined) return undefined;
  // The library says of some lines that they explain nothing (`GetErrorSource` in Node's node_errors.cc).
  if (source.includes('node-do-not-add-exception-line')) return undefined;
  const { name, line } = position;
  if (position.column > source.length) return `${name}:${line}\n${source}\n`;
  // Tabs stay tabs, so that the caret stands where the eye expects it.
  const indent = source.slice(0, position.column - 1).replace(/[^\t]/g, ' ');
  return `${name}:${line}\n${source}\n${indent}^\n`;
}

/** Moves a position from `new` to the `throw` before it, where V8 has the place of a thrown error. */
export function throwOf(
  position: SourcePosition,
  readSource: (name: string) => string | undefined,
): SourcePosition {
  const source = readSource(position.name)?.split('\n')[position.line - 1];
  const match = source === undefined ? null : /\bthrow\s+$/.exec(source.slice(0, position.column - 1));
  return match ? { ...position, column: match.index + 1 } : position;
}
