/**
 * Code whose functions are without their bodies until they are called (`scripts/cut-functions.mjs`). It runs only until
 * the whole text has arrived: whoever starts after that runs the text as it is.
 */
import type { Any } from './host.ts';
import { indexOf, slice } from './pristine.ts';

const { apply } = Reflect;

/** A function of a text, from its parameters to the end of its body, by offsets; `1` for yes. */
export type Cut = readonly [start: number, end: number, isArrow: number, isOnce: number];

export interface CutText {
  readonly source: string;
  readonly cuts: readonly Cut[];
}

/** Compiles a text where it is called from: it sees the variables of the function that it belongs to. */
type Evaluate = (text: string) => Any;

/** Of a function; an arrow function's arguments follow in parentheses. */
const MARK = '\x7f\x7f';
/** `L` calls the function, with its `this` and its arguments; `M` gives an arrow function. */
const CALL = /\$c\.[LM]\(/;
/** What the name of a script ends in where a body was compiled by itself. */
const APART = '?apart';

/** The name of the script that a function compiled by itself belongs to; `undefined` for any other script. */
export function scriptOfPart(name: string): string | undefined {
  const at = indexOf(name, APART);
  return at > 0 && at === name.length - APART.length ? slice(name, 0, at) : undefined;
}

/** Makes the functions without bodies fetch theirs when they are called. Lines stay what they were. */
export function completeCut(name: string, code: string): string {
  const quoted = JSON.stringify(name);
  const pieces = code.split(MARK);
  let completed = pieces[0] as string;
  for (let next = 1; next < pieces.length; next++) {
    const piece = pieces[next] as string;
    const place = `${quoted},${next - 1},$s=>eval($s)`;
    completed += piece.startsWith('(')
      ? `return $c.M(${place})${piece}`
      : `return $c.L(${place},this,arguments)${piece}`;
  }
  return completed;
}

/** Whether a place in completed code is the call that stands in for a body. */
export function isStandIn(code: string, line: number, column: number): boolean {
  const at = code.split('\n')[line - 1]?.search(CALL) ?? -1;
  return at !== -1 && column > at;
}

/** The bodies, by the names of their scripts. `wholeText` waits for a text where it has to. */
export class CutFunctions {
  readonly #wholeText: (name: string, index: number) => CutText;
  readonly #compiled = new Map<string, Any>();
  /** What is compiled anew at each call, as each sees other variables: browsers know a text that they have compiled before. */
  readonly #texts = new Map<string, string>();

  constructor(wholeText: (name: string, index: number) => CutText) {
    this.#wholeText = wholeText;
  }

  readonly call = (
    name: string,
    index: number,
    evaluate: Evaluate,
    self: unknown,
    args: ArrayLike<unknown>,
  ): unknown => apply(this.load(name, index, evaluate), self, args);

  readonly load = (name: string, index: number, evaluate: Evaluate): Any => {
    const key = `${index} ${name}`;
    const known = this.#compiled.get(key);
    if (known) return known;
    const before = this.#texts.get(key);
    if (before !== undefined) return evaluate(before);
    const { source, cuts } = this.#wholeText(name, index);
    const [start, end, isArrow, isOnce] = cuts[index] as Cut;
    const text = `${textInPlace(source, start, end, isArrow === 1)}\n//# sourceURL=${name}${APART}`;
    const compiled = evaluate(text);
    if (isOnce === 1) this.#compiled.set(key, compiled);
    else this.#texts.set(key, text);
    return compiled;
  };
}

/** A function as an expression, at the line and the column of the source. */
function textInPlace(source: string, start: number, end: number, isArrow: boolean): string {
  const lineStart = source.lastIndexOf('\n', start - 1) + 1;
  const breaks = source.slice(0, lineStart).replace(/[^\n]/g, '');
  const head = isArrow ? '(' : '(function';
  const column = start - lineStart;
  const before =
    breaks === '' || column >= head.length ? ' '.repeat(Math.max(0, column - head.length)) + head : undefined;
  const opened = before === undefined ? `${breaks.slice(1)}${head}\n${' '.repeat(column)}` : breaks + before;
  return `${opened}${source.slice(start, end)})`;
}
