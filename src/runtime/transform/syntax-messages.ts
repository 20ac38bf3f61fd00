/** V8's wording (https://github.com/v8/v8/blob/13.6-lkgr/src/common/message-template.h) for acorn's complaints. */
import { tokTypes } from 'acorn';
import type { FailedParse, Range } from './syntax-errors.ts';
import { LEXICAL_ALONE, nameOf, unusual, type Wording } from './unusual-syntax.ts';

const AWAIT_OUTSIDE = 'await is only valid in async functions and the top level bodies of modules';

/** acorn's words, and V8's for the same thing; `$1` is what the parentheses hold. No start needs them, so a function holds them. */
function wordings(): readonly (readonly [RegExp, string])[] {
  return [
    [/^Unterminated string constant|^Unexpected character/, 'Invalid or unexpected token'],
    [/^Expected number in radix|^Identifier directly after number/, 'Invalid or unexpected token'],
    [/^Expecting Unicode escape sequence/, 'Invalid or unexpected token'],
    [/^Unterminated template/, 'Unexpected end of input'],
    [/^Unterminated regular expression/, 'Invalid regular expression: missing /'],
    [/^(?:Invalid|Duplicate) regular expression flag/, 'Invalid regular expression flags'],
    [/^'return' outside of function/, 'Illegal return statement'],
    [/^Cannot use keyword 'await' outside|^Cannot use await in class static/, 'Unexpected reserved word'],
    [/^The keyword '(?:enum|await)' is reserved/, 'Unexpected reserved word'],
    [/^Unexpected keyword '(.*)'/, "Unexpected token '$1'"],
    [/^(Invalid regular expression: .*)/, '$1'],
    [/^Unterminated comment/, 'Invalid or unexpected token'],
    [/^The keyword '.*' is reserved/, 'Unexpected strict mode reserved word'],
    [/^Cannot use 'await' as identifier/, "'await' is not a valid identifier name in an async function"],
    [/^Duplicate constructor in the same class/, 'A class may only have one constructor'],
    [/^'new\.target' can only be used/, 'new.target expression is not allowed here'],
    [/^'super' keyword outside a method|^super\(\) call outside/, "'super' keyword unexpected here"],
    [/^Unsyntactic break/, 'Illegal break statement'],
    [/^Unsyntactic continue/, 'Illegal continue statement: no surrounding iteration statement'],
    [/^Optional chaining cannot appear in left-hand side/, 'Invalid left-hand side in assignment'],
    [/^Optional chaining cannot appear in the callee/, 'Invalid optional chain from new expression'],
    [/^Optional chaining cannot appear in the tag/, 'Invalid tagged template on optional chain'],
    [/^Export '(.*)' is not defined/, "Export '$1' is not defined in module"],
    [/^Duplicate export 'default'/, "Identifier '.default' has already been declared"],
    [/^Duplicate export '(.*)'/, "Duplicate export of '$1'"],
    [/^Multiple default clauses/, 'More than one default clause in switch statement'],
    [/^'with' in strict mode/, 'Strict mode code may not include a with statement'],
    [
      /^Assigning to (?:eval|arguments) in strict mode|^Binding (?:eval|arguments)/,
      'Unexpected eval or arguments in strict mode',
    ],
    [/^Argument name clash/, 'Duplicate parameter name not allowed in this context'],
    [
      /^Classes may not have a static property named prototype/,
      "Classes may not have a static property named 'prototype'",
    ],
    [/^Classes can't have a field named '(.*)'/, "Classes may not have a field named '$1'"],
    [
      /^Cannot use 'arguments' in class/,
      "'arguments' is not allowed in class field initializer or static initialization block",
    ],
    [
      /^Await expression cannot be a default value/,
      'Illegal await-expression in formal parameters of async function',
    ],
    [/^Yield expression cannot be a default value/, 'Yield expression not allowed in formal parameter'],
    [/^Label '(.*)' is already declared/, "Label '$1' has already been declared"],
    [/^Duplicate attribute key (.*)$/, 'Import attribute has duplicate key $1'],
    [/^Cannot use 'yield' as identifier/, 'Unexpected strict mode reserved word'],
    [
      /^Numeric separator is not allowed at the last/,
      'Numeric separators are not allowed at the end of numeric literals',
    ],
    [/^Numeric separator is not allowed at the first/, 'Numeric separator can not be used after leading 0.'],
    [/^Numeric separator must be exactly one/, 'Only one underscore is allowed as numeric separator'],
    [/^Numeric separator is not allowed in legacy/, 'Numeric separator can not be used after leading 0.'],
    [/^Constructor can't have get\/set/, 'Class constructor may not be an accessor'],
    [/^Constructor can't be (an? .*)/, 'Class constructor may not be $1'],
    [/^Await using cannot appear outside/, AWAIT_OUTSIDE],
    [/^Code point out of bounds/, 'Undefined Unicode code-point'],
    [/^Bad (?:character )?escape sequence/, 'Invalid Unicode escape sequence'],
    [/^(for-(?:of|in) loop variable declaration may not have an initializer)$/, '$1.'],
  ];
}

export function reword(failure: FailedParse): Wording {
  const { message, previous, source } = failure;
  if (message === 'Unexpected token') return unexpected(failure);
  if (message.startsWith("'import' and 'export' may")) return misplacedModuleSyntax(failure);
  if (/^Logical expressions and coalesce/.test(message)) return unexpected(failure);
  if (/^Unterminated template/.test(message)) return atEnd(source);
  if (/^Identifier '.*' has already been declared/.test(message)) return redeclared(failure);
  if (/^Complex binding patterns require/.test(message)) {
    const range = failure.declared ?? previous;
    return { message: 'Missing initializer in destructuring declaration', range };
  }
  if (/^[gs]etter should have/.test(message)) return accessor(failure);
  if (/^Shorthand property assignments/.test(message)) return shorthand(failure);
  if (/^Cannot use 'import\.meta' outside/.test(message)) {
    return {
      message,
      range: {
        start: source.indexOf('meta', failure.offset),
        end: source.indexOf('meta', failure.offset) + 4,
      },
    };
  }
  if (/^Missing catch or finally/.test(message)) {
    return { message: 'Missing catch or finally after try', range: previous };
  }
  if (/^Assigning to rvalue/.test(message)) return badTarget(failure);
  if (/^Comma is not permitted after the rest element/.test(message)) return restNotLast(failure);
  if (/^Illegal newline after throw/.test(message)) return { message, range: previous };
  if (/^Unsyntactic/.test(message)) return jump(failure);
  if (/^Deleting local variable/.test(message)) {
    const end =
      source.slice(0, failure.offset).length + /^delete\s+/.exec(source.slice(failure.offset))![0].length;
    return { message: 'Delete of an unqualified identifier in strict mode.', range: wordRange(source, end) };
  }
  if (
    /^The keyword 'let'/.test(message) &&
    /^let[ \t]+[\p{ID_Start}$_[{]/u.test(source.slice(failure.offset))
  ) {
    return { message: LEXICAL_ALONE, range: wordRange(source, failure.offset) };
  }
  if (/^Private field/.test(message)) {
    const start = source[failure.offset - 1] === '.' ? failure.offset - 1 : failure.offset;
    return { message, range: { start, end: start + 1 } };
  }
  if (/^Missing initializer in (?:await )?using/.test(message) && failure.declared) {
    return { message, range: failure.declared };
  }
  if (/^Invalid number/.test(message)) {
    const isOctal = /^0[0-7]+/.test(source.slice(failure.offset)) && failure.strict;
    return {
      message: isOctal ? 'Octal literals are not allowed in strict mode.' : 'Invalid or unexpected token',
      ...(!isOctal && { range: numberRange(source, failure.offset) }),
    };
  }
  if (/^Identifier directly after number/.test(message)) {
    return {
      message: 'Invalid or unexpected token',
      range: { start: failure.token.start, end: failure.offset },
    };
  }
  const clause = /\b(?:import|export)\s*\{[^}]*$/.test(source.slice(0, failure.offset));
  if (clause && /^Unexpected keyword/.test(message)) return { message: 'Unexpected reserved word' };
  if (
    /^Bad (?:character )?escape/.test(message) &&
    source[source.lastIndexOf('\\', failure.offset) + 1] === 'x'
  ) {
    return { message: 'Invalid hexadecimal escape sequence', range: rangeOfEscape(source, failure.offset) };
  }
  for (const [pattern, wording] of wordings()) {
    const match = pattern.exec(message);
    if (match) return { message: wording.replace('$1', match[1] ?? ''), ...ofWhole(failure) };
  }
  return { message };
}

/** Errors inside a literal underline as much of it as V8 has read. */
function ofWhole({ message, source, offset, token, previous, declared }: FailedParse): { range?: Range } {
  if (/^Bad (?:character )?escape/.test(message)) return { range: rangeOfEscape(source, offset) };
  if (/^Code point out of bounds/.test(message)) {
    const end = source.indexOf('}', offset);
    return { range: { start: source.lastIndexOf('\\', offset), end } };
  }
  if (/^Numeric separator is not allowed at the last/.test(message)) {
    return { range: withinLine(source, offset + 1, 1) };
  }
  if (/^Numeric separator (?:must|is not allowed in legacy)/.test(message))
    return { range: { start: offset, end: offset + 1 } };
  if (/^Optional chaining cannot appear in left/.test(message)) {
    return { range: { start: offset, end: previous.end } };
  }
  if (/^Optional chaining cannot appear in the callee/.test(message)) {
    return { range: { start: offset, end: offset + 2 } };
  }
  if (/^for-(?:of|in) loop variable/.test(message) && declared) {
    const loop = source.slice(declared.start).search(/\s+(?:of|in)\b/);
    return { range: { start: declared.start, end: declared.start + loop } };
  }
  // V8 does not underline what belongs to no token.
  if (/^Unexpected character/.test(message) && source.charCodeAt(offset) > 127) {
    return { range: { start: offset, end: offset } };
  }
  if (/^Unterminated string/.test(message)) {
    const end = source.slice(offset).search(/[\n\r]/);
    return { range: { start: offset, end: end < 0 ? source.length : offset + end } };
  }
  if (/^Unterminated comment/.test(message)) return { range: { start: offset, end: source.length } };
  if (/^Invalid regular expression: /.test(message)) {
    const literal = /^\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])*\/\w*/.exec(source.slice(offset - 1));
    return { range: { start: offset - 1, end: offset - 1 + (literal?.[0].length ?? 1) } };
  }
  if (/^(?:Unterminated|Invalid|Duplicate) regular/.test(message))
    return { range: { start: offset - 1, end: offset } };
  if (/^Expected number in radix/.test(message)) return { range: { start: token.start, end: offset } };
  return {};
}

/** V8 underlines an escape from its backslash on, as long as it should have been. */
function rangeOfEscape(source: string, offset: number): Range {
  const start = source.lastIndexOf('\\', offset);
  return withinLine(source, start, source[start + 1] === 'x' ? 4 : 6);
}

/** Where a range goes beyond its line, V8 underlines nothing, and has no line for it. */
function withinLine(source: string, start: number, length: number): Range {
  const end = source.slice(start).search(/[\n\r]/);
  const rest = end < 0 ? source.length - start : end;
  return { start, end: length > rest ? Number.POSITIVE_INFINITY : start + length };
}

function unexpected(failure: FailedParse): Wording {
  const known = unusual(failure);
  if (known) return known;
  const { token, construct, previous, declared, source } = failure;
  const before = source.slice(previous.start, previous.end);
  if (before === ',' && /^import\s+[\p{ID_Continue}$]+\s*,$/u.test(lineUntil(source, previous.end))) {
    return { message: "Unexpected token ','", range: previous };
  }
  if (construct === 'statement' && before === 'await') return { message: AWAIT_OUTSIDE, range: previous };
  if (construct === 'arguments' && startsWhereArgumentsGoOn(failure)) {
    return { message: 'missing ) after argument list', range: previous };
  }
  if (
    construct === 'declarator' &&
    declared &&
    declared.end === previous.end &&
    isConstant(failure, declared)
  ) {
    const what = /^[[{]/.test(source.slice(declared.start)) ? 'destructuring' : 'const';
    return { message: `Missing initializer in ${what} declaration`, range: declared };
  }
  if (before === 'function' && token.type === tokTypes.parenL) {
    return { message: 'Function statements require a function name', range: previous };
  }
  if (
    before === ')' &&
    /(?:^|[^\p{ID_Continue}$\s])\s*\(\s*$/u.test(source.slice(0, previous.start)) &&
    token.type !== tokTypes.arrow
  ) {
    // Empty parentheses are parameters, so an arrow has to follow; V8 had not expected them to close.
    return { message: "Unexpected token ')'", range: previous };
  }
  if (token.type === tokTypes.eof || token.start >= source.length) return atEnd(source);
  if (failure.offset !== token.start) return { message: 'Invalid or unexpected token' };
  return { message: nameOf(failure) };
}

function lineUntil(source: string, end: number): string {
  return source.slice(source.lastIndexOf('\n', end - 1) + 1, end).trimStart();
}

/** Between two arguments, not at the beginning of one. */
function startsWhereArgumentsGoOn({ token, previous, source }: FailedParse): boolean {
  if (token.type === tokTypes.comma) return false;
  return (
    !/^(?:\(|,|\.\.\.)$/.test(source.slice(previous.start, previous.end)) &&
    !isOperatorBefore(source, previous)
  );
}

function isOperatorBefore(source: string, { start, end }: Range): boolean {
  return /^(?:[=+\-*/%&|^!~?:<>.]+|typeof|void|new|in|instanceof|delete|await|yield)$/.test(
    source.slice(start, end),
  );
}

function isConstant({ source }: FailedParse, declared: Range): boolean {
  return /\bconst\s+(?:[^;{}]*,\s*)?$/.test(source.slice(0, declared.start));
}

function atEnd(source: string): Wording {
  return { message: 'Unexpected end of input', range: { start: source.length, end: source.length } };
}

function misplacedModuleSyntax(failure: FailedParse): Wording {
  const { source, offset, isModule } = failure;
  const range = wordRange(source, offset);
  if (source.slice(range.start, range.end) === 'export')
    return { message: "Unexpected token 'export'", range };
  if (!isModule) return { message: 'Cannot use import statement outside a module', range };
  // In a module, V8 takes it for `import(…)` or `import.meta` and stumbles over the next token.
  const next = range.end + /^\s*/.exec(source.slice(range.end))![0].length;
  const first = source[next] ?? '';
  if (first === '"' || first === "'") {
    const close = source.indexOf(first, next + 1);
    return {
      message: 'Unexpected string',
      range: { start: next, end: close < 0 ? source.length : close + 1 },
    };
  }
  const word = wordRange(source, next);
  if (word.end > word.start) {
    return { message: `Unexpected identifier '${source.slice(word.start, word.end)}'`, range: word };
  }
  return { message: `Unexpected token '${first}'`, range: { start: next, end: next + 1 } };
}

function badTarget({ source, offset, token, previous }: FailedParse): Wording {
  const before = source.slice(0, offset).trimEnd();
  const end = token.start >= previous.end && token.start > offset ? previous.end : offset;
  const range = { start: offset, end: Math.max(end, wordRange(source, offset).end) };
  if (/(?:\+\+|--)$/.test(before))
    return { message: 'Invalid left-hand side expression in prefix operation', range };
  if (/^(?:\+\+|--)$/.test(source.slice(token.start, token.end))) {
    return { message: 'Invalid left-hand side expression in postfix operation', range };
  }
  const next = source.slice(range.end).trimStart();
  if (/\bfor\s*(?:await\s*)?\($/.test(before) && /^(?:of|in)\b/.test(next)) {
    return { message: 'Invalid left-hand side in for-loop', range };
  }
  if (/[[{,:]$/.test(before) || /^\)?\s*=>/.test(next)) {
    return {
      message: 'Invalid destructuring assignment target',
      range: { start: offset, end: offset + literalLength(source, offset) },
    };
  }
  if (/^=(?![=>])|^[-+*/%&|^?<>]{1,3}=/.test(next))
    return { message: 'Invalid left-hand side in assignment', range };
  return { message: 'Invalid destructuring assignment target', range };
}

function literalLength(source: string, offset: number): number {
  return (
    /^(?:[\p{ID_Continue}$.]+|"[^"]*"|'[^']*')(?:\s*[-+*/%]\s*[\p{ID_Continue}$.]+)*/u.exec(
      source.slice(offset),
    )?.[0].length ?? 1
  );
}

/** V8 underlines a class whole, and of a variable or a function only where it begins. */
function redeclared({ source, offset, message }: FailedParse): Wording {
  if (source[offset] === '#')
    return { message, range: { start: offset, end: wordRange(source, offset + 1).end } };
  const before = source.slice(0, offset);
  const head = /\b(?:class|(?:async\s+)?function\s*\*?)\s+$/.exec(before);
  if (!head) return { message, range: { start: offset, end: offset + 1 } };
  if (!head[0].startsWith('class')) return { message, range: { start: head.index, end: head.index + 1 } };
  const line = source.slice(head.index).split(/[\n\r]/, 1)[0]!;
  const close = line.indexOf('}');
  return { message, range: { start: head.index, end: head.index + (close < 0 ? line.length : close + 1) } };
}

function accessor({ source, offset, message }: FailedParse): Wording {
  const close = source.indexOf(')', offset);
  const range = { start: offset, end: close < 0 ? offset + 1 : close + 1 };
  const isGetter = message.startsWith('getter');
  const wording = isGetter
    ? 'Getter must not have any formal parameters.'
    : 'Setter must have exactly one formal parameter.';
  return { message: wording, range };
}

/** `{ a = 1 }` that turned out to be no pattern; acorn points at the sign. */
function shorthand({ source, offset }: FailedParse): Wording {
  const name = /[\p{ID_Continue}$]+\s*$/u.exec(source.slice(0, offset));
  const value = /^=\s*[^,}\n]*[^,}\s]/.exec(source.slice(offset));
  const range = { start: name?.index ?? offset, end: offset + (value?.[0].length ?? 1) };
  return { message: 'Invalid shorthand property initializer', range };
}

function restNotLast({ source, offset, previous }: FailedParse): Wording {
  const before = source.slice(0, offset);
  if (/\([^)]*$/.test(before) && !/\bfunction\b[^)]*$|[[{][^\]}]*$/.test(before)) {
    return { message: 'Rest parameter must be last formal parameter', range: previous };
  }
  if (/\bfunction\b[^)]*$|\([^)]*$/.test(before) && !/[[{][^\]}]*$/.test(before)) {
    const next = offset + 1 + /^\s*/.exec(source.slice(offset + 1))![0].length;
    return {
      message: 'Rest parameter must be last formal parameter',
      range: { start: next + 1, end: next + 2 },
    };
  }
  return {
    message: 'Rest element must be last element',
    range: { start: before.lastIndexOf('...'), end: offset },
  };
}

function jump({ source, offset, message }: FailedParse): Wording {
  const [, keyword, label] =
    /^(break|continue)[ \t]*([\p{ID_Start}$_][\p{ID_Continue}$]*)?/u.exec(source.slice(offset)) ?? [];
  if (label) {
    const start = source.indexOf(label, offset + keyword!.length);
    return { message: `Undefined label '${label}'`, range: { start, end: start + label.length } };
  }
  const wording = /break/.test(message)
    ? 'Illegal break statement'
    : 'Illegal continue statement: no surrounding iteration statement';
  return { message: wording, range: wordRange(source, offset) };
}

/** As far as V8 reads in a number that does not go on. */
function numberRange(source: string, start: number): Range {
  return { start, end: start + Math.max(1, /^[\d.]*(?:e[-+]?)?/i.exec(source.slice(start))![0].length) };
}

function wordRange(source: string, start: number): Range {
  return { start, end: start + /^[\p{ID_Continue}$]*/u.exec(source.slice(start))![0].length };
}
