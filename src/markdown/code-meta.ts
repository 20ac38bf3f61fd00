/** What stands after the language of a fence: ` ```js title="server.mjs" {3-5,9} `. */
export interface CodeMeta {
  readonly title: string | undefined;
  /** The marked lines, counted from 1. */
  readonly lines: ReadonlySet<number>;
}

/** Reads a fence's meta text; what it does not know is left alone. */
export function parseCodeMeta(meta: string): CodeMeta {
  const title = /\btitle=(?:"([^"]*)"|'([^']*)')/.exec(meta);
  const lines = new Set<number>();
  for (const part of /\{([\d,\s-]+)\}/.exec(meta)?.[1]?.split(',') ?? []) {
    const [from = Number.NaN, to = from] = part.split('-').map(Number);
    for (let line = from; line <= to; line++) lines.add(line);
  }
  return { title: title?.[1] ?? title?.[2], lines };
}
