import { z } from 'zod';
import { idSchema, listOf, pathSchema } from './basics.ts';
import {
  countSchema,
  jsonMatcherSchema,
  recordMatcherSchema,
  statusSchema,
  textMatcherSchema,
  valueMatcherSchema,
} from './matchers.ts';

/**
 * What must be true of the answers to a request step. Nothing about a body is asked of an answer that can have none. Its
 * texts may take something from the answer itself: `${this.headers.x-request-id}`, `${this.path}`.
 */
const answerShape = {
  /** The request steps that are meant: *every* answer to them must be like this. */
  of: listOf(idSchema).optional(),
  /** The request steps that are meant: *some* answer to them must be like this. */
  'any-of': listOf(idSchema).optional(),
  /** Whether an answer came at all. Left out, an answer must have come for the rest to be true. */
  answered: z.boolean().optional(),
  /** Whether the answer came whole, or was cut. */
  complete: z.boolean().optional(),
  status: statusSchema.optional(),
  /** The media type, without parameters: `application/json`; `json` also means `application/problem+json` and the like. */
  type: listOf(z.string().min(1)).optional(),
  /** Header values by name; `true` and `false` mean that there is one, or none. */
  headers: z
    .record(
      z.string().min(1),
      z.preprocess((value) => (typeof value === 'boolean' ? { present: value } : value), valueMatcherSchema),
    )
    .optional(),
  json: jsonMatcherSchema.optional(),
  body: textMatcherSchema.optional(),
  /** The answer as a whole: status line, headers and body. */
  whole: textMatcherSchema.optional(),
  /** Whether it is a page that Express's own final handler makes. */
  'express-page': z.boolean().optional(),
  /** Milliseconds until its last byte. Be generous, or give the unit a `pace`: machines are slow. */
  within: z.int().min(1).optional(),
  /** Milliseconds that it took at least. */
  'at-least': z.int().min(1).optional(),
  /** Over how many connections the step went. */
  connections: z.int().min(1).optional(),
  /** A text that is another one for each of these answers, as in `${this.headers.x-request-id}`. */
  distinct: z.string().min(1).optional(),
};

const plainShape = {
  ...answerShape,
  /** Only of this run of the server (a `start` with this `id`) are `log`, `alive` and `exit-code` meant. */
  run: idSchema.optional(),
  /** The log: how many of its records are like `where`; at least one unless `count` says more. */
  log: z
    .strictObject({
      where: recordMatcherSchema,
      /** The records of this file, as it is when the steps are done, instead of those on stdout and stderr. */
      file: pathSchema.optional(),
      count: countSchema.optional(),
      /** So many for *every* request of these steps; `where` may take something from each: `${this.path}`. */
      'for-each': listOf(idSchema).optional(),
      /** Only records that began after the last answer to this step came (or its last client hung up). */
      after: idSchema.optional(),
      /** Only records that began before the first request of this step was sent. */
      before: idSchema.optional(),
      /** Exactly one for each request that was sent in these steps. */
      'one-for-each': listOf(idSchema).optional(),
      /**
       * That these records count up: the numbers in their field `field`, and one for each record like `and`, are together as many
       * as the requests of the steps `of`.
       */
      'adds-up': z
        .strictObject({ field: z.string().min(1), and: recordMatcherSchema, of: listOf(idSchema) })
        .optional(),
      /** Judged even though the program has written nothing at all. */
      'even-if-silent': z.literal(true).optional(),
    })
    .optional(),
  /** Whether the server still runs when the steps are done. */
  alive: z.boolean().optional(),
  /** How the server ended: its exit code, a list of possible ones, or `failure` for all but 0. */
  'exit-code': listOf(z.union([z.int().min(0).max(255), z.literal('failure')])).optional(),
  /** A file as it is when the steps are done. */
  file: z
    .strictObject({ path: pathSchema, exists: z.boolean().optional(), text: textMatcherSchema.optional() })
    .optional(),
};

const plainSchema = z.strictObject(plainShape);

/**
 * A condition; `any` holds when one of its conditions holds, `all` when all of them do, `not` when its condition does not.
 * `that` must hold for each exchange of the steps `for-each`; within it, the exchange is called `it`: `of: it`,
 * `${it.headers.etag}` (of the answer), `${it.sent.x-id}` (a header of the request).
 */
export interface Condition extends z.output<typeof plainSchema> {
  readonly 'for-each'?: string[] | undefined;
  readonly that?: Condition | undefined;
  readonly any?: Condition[] | undefined;
  readonly all?: Condition[] | undefined;
  readonly not?: Condition | undefined;
}

/**
 * Something that is true or not once the steps have run, or cannot be said (no answer came, nothing was logged). Used by
 * what a check expects and by when a diagnosis fits. All keys that are given must hold.
 */
export const conditionSchema: z.ZodType<Condition> = z.strictObject({
  ...plainShape,
  'for-each': listOf(idSchema).optional(),
  get that() {
    return conditionSchema.optional();
  },
  get any() {
    return z.array(conditionSchema).min(1).optional();
  },
  get all() {
    return z.array(conditionSchema).min(1).optional();
  },
  get not() {
    return conditionSchema.optional();
  },
});

/** The keys of a condition that speak of answers, and so need `of` or `any-of`. */
export const answerKeys = Object.keys(answerShape).filter(
  (key) => key !== 'of' && key !== 'any-of',
) as (keyof Condition)[];
