/** Says what V8 would say about a source that does not parse. */
import type { SourceKind } from './parse.ts';

export interface SyntaxErrorExplanation {
  readonly message: string;
  /** Where the carets begin, and how many characters they underline. */
  readonly offset: number;
  readonly length: number;
}

/** @param error acorn's */
export function explainSyntaxError(
  error: SyntaxError & { readonly pos: number },
  script: { readonly source: string; readonly kind: SourceKind },
): SyntaxErrorExplanation {
  const offset = Math.min(error.pos, script.source.length);
  return { message: error.message.replace(/ \(\d+:\d+\)$/, ''), offset, length: 1 };
}
