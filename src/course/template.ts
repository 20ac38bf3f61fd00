/**
 * `${name}` in the texts of steps, conditions and messages: a value of the run, or something of an earlier answer, as in
 * `${created.status}`, `${created.json.id}`, `${created.headers.location}`, `${created.body}`, or of its request:
 * `${created.method}`, `${created.path}`, `${created.sent.if-match}` (a header). In conditions `this` is the answer that
 * is being looked at, and `it`, below `that`, the exchange.
 */
export const templatePattern = /\$\{([a-z][a-z0-9-]*)((?:\.[A-Za-z0-9_-]+|\[\d+\])*)\}/g;

/** The names that a text takes something from. */
export function templateNames(text: string): string[] {
  return [...text.matchAll(templatePattern)].map(([, name]) => name as string);
}

/** Every text in a piece of data, with the path to it. */
export function* textsIn(
  data: unknown,
  path: readonly PropertyKey[] = [],
): Generator<[string, readonly PropertyKey[]]> {
  if (typeof data === 'string') yield [data, path];
  else if (Array.isArray(data)) for (const [i, item] of data.entries()) yield* textsIn(item, [...path, i]);
  else if (data !== null && typeof data === 'object') {
    for (const [key, value] of Object.entries(data)) yield* textsIn(value, [...path, key]);
  }
}
