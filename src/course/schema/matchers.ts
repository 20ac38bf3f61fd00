import { z } from 'zod';
import { listOf, patternSchema } from './basics.ts';
import { logLevels } from './log-levels.ts';

/** What a text must be like; all that is given must hold. Strings may hold `${…}`. */
export const textMatcherSchema = z.strictObject({
  /** Every one of these stands in it. */
  contains: listOf(z.string().min(1)).optional(),
  /** None of these stands in it. */
  lacks: listOf(z.string().min(1)).optional(),
  /** Each of these regular expressions matches (`u` flag). */
  matches: listOf(patternSchema).optional(),
  /** None of these regular expressions matches. */
  'lacks-match': listOf(patternSchema).optional(),
  equals: z.string().optional(),
  /** Whether it is empty. */
  empty: z.boolean().optional(),
});

const jsonTypes = ['string', 'number', 'boolean', 'array', 'object', 'null'] as const;

const plainValueMatcherSchema = z.strictObject({
  /** Exactly this value; deep for lists and objects. */
  equals: z.unknown().optional(),
  /** One of these values. */
  'one-of': z.array(z.unknown()).min(1).optional(),
  /** Its JSON type. */
  type: z.enum(jsonTypes).optional(),
  /** Whether there is anything at that place (`null` counts). */
  present: z.boolean().optional(),
  /** A text or a list with this many parts; a number or a range. */
  length: z.int().min(0).optional(),
  /** A text that holds all of these, without looking at case. */
  contains: listOf(z.string().min(1)).optional(),
  /** A text that holds none of these. */
  lacks: listOf(z.string().min(1)).optional(),
  /** A text that this regular expression matches. */
  matches: patternSchema.optional(),
  /** A number no smaller than this. */
  min: z.number().optional(),
  /** A number no larger than this. */
  max: z.number().optional(),
  /** A text that is not empty. */
  filled: z.literal(true).optional(),
  /** All texts in it, however deep, names of fields included. */
  anywhere: textMatcherSchema.optional(),
});

/** @see valueMatcherSchema */
export interface ValueMatcher extends z.output<typeof plainValueMatcherSchema> {
  /** A list: how many of its entries are like `where`; at least one unless `count` says more. */
  readonly items?:
    | { readonly where: Readonly<Record<string, ValueMatcher>>; readonly count?: Count | undefined }
    | undefined;
}

/** A number: exactly so many, or `{ min, max }`. */
export const countSchema = z.preprocess(
  (value) => (typeof value === 'number' ? { min: value, max: value } : value),
  z.strictObject({ min: z.int().min(0).optional(), max: z.int().min(0).optional() }),
);

/**
 * What a JSON value must be like. A plain value means `equals`.
 */
export const valueMatcherSchema: z.ZodType<ValueMatcher> = z.preprocess(
  (value) =>
    value !== null && typeof value === 'object' && !Array.isArray(value) ? value : { equals: value },
  plainValueMatcherSchema.extend({
    get items() {
      return z
        .strictObject({
          where: z.record(z.string().min(1), valueMatcherSchema),
          count: countSchema.optional(),
        })
        .optional();
    },
  }),
);

/** JSON values by their place: `$` the whole, `error.message`, `[0].title`, `items[2]`. */
export const jsonMatcherSchema = z.record(z.string().min(1), valueMatcherSchema);

/** `404`, `4xx`, or a list of such. */
export const statusSchema = listOf(
  z.preprocess(
    (value) => (typeof value === 'number' ? String(value) : value),
    z.string().regex(/^([1-5]\d\d|[1-5]xx)$/, {
      error: (issue) =>
        `${JSON.stringify(issue.input)}\na status such as \`404\`, a class such as \`4xx\`, or a list of them.`,
    }),
  ),
);

/** One record of the log: a JSON line, or a line with the indented lines that belong to it. All that is given must hold. */
export const recordMatcherSchema = z.strictObject({
  ...textMatcherSchema.shape,
  stream: z.enum(['stdout', 'stderr']).optional(),
  /** At least this severe. A JSON record says its level; any other counts as `error` on stderr and as `info` on stdout. */
  severity: z.enum(logLevels).optional(),
  /** Less severe than this. */
  'below-severity': z.enum(logLevels).optional(),
  /** Whether it is a JSON object. */
  structured: z.boolean().optional(),
  /** Whether it stands on one line. */
  'one-line': z.boolean().optional(),
  /** Each of these is the whole value of some field of a JSON record, at any depth; numbers count as texts. */
  holds: listOf(z.string().min(1)).optional(),
  /** Each of these regular expressions matches the value of some field of a JSON record, at any depth. */
  'holds-like': listOf(patternSchema).optional(),
  /** Whether it holds an error with its stack, one of whose frames lies in a file of the project (not in a package). */
  stack: z.boolean().optional(),
  /** Fields of a JSON record. */
  json: jsonMatcherSchema.optional(),
});

export type TextMatcher = z.output<typeof textMatcherSchema>;
export type JsonMatcher = z.output<typeof jsonMatcherSchema>;
export type Count = z.output<typeof countSchema>;
export type RecordMatcher = z.output<typeof recordMatcherSchema>;
