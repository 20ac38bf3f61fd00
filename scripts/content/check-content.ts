import { parseArgs } from 'node:util';
import { evaluateAll } from '../../src/checks/evaluate.ts';
import { gradeProject } from '../../src/checks/grade-project.ts';
import { observe } from '../../src/checks/observe.ts';
import { recordTranscript } from '../../src/checks/record-transcript.ts';
import { type CheckReport, runChecks } from '../../src/checks/run-checks.ts';
import { AuthorErrors } from '../../src/course/author-error.ts';
import { type Course, type CourseText, findUnit, textsOf, type Unit } from '../../src/course/course.ts';
import type { FlatFiles } from '../../src/files/file-tree.ts';
import { type EngineName, engineNames, isEngineName, openAnyEngine } from './open-any-engine.ts';
import { readCourse } from './read-course.ts';

/** One thing that must be so, on one engine. */
interface Proof {
  readonly unit: string;
  readonly kind: 'start' | 'solution' | 'right' | 'mistake' | 'partial' | 'prediction' | 'transcript';
  readonly name: string;
  /** Resolves to what is wrong, or to `undefined`. */
  prove(engine: EngineName): Promise<string | undefined>;
}

interface Outcome extends Proof {
  readonly engine: EngineName;
  /** What was wrong, in each run in which something was. */
  readonly problems: readonly string[];
  readonly runs: number;
}

/** Proves the content that the arguments name; resolves to the exit code. */
export async function checkContentFromCommandLine(args: readonly string[]): Promise<number> {
  let course: Course;
  try {
    course = await readCourse();
  } catch (error) {
    if (!(error instanceof AuthorErrors)) throw error;
    console.error(error.message);
    return 2;
  }
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { engine: { type: 'string', multiple: true }, runs: { type: 'string', default: '1' } },
  });
  const names = values.engine ?? [...engineNames];
  const engines = names.filter(isEngineName);
  const runs = Number(values.runs);
  const units = positionals.map((name) => [name, findUnit(course, name)] as const);
  const unknown = units.find(([, unit]) => unit === undefined);
  if (engines.length < names.length || unknown !== undefined || !(runs >= 1)) {
    console.error(
      unknown
        ? `There is no unit \`${unknown[0]}\`.`
        : 'Engines are `native` and `embedded`; `--runs` is a number.',
    );
    return 2;
  }
  const wanted = units.length === 0 ? course.units : units.map(([, unit]) => unit as Unit);
  const proofs = wanted.flatMap((unit) => proofsOf(course, unit));
  const outcomes: Outcome[] = [];
  for (const engine of engines) {
    for (const proof of proofs) outcomes.push(await proveRepeatedly(proof, engine, runs));
  }
  printTable(wanted, engines, outcomes, runs);
  const wrong = outcomes.filter(({ problems }) => problems.length > 0);
  const right = outcomes.length - wrong.length;
  console.log(`\n${right} passed, ${wrong.length} failed`);
  return wrong.length === 0 ? 0 : 1;
}

async function proveRepeatedly(proof: Proof, engine: EngineName, runs: number): Promise<Outcome> {
  const problems: string[] = [];
  for (let i = 0; i < runs; i++) {
    const problem = await proof
      .prove(engine)
      .catch((error: unknown) => `could not be tried: ${String(error)}`);
    if (problem !== undefined) problems.push(problem);
  }
  return { ...proof, engine, runs, problems };
}

function proofsOf(course: Course, unit: Unit): Proof[] {
  const graded = (
    kind: Proof['kind'],
    name: string,
    files: FlatFiles,
    judge: (report: CheckReport) => string | undefined,
  ): Proof => ({
    unit: unit.id,
    kind,
    name,
    prove: async (engine) => judge(await grade(engine, unit, files)),
  });
  const text = textsOf(course).find(({ exercise }) => exercise.id === unit.id);
  return [
    graded('start', 'start', unit.starter, mustFail),
    graded('solution', 'solution', unit.solution, mustPass),
    ...unit.right.map(({ id, files }) => graded('right', id, files, mustPass)),
    ...unit.mistakes.map(({ id, files, says }) =>
      graded('mistake', id, files, (report) => mustSay(report, says)),
    ),
    ...(unit.grading?.partial.map(({ id, files, loses, grade }) =>
      graded('partial', id, files, (report) => mustLose(report, unit, loses, grade)),
    ) ?? []),
    ...(text === undefined ? [] : textProofs(text)),
  ];
}

function textProofs({ id, questions, transcripts }: CourseText): Proof[] {
  return [
    ...questions.flatMap(({ id: name, proof }): Proof[] =>
      proof === undefined
        ? []
        : [
            {
              unit: id,
              kind: 'prediction',
              name,
              prove: (engineName) =>
                withEngine(engineName, async (engine) => {
                  const { seen, failure } = await observe({ engine, port: 3000, ...proof });
                  if (failure !== undefined) return failure.message;
                  const { holds, shortfalls } = evaluateAll(proof.expect, seen);
                  return holds ? undefined : shortfalls.flatMap(({ expected }) => expected).join('; ');
                }),
            },
          ],
    ),
    ...transcripts.map(
      (transcript): Proof => ({
        unit: id,
        kind: 'transcript',
        name: transcript.id,
        prove: (engineName) =>
          withEngine(engineName, async (engine) => {
            await recordTranscript(engine, transcript);
            return undefined;
          }),
      }),
    ),
  ];
}

async function withEngine<T>(
  name: EngineName,
  use: (engine: Parameters<typeof recordTranscript>[0]) => Promise<T>,
): Promise<T> {
  const { engine, close } = await openAnyEngine(name);
  try {
    return await use(engine);
  } finally {
    await close();
  }
}

function grade(name: EngineName, unit: Unit, files: FlatFiles): Promise<CheckReport> {
  return withEngine(name, (engine) => runChecks({ engine, unit, files }));
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

function printTable(
  units: readonly Unit[],
  engines: readonly EngineName[],
  outcomes: readonly Outcome[],
  runs: number,
): void {
  const kinds = ['start', 'solution', 'right', 'mistake', 'partial', 'prediction', 'transcript'] as const;
  const rows = units.flatMap((unit) =>
    engines.map((engine) => {
      const mine = outcomes.filter((outcome) => outcome.unit === unit.id && outcome.engine === engine);
      const cells = kinds.map((kind) => {
        const ofKind = mine.filter((outcome) => outcome.kind === kind);
        const good = ofKind.filter(({ problems }) => problems.length === 0).length;
        return ofKind.length === 0 ? '–' : `${good}/${ofKind.length}`;
      });
      const flakes = mine.filter(({ problems }) => problems.length > 0 && problems.length < runs).length;
      return [unit.id, engine, ...cells, String(runs), String(flakes)];
    }),
  );
  const table = [['unit', 'engine', ...kinds, 'runs', 'flakes'], ...rows];
  const widths =
    table[0]?.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0))) ?? [];
  for (const row of table)
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    );
  for (const { unit, engine, kind, name, problems } of outcomes) {
    if (problems[0] !== undefined)
      console.log(
        `\n✗ ${unit}, ${kind} \`${name}\` on ${engine}:\n  ${problems[0].replaceAll('\n', '\n  ')}`,
      );
  }
}
