import type { Count, JsonMatcher, TextMatcher, ValueMatcher } from '../course/schema/matchers.ts';
import { valueAt } from './json-path.ts';
import { learnerMessages } from './learner-messages.ts';

const words = learnerMessages.expected;

/** What the text would have to be like and is not; empty when it matches. */
export function mismatchesOfText(text: string, matcher: TextMatcher, what: string): string[] {
  const out: string[] = [];
  for (const part of matcher.contains ?? []) if (!text.includes(part)) out.push(words.contains(what, part));
  for (const part of matcher.lacks ?? []) if (text.includes(part)) out.push(words.lacks(what, part));
  for (const source of matcher.matches ?? []) {
    if (!new RegExp(source, 'u').test(text)) out.push(words.matches(what, source));
  }
  for (const source of matcher['lacks-match'] ?? []) {
    const found = new RegExp(source, 'u').exec(text)?.[0];
    if (found !== undefined) out.push(words.lacks(what, found));
  }
  if (matcher.equals !== undefined && text !== matcher.equals) out.push(words.equals(what, matcher.equals));
  if (matcher.empty !== undefined && (text === '') !== matcher.empty)
    out.push(words.empty(what, matcher.empty));
  return out;
}

/** What the JSON value would have to be like and is not. */
export function mismatchesOfJson(value: unknown, matcher: JsonMatcher): string[] {
  return Object.entries(matcher).flatMap(([path, wanted]) =>
    mismatchesOfValue(valueAt(value, path), wanted, path === '$' ? 'the body' : `\`${path}\``),
  );
}

/** What one value would have to be like and is not; `what` names it. */
export function mismatchesOfValue(value: unknown, matcher: ValueMatcher, what: string): string[] {
  const out: string[] = [];
  const text = typeof value === 'string' ? value : undefined;
  if ('equals' in matcher && matcher.equals !== undefined && !sameJson(value, matcher.equals)) {
    out.push(words.equals(what, matcher.equals));
  }
  const oneOf = matcher['one-of'];
  if (oneOf !== undefined && !oneOf.some((each) => sameJson(value, each))) out.push(words.oneOf(what, oneOf));
  if (matcher.type !== undefined && jsonType(value) !== matcher.type)
    out.push(words.type(what, matcher.type));
  if (matcher.present !== undefined && (value !== undefined) !== matcher.present) {
    out.push(words.present(what, matcher.present));
  }
  if (matcher.length !== undefined) {
    const length = typeof value === 'string' || Array.isArray(value) ? value.length : undefined;
    if (length !== matcher.length) out.push(words.length(what, matcher.length));
  }
  for (const part of matcher.contains ?? []) {
    if (!text?.toLowerCase().includes(part.toLowerCase())) out.push(words.contains(what, part));
  }
  for (const part of matcher.lacks ?? []) {
    if (text?.toLowerCase().includes(part.toLowerCase())) out.push(words.lacks(what, part));
  }
  if (matcher.matches !== undefined && !new RegExp(matcher.matches, 'u').test(text ?? '')) {
    out.push(words.matches(what, matcher.matches));
  }
  if (matcher.min !== undefined && !(typeof value === 'number' && value >= matcher.min)) {
    out.push(words.atLeast(what, matcher.min));
  }
  if (matcher.max !== undefined && !(typeof value === 'number' && value <= matcher.max)) {
    out.push(words.atMost(what, matcher.max));
  }
  if (matcher.filled && !text?.trim()) out.push(words.filled(what));
  if (matcher.anywhere !== undefined) {
    out.push(...mismatchesOfText(textsIn(value).join('\n'), matcher.anywhere, what));
  }
  if (matcher.items !== undefined) {
    const { where, count = { min: 1 } } = matcher.items;
    const entries = Array.isArray(value) ? value : [];
    const found = entries.filter((entry) => mismatchesOfJson(entry, where).length === 0).length;
    if (!inCount(found, count)) out.push(words.items(what, count.min, count.max, found, entries.length));
  }
  return out;
}

/** Every text in a JSON value, names of fields included. */
function textsIn(value: unknown): string[] {
  if (value === null || typeof value !== 'object') return value === undefined ? [] : [String(value)];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return Object.entries(value).flatMap(([name, inner]) => [name, ...textsIn(inner)]);
}

export function inCount(count: number, { min = 0, max = Number.POSITIVE_INFINITY }: Count): boolean {
  return count >= min && count <= max;
}

/** Whether a status is `404`, in a class such as `4xx`, or one of several such. */
export function statusMatches(status: number, wanted: readonly string[]): boolean {
  return wanted.some((each) =>
    each.endsWith('xx') ? Math.floor(status / 100) === Number(each[0]) : status === Number(each),
  );
}

/** Whether a media type is one of those wanted; `json` stands for every JSON type (RFC 6839 `+json`). */
export function typeMatches(type: string, wanted: readonly string[]): boolean {
  return wanted.some((each) =>
    each === 'json' ? /^application\/([^/]+\+)?json$/.test(type) : type === each.toLowerCase(),
  );
}

function jsonType(value: unknown): string {
  return value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
}

function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => sameJson((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]))
  );
}
