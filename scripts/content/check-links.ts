import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Links inside the built site, and those of them that lead nowhere. */
export interface SiteLinks {
  readonly pages: number;
  readonly links: number;
  readonly broken: readonly { readonly page: string; readonly href: string; readonly why: string }[];
}

const site = fileURLToPath(new URL('../../dist', import.meta.url));

/** Follows every link and every anchor of the built site; zero pages where it is not built. */
export async function checkLinks(folder = site): Promise<SiteLinks> {
  if (!existsSync(folder)) return { pages: 0, links: 0, broken: [] };
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) =>
    path.replaceAll('\\', '/'),
  );
  const pages = new Map(
    files
      .filter((path) => path.endsWith('.html') && !path.startsWith('_engine/'))
      .map((path) => [path, readFileSync(join(folder, path), 'utf8')] as const),
  );
  const ids = new Map([...pages].map(([path, html]) => [path, idsIn(html)]));
  const broken: { page: string; href: string; why: string }[] = [];
  let links = 0;
  for (const [page, html] of pages) {
    for (const href of hrefsIn(html)) {
      if (/^(?!https?:)[a-z]+:/.test(href)) continue;
      const url = new URL(href, `http://site/${page}`);
      if (url.host !== 'site') continue;
      links++;
      const path = decodeURIComponent(url.pathname.slice(1));
      const file = path === '' || path.endsWith('/') ? `${path}index.html` : path;
      const anchor = decodeURIComponent(url.hash.slice(1));
      if (!files.includes(file)) broken.push({ page, href, why: 'leads to no page' });
      else if (anchor !== '' && ids.get(file)?.has(anchor) === false) {
        broken.push({ page, href, why: `leads to a page without \`#${anchor}\`` });
      }
    }
  }
  return { pages: pages.size, links, broken };
}

function hrefsIn(html: string): string[] {
  return [...withoutCode(html).matchAll(/<a\s[^>]*?href="([^"]*)"/g)].map(([, href = '']) =>
    href.replaceAll('&amp;', '&'),
  );
}

function idsIn(html: string): Set<string> {
  return new Set([...html.matchAll(/\sid="([^"]*)"/g)].map(([, id = '']) => id));
}

function withoutCode(html: string): string {
  return html.replace(/<(script|template)[\s\S]*?<\/\1>/g, '');
}
