/** Parsing, with the one set of options that all transforms share. */
import { type Options, type Program, parse } from 'acorn';

/** `commonjs`: the body of a function that gets `exports`, `require`, `module`, `__filename` and `__dirname`. */
export type SourceKind = 'module' | 'commonjs' | 'script';

/** @throws {SyntaxError} acorn's, with `pos` and `loc` */
export function parseSource(source: string, kind: SourceKind): Program {
  return parse(source, parserOptions(kind));
}

/** The options that all parsers share. */
export function parserOptions(kind: SourceKind): Options {
  return { ecmaVersion: 'latest', sourceType: kind, allowHashBang: true, preserveParens: true };
}
