import * as z from 'zod/mini';

/**
 * What is kept about a learner, version 1. Keys are stable ids (unit, question), never titles or hashes.
 * Records are read back through these schemas, because what lies in a browser's storage may be anyone's.
 */

const text = (max: number) => z.string().check(z.maxLength(max));
const time = z.iso.datetime();
const files = z.record(text(400), text(1_000_000));

const place = z.strictObject({ file: text(400), line: z.number(), column: z.number() });

const result = z.strictObject({
  id: text(200),
  title: text(1000),
  status: z.enum(['passed', 'failed', 'not-judged', 'could-not-start', 'crashed', 'timed-out', 'our-fault']),
  message: text(10_000),
  sent: z.optional(text(20_000)),
  expected: z.optional(z.array(text(10_000))),
  received: z.optional(text(20_000)),
  log: z.optional(
    z.array(z.strictObject({ stream: z.enum(['stdout', 'stderr']), data: text(20_000), at: z.number() })),
  ),
  why: text(10_000),
  hints: z.array(text(10_000)),
  place: z.optional(place),
  because: z.optional(text(200)),
});

export const recordSchemas = {
  /** A unit's files as the learner last had them; `undo` is what the last reset took away. */
  files: z.strictObject({
    version: z.literal(1),
    unit: text(200),
    files,
    savedAt: time,
    undo: z.optional(z.strictObject({ files, at: time })),
  }),
  /** The last check of a unit, with the files it judged. */
  report: z.strictObject({
    version: z.literal(1),
    unit: text(200),
    at: time,
    state: z.enum(['judged', 'could-not-start', 'crashed', 'timed-out', 'our-fault']),
    passed: z.boolean(),
    milliseconds: z.number(),
    cause: z.optional(text(200)),
    results: z.array(result),
    files,
  }),
  /** The answer that a learner committed to before seeing the right one. Written once. */
  prediction: z.strictObject({
    version: z.literal(1),
    question: text(200),
    choice: z.array(text(200)),
    committedAt: time,
  }),
} as const;

export type RecordKind = keyof typeof recordSchemas;
export type RecordOf<K extends RecordKind> = z.infer<(typeof recordSchemas)[K]>;
export type FilesRecord = RecordOf<'files'>;
export type ReportRecord = RecordOf<'report'>;
export type PredictionRecord = RecordOf<'prediction'>;

/** The kinds, each of which is a store of the database. */
export const recordKinds = Object.keys(recordSchemas) as readonly RecordKind[];

export type ReadRecord<K extends RecordKind> =
  | { readonly ok: true; readonly record: RecordOf<K> }
  | { readonly ok: false; readonly problem: string };

/** Reads a stored value; where it does not fit, `problem` names the first place and what is wrong with it. */
export function readRecord<K extends RecordKind>(kind: K, value: unknown): ReadRecord<K> {
  const parsed = recordSchemas[kind].safeParse(value);
  if (parsed.success) return { ok: true, record: parsed.data as RecordOf<K> };
  const [issue] = parsed.error.issues;
  const path = issue?.path.map(String).join('.') || 'the record';
  return { ok: false, problem: `\`${path}\`: ${issue?.message ?? 'does not fit'}` };
}
