import { z } from 'zod';
import { idSchema, pathSchema, textSchema } from './basics.ts';

/** The ways through the course, each of which is the page `/<id>/`. */
export const modeIds = [
  'overview',
  'learn',
  'deep-dive',
  'visualize',
  'try',
  'challenge',
  'fix',
  'project',
  'recall',
] as const;

/** `course.yaml`: the course as a whole. */
export const courseSchema = z.strictObject({
  title: textSchema,
  summary: textSchema,
  /** The ways through the course, in the order in which the pages name them. */
  modes: z
    .array(
      z.strictObject({
        id: z.enum(modeIds),
        title: textSchema,
        /** What it is for. */
        summary: textSchema.max(120),
        /** How long it takes, as one says it. */
        takes: textSchema.max(30),
      }),
    )
    .default([]),
  /** The folders in `lessons/`, in order. */
  lessons: z.array(z.string()).min(1),
  /** The folders in `incidents/` and in `pitfalls/`, in order. */
  incidents: z.array(z.string()).default([]),
  pitfalls: z.array(z.string()).default([]),
  /** The folders in `myths/`, in order. */
  myths: z.array(z.string()).default([]),
  /** The texts in `sections/` without `.mdx`, in order. */
  sections: z.array(z.string()).default([]),
});

/** `cards.yaml`: what is recalled again and again. */
export const cardsSchema = z.array(
  z.strictObject({
    id: idSchema,
    /** The folder of the lesson that taught it; exactly one of `lesson`, `section` and `myth` says where. */
    lesson: z.string().optional(),
    /** The name of the section that taught it. */
    section: z.string().optional(),
    /** The folder of the myth that taught it. */
    myth: z.string().optional(),
    front: textSchema,
    back: textSchema,
  }),
);

/** `services/<name>/service.yaml`: a small server that others talk to. */
export const serviceSchema = z.strictObject({
  title: textSchema,
  /** The variable that tells others its address. */
  env: z.string().regex(/^[A-Z][A-Z0-9_]*$/),
  entry: pathSchema,
  port: z.int().min(1024).max(65_535),
  /** Requests that switch a fault on, by name; `off` ends them all. */
  faults: z.record(idSchema, z.string().regex(/^[A-Z]+ \/\S*$/)).default({}),
});

export type CourseData = z.output<typeof courseSchema>;
export type CardData = z.output<typeof cardsSchema>[number];
export type ServiceData = z.output<typeof serviceSchema>;
