import { type InlineNode, parseInline } from '../course/inline-markdown.ts';

/** The inline Markdown of YAML texts without its marks, on one line. */
export function plainText(text: string): string {
  const plain = (node: InlineNode): string =>
    'children' in node ? node.children.map(plain).join('') : node.text;
  return parseInline(text)
    .map((nodes) => nodes.map(plain).join(''))
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim();
}
