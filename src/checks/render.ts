import { templatePattern } from '../course/template.ts';
import { headerValue, textFromBytes } from '../http/message.ts';
import type { Exchange } from './exchange.ts';
import { valueAt } from './json-path.ts';

/** What templates can take from: the values of the run and the answers so far. */
export interface Sources {
  readonly values: Readonly<Record<string, string>>;
  readonly exchanges: ReadonlyMap<string, readonly Exchange[]>;
}

/**
 * The text with every `${…}` filled in, or `undefined` where it takes something from an answer that did not come or does
 * not have it.
 */
export function render(text: string, sources: Sources): string | undefined {
  let missing = false;
  const filled = text.replace(templatePattern, (whole, name: string, rest: string) => {
    // It is filled in where the answers are looked at one by one.
    if (name === 'this' && !sources.exchanges.has(name)) return whole;
    const value = Object.hasOwn(sources.values, name)
      ? sources.values[name]
      : fromAnswer(name, rest, sources);
    if (value === undefined) missing = true;
    return value ?? '';
  });
  return missing ? undefined : filled;
}

/** What templates can take from where one exchange is looked at: all of `sources`, and the exchange as `this`. */
export function withThis<S extends Sources>(sources: S, exchange: Exchange): S {
  return { ...sources, exchanges: new Map([...sources.exchanges, ['this', [exchange]]]) };
}

/** The same data with every text in it rendered; `undefined` where one of them cannot be. */
export function renderData<T>(data: T, sources: Sources): T | undefined {
  let missing = false;
  const walk = (value: unknown): unknown => {
    if (typeof value === 'string') {
      const filled = render(value, sources);
      if (filled === undefined) missing = true;
      return filled;
    }
    if (Array.isArray(value)) return value.map(walk);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, walk(inner)]));
  };
  const filled = walk(data) as T;
  return missing ? undefined : filled;
}

function fromAnswer(name: string, rest: string, { exchanges }: Sources): string | undefined {
  const all = exchanges.get(name) ?? [];
  const [, part = '', path = ''] = /^\.([a-z]+)(.*)$/s.exec(rest) ?? [];
  const request = all[0]?.request;
  if (part === 'method' || part === 'path') return request?.[part];
  if (part === 'sent') return request && headerValue(request.headers, path.slice(1));
  const response = all.find((exchange) => exchange.response !== undefined)?.response;
  if (response === undefined) return undefined;
  switch (part) {
    case 'status':
      return String(response.status);
    case 'body':
      return textFromBytes(response.body);
    case 'headers':
      return headerValue(response.headers, path.slice(1));
    case 'json': {
      const value = valueAt(parseJson(textFromBytes(response.body)), path.replace(/^\./, ''));
      return value === undefined ? undefined : typeof value === 'string' ? value : JSON.stringify(value);
    }
    default:
      return undefined;
  }
}

/** The JSON value of a text; `undefined` where it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
