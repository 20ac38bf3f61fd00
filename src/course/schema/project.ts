import { z } from 'zod';
import { idSchema, textSchema } from './basics.ts';
import { checkSchema, unitSchema, variantShape } from './unit.ts';

/** `project.yaml`: a unit whose checks are worth points, and what a sum of points means. */
export const projectSchema = unitSchema.extend({
  /** One sentence for lists and search engines. */
  summary: textSchema.max(200),
  /** What the learner can do afterwards. */
  objective: textSchema,
  /** How long it takes, in minutes. */
  minutes: z.int().min(1).max(1200),
  checks: z
    .array(
      checkSchema.extend({
        points: z.int().min(1),
        /** The part of the rubric that it stands in. */
        part: textSchema,
        /** Whether the project has failed without it, whatever the sum. */
        'must-pass': z.boolean().default(false),
      }),
    )
    .min(1),
  /** The grades, from the lowest; the last whose `from` is reached is given. */
  grades: z
    .array(
      z.strictObject({
        id: idSchema,
        /** The points from which on it is given. */
        from: z.int().min(0),
        title: textSchema,
        /** What a server with this grade can be trusted with. */
        means: textSchema,
      }),
    )
    .min(1),
  /** Unfinished solutions: what they lose, and so the grade that they get. */
  partial: z
    .array(
      z.strictObject({
        ...variantShape,
        /** The checks that it must not pass. */
        loses: z.array(idSchema).min(1),
        grade: z.union([idSchema, z.literal('failed')]),
      }),
    )
    .default([]),
});

export type ProjectData = z.output<typeof projectSchema>;
