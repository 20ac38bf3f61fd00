import { z } from 'zod';
import { textSchema } from './basics.ts';

/** The front matter of `sections/<name>.mdx`. */
export const sectionSchema = z.strictObject({
  title: textSchema,
  /** One sentence for lists. */
  summary: textSchema.max(200),
  /** The page that it stands on. */
  page: z.enum(['overview', 'deep-dive']),
});

/** The front matter of `myths/<name>/myth.mdx`. */
export const mythSchema = z.strictObject({
  title: textSchema,
  /** What many believe, as they would say it. */
  belief: textSchema,
  /** One sentence for lists and search engines. */
  summary: textSchema.max(200),
  /** How long it takes, with the experiment. */
  minutes: z.int().min(1).max(60),
});

export type SectionData = z.output<typeof sectionSchema>;
export type MythData = z.output<typeof mythSchema>;
