import { type InlineNode, parseInline } from '../course/inline-markdown.ts';
import type { StockCard } from './stock.ts';

/**
 * Cards as a text file that Anki imports (File › Import): a note of the type Basic for each, with an id of its own, so that a
 * second import renews the notes and adds none.
 *
 * @see https://docs.ankiweb.net/importing/text-files.html
 * @param site the address that links lead to
 */
export function ankiFile(cards: readonly StockCard[], site: string): string {
  const head = [
    '#separator:tab',
    '#html:true',
    '#notetype:Basic',
    '#deck:Safety Net',
    '#guid column:1',
    '#tags column:4',
    '#columns:GUID\tFront\tBack\tTags',
  ];
  const rows = cards.map((card) =>
    [`safety-net/${card.id}`, frontOf(card), backOf(card, site), `safety-net ${card.text}`]
      .map(field)
      .join('\t'),
  );
  return `${[...head, ...rows].join('\n')}\n`;
}

function frontOf({ front, code, options }: StockCard): string {
  const block = code === undefined ? '' : `<pre>${escapeHtml(code)}</pre>`;
  return `${html(front)}${block}${options ? list('ul', options) : ''}`;
}

function backOf({ back, why, kind, options, title, href }: StockCard, site: string): string {
  const [only] = back;
  const answer =
    back.length === 1 ? html(only ?? '') : list(kind === 'question' && options ? 'ol' : 'ul', back);
  const reason = why === undefined ? '' : `<p>${html(why)}</p>`;
  const link = new URL(href, site).href;
  return `${answer}${reason}<p><small><a href="${escapeHtml(link)}">${escapeHtml(title)}</a></small></p>`;
}

function list(tag: 'ul' | 'ol', items: readonly string[]): string {
  return `<${tag}>${items.map((item) => `<li>${html(item)}</li>`).join('')}</${tag}>`;
}

/** Inline Markdown as HTML. */
function html(text: string): string {
  return parseInline(text)
    .map((nodes) => nodes.map(node).join(''))
    .join('<br><br>');
}

function node(part: InlineNode): string {
  const inner = 'children' in part ? part.children.map(node).join('') : escapeHtml(part.text);
  switch (part.kind) {
    case 'text':
    case 'link':
      return inner;
    case 'code':
      return `<code>${inner}</code>`;
    case 'emphasis':
      return `<em>${inner}</em>`;
    case 'strong':
      return `<strong>${inner}</strong>`;
  }
}

function escapeHtml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}

/** A field on one line, quoted where its signs would be taken for those of the file. */
function field(text: string): string {
  const line = text.replace(/\r?\n/g, '<br>').replace(/\t/g, '  ');
  return /["\t]/.test(line) ? `"${line.replace(/"/g, '""')}"` : line;
}
