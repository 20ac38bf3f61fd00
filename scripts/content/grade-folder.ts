import { stat } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { gradeProject } from '../../src/checks/grade-project.ts';
import { runChecks } from '../../src/checks/run-checks.ts';
import { AuthorErrors } from '../../src/course/author-error.ts';
import { type Course, findUnit } from '../../src/course/course.ts';
import { readFolder } from '../../src/engine/native/read-folder.ts';
import { type EngineName, engineNames, isEngineName, openAnyEngine } from './open-any-engine.ts';
import { printReport } from './print-report.ts';
import { readCourse } from './read-course.ts';

const usage = `node scripts/check-exercise.mjs <unit> <folder> [--engine ${engineNames.join('|')}] [--json] [--seed <number>]`;

interface Wanted {
  readonly unit: string;
  readonly folder: string;
  readonly engine: EngineName;
  readonly json: boolean;
  readonly seed: number | undefined;
}

/** Grades the folder that the arguments name; resolves to the exit code. */
export async function gradeFromCommandLine(args: readonly string[]): Promise<number> {
  const wanted = readArguments(args);
  if (typeof wanted === 'string') return refuse(`${wanted}\nUsage: ${usage}`);
  let course: Course;
  try {
    course = await readCourse();
  } catch (error) {
    if (error instanceof AuthorErrors) return refuse(error.message);
    throw error;
  }
  const unit = findUnit(course, wanted.unit);
  if (unit === undefined) {
    const ids = course.units.map(({ id }) => `  ${id}`).join('\n');
    return refuse(
      `There is no unit \`${wanted.unit}\`. There are:\n${ids}\nThe number of a lesson is enough.`,
    );
  }
  const isFolder = await stat(wanted.folder).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) return refuse(`\`${wanted.folder}\` is not a folder.`);
  const files = await readFolder(wanted.folder);
  if (Object.keys(files).length === 0) return refuse(`The folder \`${wanted.folder}\` is empty.`);
  const { engine, close } = await openAnyEngine(wanted.engine);
  try {
    const report = await runChecks({
      engine,
      unit,
      files,
      ...(wanted.seed === undefined ? {} : { seed: wanted.seed }),
    });
    if (wanted.json) {
      const results = report.results.map(({ id, status, message }) => ({ id, status, message }));
      const grade = unit.grading === undefined ? {} : { grade: gradeProject(unit.grading, report.results) };
      const { passed } = report;
      console.log(
        JSON.stringify({ unit: unit.id, engine: wanted.engine, passed, ...grade, results }, null, 2),
      );
    } else {
      printReport(unit, report);
    }
    return report.passed ? 0 : 1;
  } finally {
    await close();
  }
}

function refuse(message: string): number {
  console.error(message);
  return 2;
}

function readArguments(args: readonly string[]): Wanted | string {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(args);
  } catch (error) {
    return (error as Error).message;
  }
  const { values, positionals } = parsed;
  const [unit, folder, ...more] = positionals;
  if (unit === undefined || folder === undefined || more.length > 0) {
    return 'A unit and a folder are needed, and nothing more.';
  }
  const { engine } = values;
  if (!isEngineName(engine)) {
    return `There is no engine \`${engine}\`; there are ${engineNames.map((name) => `\`${name}\``).join(' and ')}.`;
  }
  const seed = values.seed === undefined ? undefined : Number(values.seed);
  if (seed !== undefined && !Number.isSafeInteger(seed)) return `\`${values.seed}\` is not a whole number.`;
  return { unit, folder, engine, json: values.json, seed };
}

function parse(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      engine: { type: 'string', default: 'native' },
      json: { type: 'boolean', default: false },
      seed: { type: 'string' },
    },
  });
}
