/**
 * Reads a `_headers` file: a path pattern per block, then its header lines, indented. `*` stands for any text and
 * `:name` for one segment (https://docs.netlify.com/manage/routing/headers/).
 */
export function parseHeadersFile(text) {
  const rules = [];
  for (const line of text.split('\n')) {
    if (line.trim() === '' || line.trim().startsWith('#')) continue;
    if (!/^\s/.test(line)) {
      rules.push({ pattern: toPattern(line.trim()), headers: [] });
      continue;
    }
    const colon = line.indexOf(':');
    rules.at(-1)?.headers.push([line.slice(0, colon).trim(), line.slice(colon + 1).trim()]);
  }
  return rules;
}

function toPattern(path) {
  const escaped = path.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*').replace(/:\w+/g, '[^/]+')}$`);
}

/** The headers of every rule that matches; a later rule's value stands. */
export function headersFor(rules, pathname) {
  return Object.fromEntries(
    rules.filter(({ pattern }) => pattern.test(pathname)).flatMap(({ headers }) => headers),
  );
}
