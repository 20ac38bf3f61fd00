import * as z from 'zod/mini';

/**
 * What is kept about a learner, as of {@link recordVersion}.
 *
 * Keys are stable ids (text, unit, question, card), never titles or hashes. Times are ISO 8601 in UTC. Records are read
 * back through these schemas, because what lies in a browser's storage may be anyone's. A change of any of them is a new
 * version, with a step in `migrations.ts` and a fixture of the version before.
 *
 * Whatever can be added from two places at once is a map from an event's id to the event, or a value with the time of
 * its last change, so that `joinRecords` can bring two states of a record together without losing anything.
 */
export const recordVersion = 2;

const text = (max: number) => z.string().check(z.maxLength(max));
const id = text(200);
const time = z.iso.datetime();
const count = z.int().check(z.nonnegative());

/** A path below the learner's folder, as `src/server.mjs`. */
const pathPattern =
  /^(?!__proto__$)(?!\.{0,2}(?:\/|$))[^\\\p{Cc}/]+(?:\/(?!\.{0,2}(?:\/|$))[^\\\p{Cc}/]+)*$/u;

export const isFilePath = (value: string): boolean => pathPattern.test(value);

const path = text(200).check(z.regex(pathPattern, { error: 'is no path below the learner’s folder' }));
const mostFiles = 100;
const mostCharacters = 3_000_000;
const files = z.record(path, text(1_000_000)).check(
  z.refine((all) => Object.keys(all).length <= mostFiles, { error: `has more than ${mostFiles} files` }),
  z.refine((all) => Object.values(all).reduce((sum, { length }) => sum + length, 0) <= mostCharacters, {
    error: `has more than ${mostCharacters} characters`,
  }),
);

const visited = z.strictObject({ at: time, place: text(400) });
const stamped = <T extends z.ZodMiniType>(value: T) => z.strictObject({ value, at: time });

const result = z.strictObject({
  id,
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
  place: z.optional(z.strictObject({ file: text(400), line: z.number(), column: z.number() })),
  because: z.optional(text(200)),
});

const judgement = z.enum(['judged', 'could-not-start', 'crashed', 'timed-out', 'our-fault']);

export const recordSchemas = {
  /** What was read: a lesson, an incident, a section. Key: its id. `place` is a fragment (`#the-four-arguments`) or empty. */
  text: z.strictObject({ id, started: time, visited, done: z.optional(time) }),

  /** A way of learning that was used. Key: its id (`recall`). `place` is an address in the site. */
  mode: z.strictObject({ id, started: time, visited }),

  /** Answers to a question or prediction; what was committed to first is the earliest. Key: the question's id. */
  question: z.strictObject({
    id,
    answers: z.record(
      id,
      z.strictObject({
        at: time,
        /** Ids of options, in order where the order matters; or the text of a short answer, alone. */
        choice: z.array(text(2000)).check(z.maxLength(50)),
        confidence: z.optional(z.enum(['guess', 'likely', 'sure'])),
        /** Whether it was right; absent where nobody graded it. */
        right: z.optional(z.boolean()),
      }),
    ),
  }),

  /** Every time a unit was checked, without the details. Key: the unit's id. */
  checks: z.strictObject({
    unit: id,
    tries: z.record(
      id,
      z.strictObject({
        at: time,
        state: judgement,
        /** Ids of the checks that passed, and of the others. */
        passed: z.array(id).check(z.maxLength(200)),
        missed: z.array(id).check(z.maxLength(200)),
      }),
    ),
  }),

  /** A card of the deck. Key: the card's id. */
  card: z.strictObject({
    id,
    added: time,
    /** All reviews; FSRS's state is what they come to, in the order of their times, without those that were undone. */
    reviews: z.record(
      id,
      z.strictObject({
        at: time,
        /** `Rating` of ts-fsrs: again, hard, good, easy. */
        rating: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]),
        undone: z.optional(z.boolean()),
      }),
    ),
    /** `Card` of ts-fsrs after all `reviews`; absent where it has to be computed from them anew. */
    state: z.optional(
      z.strictObject({
        due: time,
        stability: z.number(),
        difficulty: z.number(),
        elapsed_days: z.number(),
        scheduled_days: z.number(),
        learning_steps: z.number(),
        reps: count,
        lapses: count,
        state: z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)]),
        last_review: z.optional(time),
      }),
    ),
    suspended: z.optional(stamped(z.boolean())),
    /** Not shown before this time; `null` after it was taken back. */
    buried: z.optional(stamped(z.nullable(time))),
  }),

  /** Key: the setting's name. */
  setting: z.strictObject({
    name: id,
    at: time,
    value: z.union([text(2000), z.number(), z.boolean()]),
  }),

  /** A unit's files as the learner last had them. Key: the unit's id. */
  files: z.strictObject({
    unit: id,
    files,
    savedAt: time,
    /**
     * How often each page has saved before this state was reached: of two states, the one with no smaller number comes
     * after the other; where each has a greater one, they were written without knowing of each other.
     */
    clock: z.record(text(64), count),
    /** The starting files from which the learner began. */
    began: z.optional(files),
    /** The restore point of the last reset, until it is taken back. */
    undo: z.optional(id),
  }),

  /** A unit's files as they were at a moment; never changed. Key: its id, `<unit>~<time>~<something unique>`. */
  'restore-point': z.strictObject({
    id: text(400),
    unit: id,
    at: time,
    /**
     * What came next: a run, a check, the solution or a newer start taken over, a reset, going back to another point, a
     * file removed, a shared copy taken over; or, for `other-tab`, a later state that did not know of this one.
     */
    reason: z.enum(['run', 'check', 'solution', 'start', 'reset', 'return', 'remove', 'copy', 'other-tab']),
    files,
    /** For a check: how many passed, of how many. */
    passed: z.optional(count),
    of: z.optional(count),
  }),

  /** The last check of a unit in full, with the files it judged. Key: the unit's id. */
  report: z.strictObject({
    unit: id,
    at: time,
    state: judgement,
    passed: z.boolean(),
    milliseconds: z.number(),
    cause: z.optional(id),
    results: z.array(result),
    files,
  }),
} as const;

