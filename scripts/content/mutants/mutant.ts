/** What a mutant changes. */
export const mutantKinds = [
  'condition',
  'logic',
  'comparison',
  'arithmetic',
  'not',
  'optional-chain',
  'statement',
  'chained-call',
  'return',
  'await',
  'throw',
  'try',
  'block',
  'swap',
  'status',
  'number',
  'boolean',
  'text',
  'argument',
  'property',
  'element',
  'escape',
] as const;

export type MutantKind = (typeof mutantKinds)[number];

/** One small change of one file. */
export interface Mutant {
  readonly file: string;
  readonly kind: MutantKind;
  /** The line on which the change begins, as it was; without the space around it. */
  readonly line: string;
  /** What has become of that line. */
  readonly becomes: string;
  /** Counted from 1; for people, it is no part of the key. */
  readonly lineNumber: number;
  /** The whole file with the change. */
  readonly text: string;
}

/** A change as a piece of text that is replaced. */
export interface MutantEdit {
  readonly kind: MutantKind;
  readonly from: number;
  readonly to: number;
  readonly replacement: string;
}

/** What a mutant is known by in `equivalent-mutants.yaml` and in results: it does not move with line numbers. */
export function mutantKey({ file, kind, line, becomes }: Omit<Mutant, 'lineNumber' | 'text'>): string {
  return [file, kind, line, becomes].join('\n');
}

/** The mutant that an edit makes of a file. */
export function mutantOf(file: string, source: string, { kind, from, to, replacement }: MutantEdit): Mutant {
  const text = source.slice(0, from) + replacement + source.slice(to);
  const start = source.lastIndexOf('\n', from - 1) + 1;
  const endOfLine = (all: string, at: number): number => {
    const end = all.indexOf('\n', at);
    return end === -1 ? all.length : end;
  };
  const tidy = (piece: string): string => piece.replace(/\s+/g, ' ').trim();
  const changedTo = tidy(text.slice(start, endOfLine(text, from + replacement.length)));
  return {
    file,
    kind,
    line: tidy(source.slice(start, endOfLine(source, from))),
    becomes: changedTo.length > 160 ? `${changedTo.slice(0, 159)}…` : changedTo,
    lineNumber: source.slice(0, from).split('\n').length,
    text,
  };
}
