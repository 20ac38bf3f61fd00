/**
 * Says what V8 would say about a source that does not parse: acorn knows where, V8's words are the ones to look up.
 *
 * Both stop at the same token nearly always. Where V8's message needs the construct around the token (a call's
 * arguments, a declaration, a missing semicolon), a parser that notes it parses the source once more.
 */
import { Parser, type Token, tokTypes } from 'acorn';
import { parserOptions, type SourceKind } from './parse.ts';
import { reword } from './syntax-messages.ts';

export interface SyntaxErrorExplanation {
  readonly message: string;
  /** Where the carets begin, and how many characters they underline: none at the end of the input,
   * and where there are infinitely many, there is no line of them. */
  readonly offset: number;
  readonly length: number;
}

/** What the parser was at when it failed. */
export interface FailedParse {
  readonly source: string;
  readonly isModule: boolean;
  /** acorn's words, without the place. */
  readonly message: string;
  readonly offset: number;
  /** The token that was next. */
  readonly token: Token;
  /** The token before it, as a range. */
  readonly previous: Range;
  readonly strict: boolean;
  /** The construct that did not go on: arguments, a declarator, the end of a statement. */
  readonly construct?: 'arguments' | 'declarator' | 'statement';
  /** The target of the declarator. */
  readonly declared?: Range;
  /** The name of the field of a class. */
  readonly member?: Range;
}

export interface Range {
  readonly start: number;
  readonly end: number;
}

type Raise = (position: number, message: string) => never;

/** The parts of acorn's parser that plugins may use; its types leave them out. */
interface ParserInternals {
  readonly input: string;
  readonly type: unknown;
  readonly value: unknown;
  readonly start: number;
  readonly end: number;
  readonly lastTokStart: number;
  readonly lastTokEnd: number;
  readonly strict: boolean;
  raise: Raise;
  raiseRecoverable: Raise;
  parse(): unknown;
  parseExprList(close: unknown, ...rest: unknown[]): unknown;
  parseObj(...args: unknown[]): unknown;
  parseVar(node: unknown, isFor: unknown, kind: unknown, ...rest: unknown[]): unknown;
  parseVarId(declaration: { id: Range }, kind: unknown): void;
  parseStatement(...args: unknown[]): unknown;
  parseClassField(field: { readonly key: Range }): unknown;
  semicolon(): void;
}

const BaseParser = Parser as unknown as new (options: object, input: string) => ParserInternals;

class NotingParser extends BaseParser {
  failure: FailedParse | undefined;
  #construct: FailedParse['construct'] | undefined;
  #declared: Range | undefined;
  #member: Range | undefined;
  readonly #isModule: boolean;

  constructor(source: string, kind: SourceKind) {
    super(parserOptions(kind), source);
    this.#isModule = kind === 'module';
    this.raise = this.raiseRecoverable = (position, message) => {
      this.failure = {
        source,
        isModule: this.#isModule,
        message,
        offset: Math.min(position, source.length),
        token: { type: this.type, value: this.value, start: this.start, end: this.end } as Token,
        previous: { start: this.lastTokStart, end: this.lastTokEnd },
        strict: this.strict,
        ...(this.#construct && { construct: this.#construct }),
        ...(this.#declared && { declared: this.#declared }),
        ...(this.#member && { member: this.#member }),
      };
      throw new SyntaxError(message);
    };
  }

  #within<Result>(construct: FailedParse['construct'], parse: () => Result): Result {
    const outer = this.#construct;
    this.#construct = construct;
    const result = parse();
    this.#construct = outer;
    return result;
  }

  override parseExprList(close: unknown, ...rest: unknown[]): unknown {
    const construct = close === tokTypes.parenR ? 'arguments' : undefined;
    return this.#within(construct, () => super.parseExprList(close, ...rest));
  }

  override parseObj(...args: unknown[]): unknown {
    return this.#within(undefined, () => super.parseObj(...args));
  }

  override parseVar(...args: Parameters<ParserInternals['parseVar']>): unknown {
    return this.#within('declarator', () => super.parseVar(...args));
  }

  override parseVarId(declaration: { id: Range }, kind: unknown): void {
    super.parseVarId(declaration, kind);
    this.#declared = declaration.id;
  }

  override parseStatement(...args: unknown[]): unknown {
    return this.#within(undefined, () => super.parseStatement(...args));
  }

  override parseClassField(field: { readonly key: Range }): unknown {
    this.#member = field.key;
    const result = super.parseClassField(field);
    this.#member = undefined;
    return result;
  }

  override semicolon(): void {
    this.#within('statement', () => super.semicolon());
  }
}

/** @param error acorn's */
export function explainSyntaxError(
  error: SyntaxError & { readonly pos: number },
  script: { readonly source: string; readonly kind: SourceKind },
): SyntaxErrorExplanation {
  const { source, kind } = script;
  const parser = new NotingParser(source, kind);
  try {
    parser.parse();
  } catch {
    // The parser has noted why.
  }
  const failure = parser.failure;
  // The engine has found what acorn does not look for: a name that is declared twice.
  if (!failure) return { message: error.message, offset: error.pos, length: 1 };
  const { message, range } = reword(failure);
  return { message, ...(range ? lengthOf(range) : placeOf(failure)) };
}

function lengthOf({ start, end }: Range): { offset: number; length: number } {
  return { offset: start, length: end - start };
}

function placeOf({ source, offset, token }: FailedParse): { offset: number; length: number } {
  return offset === token.start && token.end > offset ? lengthOf(token) : wordAt(source, offset);
}

function wordAt(source: string, offset: number): { offset: number; length: number } {
  const word = /^[\p{ID_Continue}$]*/u.exec(source.slice(offset))![0];
  return { offset, length: Math.max(word.length, offset < source.length ? 1 : 0) };
}
