/**
 * The little Markdown of texts in YAML: `` `code` ``, `*emphasis*`, `**strong**`, `[text](href)`, paragraphs by an empty
 * line. As data, so that every view makes its own elements of it and no text can become markup.
 */

export type InlineNode =
  | { readonly kind: 'text' | 'code'; readonly text: string }
  | { readonly kind: 'emphasis' | 'strong'; readonly children: readonly InlineNode[] }
  | { readonly kind: 'link'; readonly href: string; readonly children: readonly InlineNode[] };

/** The paragraphs of a text. A mark without its partner is text; a link to anything but `http(s)`, `/`, `#` or `.` too. */
export function parseInline(text: string): InlineNode[][] {
  return text
    .trim()
    .split(/\n\s*\n/)
    .map((paragraph) => parseSpan(paragraph.replace(/\s*\n\s*/g, ' ')));
}

/** The text without its marks, on one line a paragraph: for terminals and screen readers' labels. */
export function plainText(text: string): string {
  const plain = (node: InlineNode): string =>
    'children' in node ? node.children.map(plain).join('') : node.text;
  return parseInline(text)
    .map((nodes) => nodes.map(plain).join(''))
    .join('\n');
}

const span =
  /(?<fence>`+)(?<code>.+?)\k<fence>(?!`)|\*\*(?<strong>\S(?:.*?\S)?)\*\*(?!\*)|\*(?<emphasis>[^\s*](?:[^*]*[^\s*])?)\*|\[(?<label>[^\]]+)\]\((?<href>(?:https?:\/\/|[/#.])[^\s)]*)\)/;

function parseSpan(text: string): InlineNode[] {
  const nodes: InlineNode[] = [];
  let rest = text;
  while (rest !== '') {
    const match = span.exec(rest);
    if (match === null) {
      nodes.push({ kind: 'text', text: rest });
      break;
    }
    if (match.index > 0) nodes.push({ kind: 'text', text: rest.slice(0, match.index) });
    const { code, strong, emphasis, label, href } = match.groups as Record<string, string | undefined>;
    if (code !== undefined) nodes.push({ kind: 'code', text: code.replace(/^ (.*) $/, '$1') });
    else if (strong !== undefined) nodes.push({ kind: 'strong', children: parseSpan(strong) });
    else if (emphasis !== undefined) nodes.push({ kind: 'emphasis', children: parseSpan(emphasis) });
    else nodes.push({ kind: 'link', href: href as string, children: parseSpan(label as string) });
    rest = rest.slice(match.index + match[0].length);
  }
  return nodes;
}