export type RecordKind = keyof typeof recordSchemas;
export type RecordOf<K extends RecordKind> = z.infer<(typeof recordSchemas)[K]>;
export type TextRecord = RecordOf<'text'>;
export type QuestionRecord = RecordOf<'question'>;
export type Answer = QuestionRecord['answers'][string];
export type ChecksRecord = RecordOf<'checks'>;
export type CardRecord = RecordOf<'card'>;
export type Review = CardRecord['reviews'][string];
export type FilesRecord = RecordOf<'files'>;
export type RestorePoint = RecordOf<'restore-point'>;
export type ReportRecord = RecordOf<'report'>;

export const recordKinds = Object.keys(recordSchemas) as readonly RecordKind[];

export const isRecordKind = (value: unknown): value is RecordKind =>
  recordKinds.includes(value as RecordKind);

/** A record with its place. */
export type Kept = {
  [K in RecordKind]: { readonly kind: K; readonly key: string; readonly record: RecordOf<K> };
}[RecordKind];

export type ReadRecord<K extends RecordKind> =
  | { readonly ok: true; readonly record: RecordOf<K> }
  /** The first place that does not fit (`.files["a.mjs"]`, or empty for the record), what lies there, and what is wrong. */
  | { readonly ok: false; readonly path: string; readonly found: unknown; readonly problem: string };

/** Reads a stored value. */
export function readRecord<K extends RecordKind>(kind: K, key: string, value: unknown): ReadRecord<K> {
  const parsed = recordSchemas[kind].safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const path = issue?.path ?? [];
    return {
      ok: false,
      path: path.map(inWords).join(''),
      found: path.reduce(partOf, value),
      problem: issue ? problemOf(issue) : 'does not fit',
    };
  }
  const record = parsed.data as RecordOf<K>;
  const own = keyOf(record);
  if (own === key) return { ok: true, record };
  return { ok: false, path: '', found: value, problem: `is the record of \`${own.slice(0, 80)}\`` };
}

function problemOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `is no ${issue.expected}`;
    case 'invalid_value':
      return `is none of ${issue.values.map((value) => `\`${String(value)}\``).join(', ')}`;
    case 'too_big':
      return `is more than ${issue.maximum}`;
    case 'too_small':
      return `is less than ${issue.minimum}`;
    case 'unrecognized_keys':
      return `has \`${issue.keys[0]?.slice(0, 80)}\`, which nobody knows`;
    case 'invalid_key':
      return issue.issues[0] ? problemOf(issue.issues[0]) : 'is no key';
    case 'invalid_format':
      return issue.format === 'datetime' ? 'is no time such as `2026-11-22T12:00:00.000Z`' : issue.message;
    default:
      return issue.message === 'Invalid input' ? 'does not fit' : issue.message;
  }
}

const inWords = (name: PropertyKey): string =>
  /^[\w$]+$/.test(String(name)) ? `.${String(name)}` : `[${JSON.stringify(String(name).slice(0, 80))}]`;

const partOf = (value: unknown, name: PropertyKey): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<PropertyKey, unknown>)[name]
    : undefined;

function keyOf(record: RecordOf<RecordKind>): string {
  if ('id' in record) return record.id;
  return 'unit' in record ? record.unit : record.name;
}
