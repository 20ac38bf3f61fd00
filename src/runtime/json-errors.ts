/**
 * Remembers where in its text `JSON.parse` failed. V8 takes the text for a script without a name, and Node prints its
 * line above the error that nobody caught; a browser tells only who called.
 */
import type { Any } from './host.ts';
import type { SourcePosition } from './stack-frames.ts';

// Taken before the realm's own is replaced by one that remembers its proxies.
const NativeProxy = Proxy;

const POSITION = / at position (\d+) \(line /;
const TOKEN = /[\t\n\r ]*(?:([[\]{},:])|"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|true|false|null|)/y;
const LITERALS = ['true', 'false', 'null'];

/**
 * Replaces `JSON.parse` by one that tells `note` of its failures. Where there is V8's stack API, their stacks lose the
 * frame of the call itself, which `note`'s reader has to add: they would be one frame shorter otherwise.
 */
export function installJsonParse(
  scope: Any,
  note: (error: object, site: SourcePosition, isMethod: boolean) => void,
): void {
  const native = scope.JSON.parse as typeof JSON.parse;
  const call = Function.prototype.call.bind(native) as (self: unknown, ...args: unknown[]) => unknown;
  const { captureStackTrace } = scope.Error;
  const SyntaxErrorOfRealm = scope.SyntaxError;
  const apply = (_: unknown, self: unknown, args: readonly unknown[]): unknown => {
    try {
      return call(self, ...args);
    } catch (error) {
      if (error instanceof SyntaxErrorOfRealm && typeof args[0] !== 'object') {
        const site = placeOfJsonError(String(args[0]), (error as SyntaxError).message);
        if (site) {
          captureStackTrace?.(error, apply);
          note(error as object, site, self === scope.JSON);
        }
      }
      throw error;
    }
  };
  scope.JSON.parse = new NativeProxy(native, { apply });
}

/** The line of `text` at which it stops being JSON; `undefined` where all of it is. */
export function placeOfJsonError(text: string, message: string): SourcePosition | undefined {
  const told = POSITION.exec(message);
  const offset = told ? Number(told[1]) : offsetOfMissingValue(text);
  if (offset === undefined) return undefined;
  const before = text.slice(0, offset).split(/\r\n|[\n\r]/);
  const start = offset - (before.at(-1) as string).length;
  const line = text.slice(start).split(/[\n\r]/, 1)[0] as string;
  return { name: '<anonymous_script>', line: before.length, column: offset - start + 1, text: line };
}

/** Where a value should be and is none: all that V8 tells without a position. */
function offsetOfMissingValue(text: string): number | undefined {
  const open: string[] = [];
  let wantsValue = true;
  for (TOKEN.lastIndex = 0; ; ) {
    const [found, sign] = TOKEN.exec(text) as RegExpExecArray;
    const end = TOKEN.lastIndex;
    const token = found.trimStart();
    if (token === '') return end < text.length || wantsValue ? end + literalPrefix(text, end) : undefined;
    if (sign === '[' || sign === '{') {
      open.push(sign);
      const closed = /[\t\n\r ]*([\]}])?/y;
      closed.lastIndex = end;
      const isEmpty = closed.exec(text)?.[1] !== undefined;
      wantsValue = sign === '[' && !isEmpty;
    } else if (sign === ':' || sign === ',') {
      if (wantsValue) return end - 1;
      wantsValue = sign === ':' || open.at(-1) === '[';
    } else if (sign !== undefined) {
      if (wantsValue) return end - 1;
      open.pop();
    } else wantsValue = false;
  }
}

/** How much of `true`, `false` or `null` stands at `offset`. */
function literalPrefix(text: string, offset: number): number {
  const literal = LITERALS.find((word) => word[0] === text[offset]) ?? '';
  let length = 0;
  while (length < literal.length && literal[length] === text[offset + length]) length++;
  return length;
}
