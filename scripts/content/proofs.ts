import { evaluateAll } from '../../src/checks/evaluate.ts';
import { gradeProject } from '../../src/checks/grade-project.ts';
import { observe } from '../../src/checks/observe.ts';
import { recordTranscript } from '../../src/checks/record-transcript.ts';
import { type CheckReport, runChecks } from '../../src/checks/run-checks.ts';
import { type Course, type CourseText, type Question, textsOf, type Unit } from '../../src/course/course.ts';
import type { Engine } from '../../src/engine/engine.ts';
import type { FlatFiles } from '../../src/files/file-tree.ts';

export const proofKinds = [
  'start',
  'solution',
  'right',
  'mistake',
  'partial',
  'prediction',
  'quiz',
  'transcript',
] as const;

/** One thing that must be so, on every engine. */
export interface Proof {
  readonly unit: string;
  readonly kind: (typeof proofKinds)[number];
  readonly name: string;
  /** The packages that the page gives this unit's servers. */
  readonly packages: readonly string[];
  /** All that the outcome depends on, as data: while it is the same, what was proven stays proven. */
  readonly subject: unknown;
  /** Resolves to what is wrong, or to `undefined`; the engine is this proof's alone. */
  prove(engine: Engine): Promise<string | undefined>;
}

/** Everything that must be so about a unit and the text around it. */
export function proofsOf(course: Course, unit: Unit): Proof[] {
  const graded = (
    kind: Proof['kind'],
    name: string,
    files: FlatFiles,
    judge: (report: CheckReport) => string | undefined,
    expected?: unknown,
  ): Proof => ({
    unit: unit.id,
    kind,
    name,
    packages: unit.packages,
    subject: { kind, files, expected, ...judgedBy(unit) },
    prove: async (engine) => judge(await runChecks({ engine, unit, files })),
  });
  const text = textsOf(course).find(({ exercise }) => exercise.id === unit.id);
  return [
    graded('start', 'start', unit.starter, mustFail),
    graded('solution', 'solution', unit.solution, mustPass),
    ...unit.right.map(({ id, files }) => graded('right', id, files, mustPass)),
    ...unit.mistakes.map(({ id, files, says }) =>
      graded('mistake', id, files, (report) => mustSay(report, says), says),
    ),
    ...(unit.grading?.partial.map(({ id, files, loses, grade }) =>
      graded('partial', id, files, (report) => mustLose(report, unit, loses, grade), { loses, grade }),
    ) ?? []),
    ...(text === undefined ? [] : textProofs(text)),
  ];
}

/** What of a unit decides how files are graded: all but its wordings. */
function judgedBy(unit: Unit): Readonly<Record<string, unknown>> {
  const { run, services, values, rewrite, steps, pace, fixed, starter, grading } = unit;
  return {
    ...{ run, services, values, rewrite, steps },
    ...(pace && { pace }),
    fixed: fixed.map((path) => [path, starter[path]]),
    checks: unit.checks.map(({ id, expect, needs }) => ({ id, expect, needs })),
    diagnoses: unit.diagnoses.map(({ id, explains, when }) => ({ id, explains, when })),
    grading: grading && { checks: grading.checks, from: grading.grades.map(({ id, from }) => [id, from]) },
  };
}

/** What a text says that servers do. */
export function textProofs({
  id,
  questions,
  quiz,
  transcripts,
  exercise: { packages },
}: CourseText): Proof[] {
  const asked = [
    ...questions.map((question) => ({ kind: 'prediction' as const, ...pick(question) })),
    ...quiz.map((question) => ({ kind: 'quiz' as const, ...pick(question) })),
  ];
  return [
    ...asked.flatMap(({ kind, name, proof }): Proof[] =>
      proof === undefined
        ? []
        : [
            {
              unit: id,
              kind,
              name,
              packages: [...packages, ...(proof.packages ?? [])],
              subject: proof,
              prove: async (engine) => {
                const { seen, failure } = await observe({ engine, port: 3000, ...proof });
                if (failure !== undefined) return failure.message;
                const { holds, shortfalls } = evaluateAll(proof.expect, seen);
                return holds ? undefined : shortfalls.flatMap(({ expected }) => expected).join('; ');
              },
            },
          ],
    ),
    ...transcripts.map(
      (transcript): Proof => ({
        unit: id,
        kind: 'transcript',
        name: transcript.id,
        packages: [...packages, ...(transcript.packages ?? [])],
        subject: transcript,
        prove: async (engine) => {
          await recordTranscript(engine, transcript);
          return undefined;
        },
      }),
    ),
  ];
}

function pick({ id, proof }: Pick<Question, 'id' | 'proof'>): { name: string; proof: Question['proof'] } {
  return { name: id, proof };
}

function mustPass({ passed, results, seed }: CheckReport): string | undefined {
  if (passed) return undefined;
  const failed = results.filter(({ status }) => status !== 'passed');
  return `seed ${seed}: ${failed.map(({ id, status, message }) => `${id} ${status}: ${message}`).join('\n')}`;
}

/** The start is a running server that fails checks: one that does not start would fail for the wrong reason. */
function mustFail({ passed, state }: CheckReport): string | undefined {
  if (state !== 'judged') return `the server of the start did not run: ${state}`;
  return passed ? 'the start passes all checks' : undefined;
}

function mustSay({ passed, cause, seed }: CheckReport, says: string): string | undefined {
  if (passed) return `seed ${seed}: it passes all checks`;
  const first = cause?.diagnosis ?? cause?.id;
  return first === says
    ? undefined
    : `seed ${seed}: says \`${first}\` first instead of \`${says}\`: ${cause?.message}`;
}

/** An unfinished project loses exactly what it does not have, and gets its grade. */
function mustLose(
  { results, seed }: CheckReport,
  { grading }: Unit,
  loses: readonly string[],
  grade: string,
): string | undefined {
  if (grading === undefined) return 'no grading';
  const lost = results.filter(({ status }) => status !== 'passed').map(({ id }) => id);
  const wrong = [
    ...lost.filter((id) => !loses.includes(id)).map((id) => `loses \`${id}\``),
    ...loses.filter((id) => !lost.includes(id)).map((id) => `passes \`${id}\``),
  ];
  const given = gradeProject(grading, results).grade ?? 'failed';
  if (given !== grade) wrong.push(`gets \`${given}\` instead of \`${grade}\``);
  return wrong.length === 0 ? undefined : `seed ${seed}: it ${wrong.join(', ')}`;
}
