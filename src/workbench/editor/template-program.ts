/** What an EJS template comes to: a program, and the way from its places back to those of the template. */
export type TemplateProgram =
  | { readonly code: string; placeOf(position: number): number }
  /** A tag that nothing closes. */
  | { readonly unclosed: string; readonly from: number };

const tags = /<%%|%%>|<%=|<%-|<%_|<%#|<%|-%>|_%>|%>/g;

/** The program that EJS makes of a template, with its own code where the template has it. */
export function templateProgram(template: string): TemplateProgram {
  let code = '';
  const pieces: { readonly at: number; readonly from: number; readonly length: number }[] = [];
  const take = (before: string, from: number, text: string, after: string): void => {
    code += before;
    pieces.push({ at: code.length, from, length: text.length });
    code += text + after;
  };
  let open: { readonly tag: string; readonly from: number } | undefined;
  let end = 0;
  for (const { 0: tag, index } of template.matchAll(tags)) {
    if (tag === '<%%' || tag === '%%>') continue;
    const text = template.slice(end, index);
    if (tag.startsWith('<')) {
      if (open) break;
      if (text !== '') code += '\n;text()\n';
      open = { tag, from: index };
    } else if (open) {
      // What follows a comment must not stand in its line.
      const line = text.lastIndexOf('//') > text.lastIndexOf('\n') ? '\n' : '';
      if (open.tag === '<%=' || open.tag === '<%-') {
        take(';text(', end, text.replace(/;(\s*)$/, ' $1'), `${line})\n`);
      } else if (open.tag !== '<%#') take(';', end, text, `${line}\n`);
      open = undefined;
    }
    end = index + tag.length;
  }
  if (open) return { unclosed: open.tag, from: open.from };
  return {
    code,
    placeOf(position) {
      const piece = pieces.findLast(({ at }) => at <= position);
      // What only the end of the program shows is shown where its last code ends.
      return piece ? piece.from + Math.min(position - piece.at, piece.length) : 0;
    },
  };
}
