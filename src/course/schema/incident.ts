import { z } from 'zod';
import { textSchema } from './basics.ts';
import { unitSchema } from './unit.ts';

/** `incident.yaml`: a server that fails in production, met from the outside first. */
export const incidentSchema = unitSchema.extend({
  /** One sentence for lists and search engines; it does not give the cause away. */
  summary: textSchema.max(200),
  /** How long it takes, in minutes. */
  minutes: z.int().min(1).max(240),
  /** What the pager said. */
  alert: z.strictObject({
    /** When it came, as `02:41`. */
    at: z.string().regex(/^\d\d:\d\d$/),
    /** Who or what raised it. */
    from: textSchema,
    text: textSchema,
  }),
  /** What somebody saw who knows nothing of the code. */
  reported: z.strictObject({ by: textSchema, text: textSchema }),
});

export type IncidentData = z.output<typeof incidentSchema>;
