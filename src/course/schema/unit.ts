import { z } from 'zod';
import { idSchema, listOf, pathSchema, textSchema } from './basics.ts';
import { conditionSchema } from './condition.ts';
import { stepSchema } from './step.ts';

export const capabilities = [
  'async-context',
  'separate-stderr',
  'output-order',
  'signals',
  'incomplete-responses',
  'client-abort',
  'worker-threads',
  'install',
  'node-24',
] as const;

/** A value that is made anew for every run of the checks, so that no answer can be known beforehand: `${name}`. */
const valueSchema = z.strictObject({
  /** A pronounceable word of this many letters, which stands in no dictionary. */
  word: z.int().min(4).max(40).optional(),
  /** A whole number between these two. */
  number: z.tuple([z.int(), z.int()]).optional(),
  /** So many hexadecimal digits in lower case, not all of them 0. */
  hex: z.int().min(1).max(128).optional(),
  /** A text of this many letters. */
  letters: z.int().min(1).max(10_000_000).optional(),
});

/** A piece of a file and what stands there instead. `find` must occur exactly once. */
export const editSchema = z.strictObject({ file: pathSchema, find: z.string().min(1), replace: z.string() });

/**
 * A wrong or a right solution, as a difference from the solution: `edits`, or files in the folder `mistakes/<id>/` or
 * `right/<id>/`, which are laid over it (a file that is empty removes the one below).
 */
export const variantShape = {
  id: idSchema,
  /** One sentence that says what is different. */
  summary: textSchema,
  /** What the difference is laid over. */
  over: z.enum(['solution', 'starter', 'nothing']).default('solution'),
  edits: z.array(editSchema).optional(),
};

/** One thing that is true of a good server, and how it is seen. */
export const checkSchema = z.strictObject({
  id: idSchema,
  /** What is true when it passes: a sentence without a full stop. */
  title: textSchema,
  /** Why production cares. */
  why: textSchema,
  /** All of these must hold. */
  expect: z.array(conditionSchema).min(1),
  /** Checks that must have passed for this one to mean anything. */
  needs: z.array(idSchema).default([]),
  /** What is said when it fails and no diagnosis fits. */
  otherwise: textSchema,
});

/**
 * `exercise.yaml` (also `incident.yaml`, `project.yaml`, …): a server to mend. Beside it lie `starter/`, `solution/`,
 * `mistakes/<id>/` and `right/<id>/`.
 */
export const unitSchema = z.strictObject({
  title: textSchema,
  /** The task: what must be true in the end. Whatever it leaves open, the checks must accept. */
  brief: textSchema,
  /** The files that stand open in the editor, the first one in front; all of the starter's unless given. */
  open: z.array(pathSchema).min(1).optional(),
  /** Files that the checks take from the starter, whatever the learner has made of them. */
  fixed: z.array(pathSchema).min(1).optional(),
  run: z
    .strictObject({
      /** The first of these that exists is started with `node`. */
      entry: listOf(pathSchema).default(['server.mjs', 'server.js', 'server.cjs']),
      /** The first of these that exists, if any, is loaded before it: `node --import ./instrument.mjs server.mjs`. */
      preload: listOf(pathSchema).optional(),
      /** The port that the server is told in `PORT`. */
      port: z.int().min(1024).max(65_535).default(3000),
      env: z.record(z.string(), z.string()).default({}),
    })
    .prefault({}),
  /** The packages that the server may import. */
  packages: z.array(z.string().min(1)).default([]),
  /** What the engine must be able to do. */
  needs: z.array(z.enum(capabilities)).default([]),
  /** The upstream servers from `content/services/` that run beside it. */
  services: z.array(idSchema).default([]),
  /** Requests that are offered to the learner. */
  requests: z
    .array(
      z.strictObject({
        label: textSchema.optional(),
        request: z.string().regex(/^[A-Z]+ \/\S*$/),
        headers: z.record(z.string(), z.string()).optional(),
        json: z.unknown().optional(),
        body: z.string().optional(),
      }),
    )
    .default([]),
  values: z.record(idSchema, valueSchema).default({}),
  /** Texts that are replaced in all files before the checks start, so that they cannot be known: a password, say. */
  rewrite: z.array(z.strictObject({ find: z.string().min(1), replace: z.string() })).default([]),
  /** What the checks do, in order. */
  steps: z.array(stepSchema).min(1),
  /**
   * Steps that a right server answers at once, and the milliseconds which that takes where there is time for it. Where one
   * took longer and a check has failed, the machine was too busy for limits of time, and everything is done again, twice
   * at most. A `within` of this unit is the promise as the task gives it: what the machine needs is added (`slackOf`).
   */
  pace: z.strictObject({ of: listOf(idSchema), within: z.int().min(20) }).optional(),
  checks: z.array(checkSchema).min(1),
  /**
   * Causes, the deepest first. The first one whose `when` holds, and one of whose checks has failed, is what the learner
   * reads first; its text stands with all the checks it explains.
   */
  diagnoses: z
    .array(
      z.strictObject({
        id: idSchema,
        explains: listOf(idSchema),
        when: listOf(conditionSchema),
        say: textSchema,
      }),
    )
    .default([]),
  /** From a nudge to nearly the answer. */
  hints: z.array(z.strictObject({ checks: z.array(idSchema), text: textSchema })).default([]),
  /** Wrong solutions that were foreseen; `says` is the diagnosis (or the check) that must come first. */
  mistakes: z.array(z.strictObject({ ...variantShape, says: idSchema.optional() })).default([]),
  /** Other right solutions: the checks must pass them all. */
  right: z.array(z.strictObject(variantShape)).default([]),
});

/**
 * `equivalent-mutants.yaml`: changes of the solution that no check can find, because they change nothing that the task
 * promises. `npm run check:mutants <unit>` prints what survives in this form.
 */
export const equivalentMutantsSchema = z.array(
  z.strictObject({
    file: pathSchema,
    kind: z.string().min(1),
    /** The line on which the change begins, as it stands in the solution. */
    line: z.string().min(1),
    /** What becomes of it. */
    becomes: z.string(),
    /** Why nobody could tell the difference. */
    reason: textSchema,
  }),
);

export type EquivalentMutant = z.output<typeof equivalentMutantsSchema>[number];
export type UnitData = z.output<typeof unitSchema>;
export type CheckData = UnitData['checks'][number];
export type Diagnosis = UnitData['diagnoses'][number];
export type Edit = z.output<typeof editSchema>;
export type ValueMaker = z.output<typeof valueSchema>;
