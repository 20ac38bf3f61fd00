import { type InlineNode, parseInline } from '../course/inline-markdown.ts';

/** The inline Markdown of messages and hints; `flat` puts the paragraphs into the line. */
export function InlineText({ text, flat = false }: { readonly text: string; readonly flat?: boolean }) {
  const paragraphs = parseInline(text);
  if (flat) return <>{paragraphs.map((nodes, i) => [i > 0 ? ' ' : '', ...nodes.map(show)])}</>;
  return (
    <>
      {paragraphs.map((nodes, i) => (
        <p key={i}>{nodes.map(show)}</p>
      ))}
    </>
  );
}

function show(node: InlineNode, i: number) {
  switch (node.kind) {
    case 'text':
      return node.text;
    case 'code':
      return <code key={i}>{node.text}</code>;
    case 'emphasis':
      return <em key={i}>{node.children.map(show)}</em>;
    case 'strong':
      return <strong key={i}>{node.children.map(show)}</strong>;
    case 'link':
      return (
        <a key={i} href={node.href}>
          {node.children.map(show)}
        </a>
      );
  }
}
