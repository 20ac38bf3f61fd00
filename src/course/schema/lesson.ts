import { z } from 'zod';
import { idSchema, pathSchema, textSchema } from './basics.ts';
import { conditionSchema } from './condition.ts';
import { stepSchema } from './step.ts';
import { editSchema } from './unit.ts';

/** The front matter of `lesson.mdx`. */
export const lessonSchema = z.strictObject({
  title: textSchema,
  /** One sentence for lists and search engines. */
  summary: textSchema.max(200),
  /** What the learner can do afterwards. */
  objective: textSchema,
  /** How long it takes, with the exercise. */
  minutes: z.int().min(1).max(240),
});

/** Code that is really run: the folder and what is done to it. */
const runShape = {
  /** `starter`, `solution`, `mistakes/<id>`, `right/<id>` or `experiments/<name>` of the same lesson. */
  files: pathSchema,
  /** Changes to those files. */
  edits: z.array(editSchema).optional(),
  env: z.record(z.string(), z.string()).default({}),
  /** The upstream servers from `content/services/` that run beside it. */
  services: z.array(idSchema).default([]),
  /** Packages that the server may import besides those of the unit. */
  packages: z.array(z.string().min(1)).min(1).optional(),
  /** The file that is started; the unit's entry unless given. */
  entry: pathSchema.optional(),
  steps: z.array(stepSchema).min(1),
};

/** A run, and what must come of it. */
export const proofSchema = z.strictObject({ ...runShape, expect: z.array(conditionSchema).min(1) });

/** What can be chosen, with why it is right or wrong. */
export const optionsSchema = z
  .array(
    z.strictObject({
      id: idSchema,
      text: textSchema,
      right: z.boolean().default(false),
      /** Why it is right or wrong, in words that teach. */
      why: textSchema,
    }),
  )
  .min(2)
  .max(6);

/** `questions.yaml`: predictions to commit to before reading on. */
export const questionsSchema = z.array(
  z.strictObject({
    id: idSchema,
    prompt: textSchema,
    /** Code that the prompt is about, as a block. */
    code: z.string().optional(),
    /** Whether several options may be right. */
    multiple: z.boolean().default(false),
    options: optionsSchema,
    /** The heading of the passage that explains the answer, as in its address; what follows the question unless given. */
    passage: z.string().min(1).optional(),
    /** A run that shows that the right option is what really happens. */
    proof: proofSchema.optional(),
  }),
);

/** `transcripts.yaml`: runs whose real output stands in the text. */
export const transcriptsSchema = z.array(
  z.strictObject({
    id: idSchema,
    /** What is seen, for those who do not see it. */
    title: textSchema,
    ...runShape,
    /** Headers worth showing, of answers and (except `Content-Type`) of requests. */
    headers: z.array(z.string()).default(['content-type']),
    /** Whether the log is shown. */
    log: z.boolean().default(true),
    /** Whether it is shown after how long each answer came. */
    timing: z.boolean().default(false),
    /** The step from which on it is shown: what a process loads with its first call is nobody's business. */
    from: idSchema.optional(),
    /** Files that are shown as they are at the end. */
    cat: z.array(pathSchema).default([]),
    /** The most lines of a body or a log record that are shown. */
    lines: z.int().min(1).max(60).default(8),
    /**
     * The JSON list that the last answer to a step holds, as a table for `<RunTable>`: the columns by the key of their
     * values, each with its heading.
     */
    table: z.strictObject({ of: idSchema, columns: z.record(z.string().min(1), textSchema) }).optional(),
    /** What must be true of the run, so that the text around it stays true. */
    expect: z.array(conditionSchema).default([]),
  }),
);

export type LessonData = z.output<typeof lessonSchema>;
export type QuestionData = z.output<typeof questionsSchema>[number];
export type TranscriptData = z.output<typeof transcriptsSchema>[number];
