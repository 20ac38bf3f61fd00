/** The value of the last `//# name=value` comment of a source, as V8 finds it for `sourceMappingURL` and `sourceURL`. */
export function magicComment(source: string, name: 'sourceMappingURL' | 'sourceURL'): string | undefined {
  if (!source.includes(name)) return undefined;
  const pattern = new RegExp(
    `(?:\\/\\/|\\/\\*)[@#][ \\t]${name}=[ \\t]*([^\\s'"]*)[ \\t]*(?:\\*\\/)?[ \\t]*$`,
    'gm',
  );
  return [...source.matchAll(pattern)].at(-1)?.[1];
}
