import type { AstroComponentFactory } from 'astro/runtime/server/index.js';

interface TextModule {
  readonly default: AstroComponentFactory;
  readonly getHeadings: () => { depth: number; slug: string; text: string }[];
}

const modules = import.meta.glob<TextModule>([
  '/content/lessons/*/*.mdx',
  '/content/project/*.mdx',
  '/content/incidents/*/*.mdx',
  '/content/pitfalls/*/*.mdx',
]);

/** The MDX of a text, by its path in `content/`. */
export async function loadTextContent(source: string): Promise<{
  readonly Content: AstroComponentFactory;
  readonly getHeadings: TextModule['getHeadings'];
}> {
  const load = modules[`/content/${source}`];
  if (!load) throw new Error(`\`${source}\` is in the course, but no such file can be rendered.`);
  const { default: Content, getHeadings } = await load();
  return { Content, getHeadings };
}
