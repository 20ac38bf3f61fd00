import { z } from 'zod';
import { textSchema } from './basics.ts';
import { unitSchema } from './unit.ts';

/** `pitfall.yaml`: a habit that hurts, and a short drill in doing without it. */
export const pitfallSchema = unitSchema.extend({
  /** The pitfall as its name: “Logging and throwing again”. */
  name: textSchema,
  /** One sentence for lists and search engines. */
  summary: textSchema.max(200),
  /** How long the drill takes, in minutes. */
  minutes: z.int().min(1).max(60),
});

export type PitfallData = z.output<typeof pitfallSchema>;
