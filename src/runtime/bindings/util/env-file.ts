/** Removes spaces, tabs and newlines at both ends. */
function trim(text: string): string {
  return text.replace(/^[ \t\n]+|[ \t\n]+$/g, '');
}

/**
 * Reads a `.env` file as `node --env-file` and `util.parseEnv` do: `KEY=value` lines, `export ` before a key, `#`
 * comments, values in `'`, `"` or backquotes that may span lines, `\n` within double quotes; a line without `=` is
 * skipped, and the last of two equal keys wins.
 */
export function parseEnvFile(text: string): Record<string, string> {
  const entries = new Map<string, string>();
  let content = trim(text.replaceAll('\r', ''));
  const skipLine = (from = 0) => {
    const newline = content.indexOf('\n', from);
    content = newline === -1 ? '' : content.slice(newline + 1);
  };

  while (content !== '') {
    if (content[0] === '\n' || content[0] === '#') {
      skipLine();
      continue;
    }
    const end = content.search(/[=\n]/);
    if (end === -1) break;
    if (content[end] === '\n') {
      content = trim(content.slice(end + 1));
      continue;
    }
    let key = trim(content.slice(0, end));
    content = content.slice(end + 1);
    if (content === '' || content[0] === '\n') {
      entries.set(key, '');
      content = content.slice(1);
      continue;
    }
    content = trim(content);
    if (key === '') continue;
    if (key.startsWith('export ')) key = trim(key.slice(7));
    const quote = content[0];
    const closing = quote === '"' || quote === "'" || quote === '`' ? content.indexOf(quote, 1) : -1;
    if (closing !== -1) {
      const value = content.slice(1, closing);
      entries.set(key, quote === '"' ? value.replaceAll('\\n', '\n') : value);
      skipLine(closing + 1);
      continue;
    }
    const newline = content.indexOf('\n');
    const line = newline === -1 ? content : content.slice(0, newline);
    const opened = quote === '"' || quote === "'" || quote === '`';
    entries.set(key, opened ? line : trim(line.split('#', 1)[0]!));
    skipLine();
    content = trim(content);
  }
  return Object.fromEntries(entries);
}
