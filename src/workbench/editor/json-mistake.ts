const space = /[ \t\n\r]*/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: no string has them
const string = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/y;
const scalar = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/**
 * The place from which on a text is no JSON; `undefined` where all of it is (https://www.rfc-editor.org/rfc/rfc8259). The
 * messages of `JSON.parse` name it in some browsers only.
 */
export function jsonMistake(text: string): number | undefined {
  let at = 0;
  const take = (pattern: RegExp | string): boolean => {
    if (typeof pattern === 'string') {
      if (text[at] !== pattern) return false;
      at++;
      return true;
    }
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (!found) return false;
    at = pattern.lastIndex;
    return true;
  };
  const takeSpace = (): true => take(space) as true;
  /** `"name":` and the space behind it. */
  const takeName = (): boolean => take(string) && takeSpace() && take(':') && takeSpace();
  /** What closes the lists and objects around. */
  const open: ('}' | ']')[] = [];
  takeSpace();
  for (;;) {
    if (take('{')) {
      takeSpace();
      if (!take('}')) {
        if (!takeName()) return at;
        open.push('}');
        continue;
      }
    } else if (take('[')) {
      takeSpace();
      if (!take(']')) {
        open.push(']');
        continue;
      }
    } else if (!take(string) && !take(scalar)) return at;
    // A value is over, and perhaps what it stands in.
    for (;;) {
      takeSpace();
      const close = open.at(-1);
      if (close === undefined) return at === text.length ? undefined : at;
      if (take(',')) {
        takeSpace();
        if (close === '}' && !takeName()) return at;
        break;
      }
      if (!take(close)) return at;
      open.pop();
    }
  }
}
