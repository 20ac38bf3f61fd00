import {
  array,
  boolean,
  count,
  either,
  Misfit,
  map,
  nullable,
  number,
  object,
  oneOf,
  type Shape,
  type Shaped,
  such,
  text,
  time,
} from './shape.ts';

/**
 * What is kept about a learner, as of {@link recordVersion}.
 *
 * Keys are stable ids (text, unit, question, card), never titles or hashes. Times are ISO 8601 in UTC. Records are read
 * back through these shapes, because what lies in a browser's storage may be anyone's. A change of any of them is a new
 * version, with a step in `migrations.ts` and a fixture of the version before.
 *
 * Whatever can be added from two places at once is a map from an event's id to the event, or a value with the time of
 * its last change, so that `joinRecords` can bring two states of a record together without losing anything.
 */
export const recordVersion = 2;

const id = text(200);

/** A path below the learner's folder, as `src/server.mjs`. */
const pathPattern =
  /^(?!__proto__$)(?!\.{0,2}(?:\/|$))[^\\\p{Cc}/]+(?:\/(?!\.{0,2}(?:\/|$))[^\\\p{Cc}/]+)*$/u;

export const isFilePath = (value: string): boolean => pathPattern.test(value);

const path = such(text(200), isFilePath, 'is no path below the learner’s folder');
const mostFiles = 100;
const mostCharacters = 3_000_000;
const files = such(
  such(
    map(path, text(1_000_000)),
    (all) => Object.keys(all).length <= mostFiles,
    `has more than ${mostFiles} files`,
  ),
  (all) => Object.values(all).reduce((sum, { length }) => sum + length, 0) <= mostCharacters,
  `has more than ${mostCharacters} characters`,
);

const visited = object({ at: time, place: text(400) });
const stamped = <T>(value: Shape<T>) => object({ value, at: time });

const result = object(
  {
    id,
    title: text(1000),
    status: oneOf('passed', 'failed', 'not-judged', 'could-not-start', 'crashed', 'timed-out', 'our-fault'),
    message: text(10_000),
    why: text(10_000),
    hints: array(text(10_000)),
  },
  {
    sent: text(20_000),
    expected: array(text(10_000)),
    received: text(20_000),
    log: array(object({ stream: oneOf('stdout', 'stderr'), data: text(20_000), at: number })),
    place: object({ file: text(400), line: number, column: number }),
    because: text(200),
  },
);

const judgement = oneOf('judged', 'could-not-start', 'crashed', 'timed-out', 'our-fault');

export const recordShapes = {
  /** What was read: a lesson, an incident, a section. Key: its id. `place` is a fragment (`#the-four-arguments`) or empty. */
  text: object({ id, started: time, visited }, { done: time }),

  /** A way of learning that was used. Key: its id (`recall`). `place` is an address in the site. */
  mode: object({ id, started: time, visited }),

  /** Answers to a question or prediction; what was committed to first is the earliest. Key: the question's id. */
  question: object({
    id,
    answers: map(
      id,
      object(
        {
          at: time,
          /** Ids of options, in order where the order matters; or the text of a short answer, alone. */
          choice: array(text(2000), 50),
        },
        {
          confidence: oneOf('guess', 'likely', 'sure'),
          /** Whether it was right; absent where nobody graded it. */
          right: boolean,
        },
      ),
    ),
  }),

  /** Every time a unit was checked, without the details. Key: the unit's id. */
  checks: object({
    unit: id,
    tries: map(
      id,
      object({
        at: time,
        state: judgement,
        /** Ids of the checks that passed, and of the others. */
        passed: array(id, 200),
        missed: array(id, 200),
      }),
    ),
  }),

  /** A card of the deck. Key: the card's id. */
  card: object(
    {
      id,
      added: time,
      /** All reviews; FSRS's state is what they come to, in the order of their times, without those that were undone. */
      reviews: map(
        id,
        object(
          {
            at: time,
            /** `Rating` of ts-fsrs: again, hard, good, easy. */
            rating: oneOf(1, 2, 3, 4),
          },
          { undone: boolean },
        ),
      ),
    },
    {
      /** `Card` of ts-fsrs after all `reviews`; absent where it has to be computed from them anew. */
      state: object(
        {
          due: time,
          stability: number,
          difficulty: number,
          elapsed_days: number,
          scheduled_days: number,
          learning_steps: number,
          reps: count,
          lapses: count,
          state: oneOf(0, 1, 2, 3),
        },
        { last_review: time },
      ),
      suspended: stamped(boolean),
      /** Not shown before this time; `null` after it was taken back. */
      buried: stamped(nullable(time)),
    },
  ),

  /** Key: the setting's name. */
  setting: object({ name: id, at: time, value: either(text(2000), either(number, boolean)) }),

  /** A unit's files as the learner last had them. Key: the unit's id. */
  files: object(
    {
      unit: id,
      files,
      savedAt: time,
      /**
       * How often each page has saved before this state was reached: of two states, the one with no smaller number comes
       * after the other; where each has a greater one, they were written without knowing of each other.
       */
      clock: map(text(64), count),
    },
    {
      /** The starting files from which the learner began. */
      began: files,
      /** The restore point of the last reset, until it is taken back. */
      undo: id,
    },
  ),

  /** A unit's files as they were at a moment; never changed. Key: its id, `<unit>~<time>~<something unique>`. */
  'restore-point': object(
    {
      id: text(400),
      unit: id,
      at: time,
      /**
       * What came next: a run, a check, the solution or a newer start taken over, a reset, going back to another point, a
       * file removed, a shared copy taken over; or, for `other-tab`, a later state that did not know of this one.
       */
      reason: oneOf('run', 'check', 'solution', 'start', 'reset', 'return', 'remove', 'copy', 'other-tab'),
      files,
    },
    {
      /** For a check: how many passed, of how many. */
      passed: count,
      of: count,
    },
  ),

  /** The last check of a unit in full, with the files it judged. Key: the unit's id. */
  report: object(
    {
      unit: id,
      at: time,
      state: judgement,
      passed: boolean,
      milliseconds: number,
      results: array(result),
      files,
    },
    { cause: id },
  ),
} as const;

export type RecordKind = keyof typeof recordShapes;
export type RecordOf<K extends RecordKind> = Shaped<(typeof recordShapes)[K]>;
export type TextRecord = RecordOf<'text'>;
export type QuestionRecord = RecordOf<'question'>;
export type Answer = QuestionRecord['answers'][string];
export type ChecksRecord = RecordOf<'checks'>;
export type CardRecord = RecordOf<'card'>;
export type Review = CardRecord['reviews'][string];
export type FilesRecord = RecordOf<'files'>;
export type RestorePoint = RecordOf<'restore-point'>;
export type ReportRecord = RecordOf<'report'>;

export const recordKinds = Object.keys(recordShapes) as readonly RecordKind[];

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
  try {
    const record = recordShapes[kind](value) as RecordOf<K>;
    const own = keyOf(record);
    if (own === key) return { ok: true, record };
    return { ok: false, path: '', found: value, problem: `is the record of \`${own.slice(0, 80)}\`` };
  } catch (error) {
    if (!(error instanceof Misfit)) throw error;
    const { path, found, problem } = error;
    return { ok: false, path: path.map(inWords).join(''), found, problem };
  }
}

const inWords = (name: PropertyKey): string =>
  /^[\w$]+$/.test(String(name)) ? `.${String(name)}` : `[${JSON.stringify(String(name).slice(0, 80))}]`;

function keyOf(record: RecordOf<RecordKind>): string {
  if ('id' in record) return record.id;
  return 'unit' in record ? record.unit : record.name;
}
