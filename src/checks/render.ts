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
  const filled = text.replace(templatePattern, (_whole, name: string, rest: string) => {
    const value = Object.hasOwn(sources.values, name)
      ? sources.values[name]
      : fromAnswer(name, rest, sources);
    if (value === undefined) missing = true;
    return value ?? '';
  });
  return missing ? undefined : filled;
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
  const response = exchanges.get(name)?.find((exchange) => exchange.response !== undefined)?.response;
  if (response === undefined) return undefined;
  const [, part = '', path = ''] = /^\.([a-z]+)(.*)$/s.exec(rest) ?? [];
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
