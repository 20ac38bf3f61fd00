import { parseArgs } from 'node:util';
import { stringify } from 'yaml';
import type { Course, Unit } from '../../../src/course/course.ts';
import { serversAtOnce } from '../at-once.ts';
import { printColumns } from '../print-columns.ts';
import { readCourse } from '../read-course.ts';
import { unitsNamed } from '../units-named.ts';
import { type Graded, gradeMutants } from './grade-mutants.ts';
import type { Mutant } from './mutant.ts';
import { checkerDigest, contentDigest, readResults, shortKey, writeResults } from './mutant-results.ts';
import { type MutantVerdict, verdictOf } from './mutant-verdict.ts';
import { mutantsOfUnit } from './mutate.ts';
import { verifyMutants } from './verify-mutants.ts';

/** The least share of mutants that must be noticed. */
export const leastScore = 0.95;

/** Tries the mutants of the units that the arguments name; resolves to the exit code. */
export async function checkMutantsFromCommandLine(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      list: { type: 'boolean', default: false },
      all: { type: 'boolean', default: false },
      stronger: { type: 'boolean', default: false },
      verify: { type: 'boolean', default: false },
      'at-once': { type: 'string' },
    },
  });
  const course = await readCourse();
  const units = unitsNamed(course, positionals);
  if (typeof units === 'string') {
    console.error(units);
    return 2;
  }
  if (values.list) return list(units);
  if (values.verify) return verifyMutants(units);
  const most = Number(values['at-once'] ?? serversAtOnce(4));
  if (!(most >= 1)) {
    console.error('`--at-once` is a number.');
    return 2;
  }
  const verdicts: MutantVerdict[] = [];
  const { all: again, stronger } = values;
  for (const unit of units) verdicts.push(await tryUnit(unit, { most, again, stronger }));
  return report(course, verdicts);
}

function list(units: readonly Unit[]): number {
  for (const unit of units) {
    console.log(`${unit.id}:`);
    for (const { file, lineNumber, kind, line, becomes } of mutantsOfUnit(unit)) {
      console.log(`  ${file}:${lineNumber}  ${kind}\n    - ${line}\n    + ${becomes}`);
    }
  }
  return 0;
}

interface Trial {
  readonly most: number;
  readonly again: boolean;
  /** What was noticed once is taken to be noticed still. */
  readonly stronger: boolean;
}

/**
 * The results of a unit, from the file of the last time where nothing has changed since. They are written while mutants are
 * tried, so that a run that was broken off goes on where it was.
 */
async function tryUnit(unit: Unit, { most, again, stronger }: Trial): Promise<MutantVerdict> {
  const mutants = mutantsOfUnit(unit);
  const keys = mutants.map((mutant) => shortKey(mutant));
  const now = { content: contentDigest(unit, mutants), checker: checkerDigest() };
  const before = await readResults(unit);
  const isSame = !again && before?.content === now.content && before.checker === now.checker;
  const survivors = new Set(isSame ? before.survivors : []);
  const noticed = new Set(isSame || stronger ? before?.noticed : []);
  const toTry = mutants.filter((_, i) => !survivors.has(keys[i] ?? '') && !noticed.has(keys[i] ?? ''));
  if (toTry.length === 0) return verdictOf(unit, mutants, survivors);
  const keep = (): Promise<void> =>
    writeResults(unit, {
      unit: unit.id,
      ...now,
      mutants: mutants.length,
      survivors: keys.filter((key) => survivors.has(key)),
      noticed: keys.filter((key) => noticed.has(key)),
    });
  const begun = performance.now();
  let done = 0;
  const onGraded = ({ mutant, killedBy }: Graded): void => {
    done++;
    (killedBy === undefined ? survivors : noticed).add(shortKey(mutant));
    if (killedBy === undefined) {
      console.log(
        `  survives: ${unit.id}, ${mutant.file}:${mutant.lineNumber}, ${mutant.kind}: ${mutant.becomes}`,
      );
    }
    if (done % 25 === 0) console.log(`  ${unit.id}: ${done} of ${toTry.length}`);
  };
  await gradeMutants(unit, toTry, { most, onGraded, onTrusted: keep });
  const seconds = Math.round((performance.now() - begun) / 1000);
  console.log(`  ${unit.id}: ${toTry.length} mutants tried in ${seconds} s`);
  return verdictOf(unit, mutants, survivors);
}

function report(course: Course, verdicts: readonly MutantVerdict[]): number {
  printColumns([
    ['unit', 'mutants', 'noticed', 'equivalent', 'survive', 'score'],
    ...verdicts.map(({ unit, mutants, noticed, equivalent, survivors, score }) => [
      unit.id,
      String(mutants),
      String(noticed),
      String(equivalent),
      String(survivors.length),
      `${(score * 100).toFixed(1)} %`,
    ]),
  ]);
  for (const { unit, survivors, stale } of verdicts) {
    if (survivors.length > 0) {
      console.log(
        `\n${unit.id}: no check notices these. Make one that does, or list them with a reason in content/${unit.folder}/equivalent-mutants.yaml:\n`,
      );
      console.log(asEntries(survivors));
    }
    for (const { file, line, becomes } of stale) {
      console.log(
        `\n${unit.folder}/equivalent-mutants.yaml: \`${becomes}\` (${file}: \`${line}\`) is no mutant any more, or a check notices it: remove the entry.`,
      );
    }
  }
  const bad = verdicts.filter(({ score, stale }) => score < leastScore || stale.length > 0);
  const missing = course.units.length === 0 ? ', and the course has no units' : '';
  console.log(`\n${verdicts.length - bad.length} of ${verdicts.length} units as they should be${missing}.`);
  return bad.length === 0 ? 0 : 1;
}

function asEntries(mutants: readonly Mutant[]): string {
  const entries = mutants.map(({ file, kind, line, becomes }) => ({ file, kind, line, becomes, reason: '' }));
  return stringify(entries, { lineWidth: 0 }).trimEnd();
}
