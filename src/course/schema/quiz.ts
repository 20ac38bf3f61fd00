import { z } from 'zod';
import { idSchema, textSchema } from './basics.ts';
import { optionsSchema, proofSchema } from './lesson.ts';

/** What every question of a quiz has. */
const questionShape = {
  id: idSchema,
  prompt: textSchema,
  /** Code that the prompt is about, as a block. */
  code: z.string().optional(),
  /** The heading of the passage that explains the answer, as in its address: `a-404-is-not-an-error`. */
  passage: z.string().min(1),
  /** A run that shows that the answer is what really happens. */
  proof: proofSchema.optional(),
  /** Instead of `proof`: the id of a transcript or a prediction of the same text, whose run shows it. */
  'shown-by': idSchema.optional(),
};

/** One of the options is right, or (`multiple`) all of the right ones must be chosen and no other. */
const choiceShape = { ...questionShape, options: optionsSchema };

/** `quiz.yaml`: what has stayed after a text. One question is asked at a time. */
export const quizSchema = z
  .array(
    z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('single'), ...choiceShape }),
      z.strictObject({ kind: z.literal('multiple'), ...choiceShape }),
      z.strictObject({
        kind: z.literal('order'),
        ...questionShape,
        /** The steps as they really follow each other; they are shown in another order. */
        items: z
          .array(
            z.strictObject({
              id: idSchema,
              text: textSchema,
              /** Why it stands where it stands. */
              why: textSchema,
            }),
          )
          .min(3)
          .max(7),
      }),
      z.strictObject({
        kind: z.literal('short'),
        ...questionShape,
        /** What the answer looks like: “a number”, “one word”. */
        form: textSchema,
        /** Answers that are right, the one that is shown first; case, spaces, quotes and `four` for 4 make no difference. */
        accepts: z.array(textSchema).min(1),
        /** Why it is right. */
        why: textSchema,
        /** Wrong answers that were foreseen, and why they are wrong. */
        wrong: z.array(z.strictObject({ answers: z.array(textSchema).min(1), why: textSchema })).default([]),
      }),
    ]),
  )
  .min(1);

export type QuizQuestionData = z.output<typeof quizSchema>[number];
