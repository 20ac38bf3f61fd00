/** The value at `$`, `error.message`, `[0].title`, `items[2]`; `undefined` where there is none. Own properties only. */
export function valueAt(value: unknown, path: string): unknown {
  if (path === '$' || path === '') return value;
  let here = value;
  for (const [, index, name] of path.matchAll(/\[(\d+)\]|([^.[\]]+)/g)) {
    const key = index ?? (name as string);
    if (here === null || typeof here !== 'object' || !Object.hasOwn(here, key)) return undefined;
    here = (here as Record<string, unknown>)[key];
  }
  return here;
}
