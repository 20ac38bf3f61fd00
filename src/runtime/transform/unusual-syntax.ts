/** V8's wording for mistakes that few programs hold, and its names of tokens. */
import { tokTypes } from 'acorn';
import type { FailedParse, Range } from './syntax-errors.ts';

export interface Wording {
  readonly message: string;
  /** The place, where it is another one than acorn's; without an end, V8 underlines nothing. */
  readonly range?: Range;
}

const RESERVED_WHEN_STRICT = /^(?:implements|interface|let|package|private|protected|public|static|yield)$/;

export const LEXICAL_ALONE = 'Lexical declaration cannot appear in a single-statement context';

/** What only few programs say; `undefined` for what is no such thing. */
export function unusual(failure: FailedParse): Wording | undefined {
  const { token, previous, source, member } = failure;
  const [text, before] = [source.slice(token.start, token.end), source.slice(previous.start, previous.end)];
  const [sofar, earlier] = [source.slice(0, token.start), source.slice(0, previous.start)];
  if (member && member.end === previous.end && (text === ':' || text === ',')) {
    const type = /^["']/.test(before) ? tokTypes.string : /^\d/.test(before) ? tokTypes.num : tokTypes.name;
    const named = { ...failure, token: { ...token, type, start: member.start, end: member.end } };
    return { message: nameOf(named), range: { start: member.start, end: member.start } };
  }
  if (token.type === tokTypes.num && previous.end === token.start && /^0[bo]/i.test(before)) {
    return { message: 'Invalid or unexpected token', range: { start: previous.start, end: token.start } };
  }
  const asyncOf = /\bfor\s*\(\s*async\s+(?:of\s+)?$/.exec(source.slice(0, failure.offset));
  if (asyncOf) {
    const start = source.lastIndexOf('async', failure.offset);
    return {
      message: "The left-hand side of a for-of loop may not be 'async'.",
      range: { start, end: start + 'async'.length },
    };
  }
  if (/\basync\s+$/.test(earlier) && /^[\p{ID_Start}$_]/u.test(before) && text !== '=>') {
    const named = { ...failure, token: { ...token, type: tokTypes.name, ...previous } };
    return { message: nameOf(named), range: previous };
  }
  if (before === 'let' && failure.construct === 'statement' && /^[\p{ID_Start}$_[{]/u.test(text)) {
    return { message: LEXICAL_ALONE, range: previous };
  }
  if (text === 'function' && /\b(?:while|for|with)\s*\(.*\)\s*$|\bdo\s*$/.test(sofar)) {
    return {
      message: failure.strict
        ? 'In strict mode code, functions can only be declared at top level or inside a block.'
        : 'In non-strict mode code, functions can only be declared at top level, inside a block, or as the body of an if statement.',
    };
  }
  if (source.startsWith('**', failure.offset)) {
    const operand = /(?:[-+!~]|\b(?:typeof|void|delete|await)\b)\s*[\p{ID_Continue}$.]+\s*$/u.exec(
      source.slice(0, failure.offset),
    );
    const message =
      'Unary operator used immediately before exponentiation expression. Parenthesis must be used to disambiguate operator precedence';
    if (operand) return { message, range: { start: operand.index, end: failure.offset + 2 } };
  }
  if (text === ')' && before === '(' && /\bimport\s*$/.test(earlier)) {
    return { message: 'import() requires a specifier', range: previous };
  }
  if (/^#[\p{ID_Start}$_]/u.test(text)) {
    const message = `Private field '${text}' must be declared in an enclosing class`;
    return { message, range: { start: token.start, end: token.start + 1 } };
  }
  return undefined;
}

export function nameOf({ token, source, strict }: FailedParse): string {
  const text = source.slice(token.start, token.end);
  switch (token.type) {
    case tokTypes.num:
      return 'Unexpected number';
    case tokTypes.string:
      return 'Unexpected string';
    case tokTypes.backQuote:
    case tokTypes.template:
      return 'Unexpected template string';
    case tokTypes.name:
      if (text === 'enum' || text === 'await') return 'Unexpected reserved word';
      if (strict && RESERVED_WHEN_STRICT.test(text)) return 'Unexpected strict mode reserved word';
      return `Unexpected identifier '${text}'`;
    default:
      return `Unexpected token '${text}'`;
  }
}
