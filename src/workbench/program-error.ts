/** A place in one of the learner's files, counted from 1. */
export interface SourcePlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** What a program printed about the error that ended it. */
export interface ProgramError {
  /** The error's own line, such as `SyntaxError: Unexpected token ')'`. */
  readonly text: string;
  readonly place: SourcePlace | undefined;
}

const header = /^(?:file:\/\/)?(\/?\S+?):(\d+)(?::(\d+))?$/;
const named = /^(?:Uncaught )?((?:[A-Z]\w*)?(?:Error|Exception)\b.*)$/;
const frame = /^\s+at .*?(?:file:\/\/)?((?:\/[^\s():]+)+):(\d+):(\d+)\)?(?: \{)?$/;

/**
 * Finds, in what a program wrote to stderr, the error that ended it and its place: first the one that Node names above
 * the error (`file:///app/server.mjs:3`, the line, a caret below it), else the first frame in the learner's own files.
 *
 * @param root the folder that the files lie in; places below it are named relative to it
 * @param files the learner's files; a frame elsewhere is not a place
 */
export function findProgramError(stderr: string, files: readonly string[]): ProgramError | undefined {
  const lines = stderr.split('\n');
  const own = (path: string): string | undefined =>
    files.filter((file) => path === file || path.endsWith(`/${file}`)).sort((a, b) => b.length - a.length)[0];
  let text: string | undefined;
  let at = lines.length;
  for (let i = lines.length - 1; i >= 0; i--) {
    const match = named.exec(lines[i] as string);
    if (match && !(lines[i] as string).startsWith(' ')) [text, at] = [match[1] as string, i];
  }
  if (text === undefined) return undefined;
  for (let i = 0; i < at; i++) {
    const match = header.exec(lines[i] as string);
    const file = match && own(match[1] as string);
    if (!match || !file) continue;
    const caret = lines.slice(i + 1, at).find((line) => /^\s*\^+\s*$/.test(line));
    const column = match[3] ? Number(match[3]) : caret === undefined ? 1 : caret.indexOf('^') + 1;
    return { text, place: { file, line: Number(match[2]), column } };
  }
  for (const line of lines.slice(at + 1)) {
    const match = frame.exec(line);
    const file = match && own(match[1] as string);
    if (match && file) return { text, place: { file, line: Number(match[2]), column: Number(match[3]) } };
  }
  return { text, place: undefined };
}
