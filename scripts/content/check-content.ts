import { parseArgs } from 'node:util';
import { AuthorErrors } from '../../src/course/author-error.ts';
import { type Course, type CourseText, textsOf, type Unit } from '../../src/course/course.ts';
import { ensurePacked } from '../in-page/ensure-packed.mjs';
import { serversAtOnce } from './at-once.ts';
import { checkLinks, type SiteLinks } from './check-links.ts';
import { machineOf } from './kept-proofs.ts';
import { type EngineName, isEngineName } from './open-any-engine.ts';
import { type EngineResults, printContentTable, printProblems, printTexts } from './print-content.ts';
import { keepOutcome, type PlannedProof, planProofs } from './proof-plan.ts';
import { type Proof, proofsOf, textProofs } from './proofs.ts';
import { type Outcome, proveAll } from './prove.ts';
import { readCourse } from './read-course.ts';
import { unitsNamed } from './units-named.ts';

/** Few enough that none of them is late for want of a core. */
const perCore: Readonly<Record<EngineName, number>> = { native: 2, embedded: 2, webcontainer: 1 };

interface Wanted {
  readonly engines: readonly EngineName[];
  readonly names: readonly string[];
  /** Units and texts that are left out. */
  readonly without: readonly string[];
  readonly runs: number;
  readonly most: number | undefined;
  readonly all: boolean;
  /** Minutes for all engines together. */
  readonly minutes: number | undefined;
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
  const wanted = readArguments(args);
  const chosen = typeof wanted === 'string' ? wanted : chooseProofs(course, wanted);
  if (typeof wanted === 'string' || typeof chosen === 'string') {
    console.error(chosen);
    return 2;
  }
  const { engines, names, minutes } = wanted;
  const begun = performance.now();
  const results: EngineResults[] = [];
  for (const [i, engine] of engines.entries()) {
    // What the engines before have left over belongs to the ones that come.
    const left = minutes === undefined ? undefined : begun + minutes * 60_000 - performance.now();
    results.push(await proveOn(engine, chosen.proofs, wanted, left && left / (engines.length - i)));
  }
  const outcomes = results.flatMap((each) => each.outcomes);
  await printContentTable(chosen, results);
  printProblems(outcomes);
  const texts = textsOf(course).filter(({ id }) => chosen.ids.includes(id));
  printTexts(texts);
  const links = names.length === 0 ? await checkLinks() : undefined;
  if (links !== undefined) printLinks(links);
  const wrong = outcomes.filter(({ problems }) => problems.length > 0).length + (links?.broken.length ?? 0);
  const seconds = Math.round((performance.now() - begun) / 1000);
  const passed = outcomes.length + (links?.links ?? 0) - wrong;
  const earlier =
    results.flatMap(({ plans }) => plans).filter(({ kept }) => kept !== undefined).length -
    outcomes.filter(({ kept }) => kept !== undefined).length;
  console.log(`\n${passed} passed, ${wrong} failed, in ${seconds} s; ${earlier} proven earlier`);
  if (minutes !== undefined) {
    const fresh = results.flatMap(({ plans }) => plans).filter(({ kept }) => kept === undefined).length;
    const done = outcomes.filter(({ kept }) => kept === undefined).length;
    if (fresh > 0) {
      console.log(
        `Of ${fresh} that nothing is kept of, ${done} were proven now: \`npm run check:content\` proves all and keeps it.`,
      );
    }
  }
  return wrong === 0 ? 0 : 1;
}

function readArguments(args: readonly string[]): Wanted | string {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      engine: { type: 'string', multiple: true },
      runs: { type: 'string', default: '1' },
      'at-once': { type: 'string' },
      all: { type: 'boolean', default: false },
      for: { type: 'string' },
      without: { type: 'string', multiple: true, default: [] },
    },
  });
  const given = values.engine ?? ['native', 'embedded'];
  const engines = given.filter(isEngineName);
  const number = (text: string | undefined): number | undefined =>
    text === undefined ? undefined : Number(text);
  const [runs, most, minutes] = [Number(values.runs), number(values['at-once']), number(values.for)];
  const areNumbers = runs >= 1 && !(most !== undefined && !(most >= 1)) && !Number.isNaN(minutes);
  return engines.length < given.length || !areNumbers
    ? 'Engines are `native` and `embedded`; `--runs`, `--at-once` and `--for` are numbers.'
    : { engines, names: positionals, without: values.without, runs, most, all: values.all, minutes };
}

/** Proves what is not proven yet; with a limit of milliseconds, what was proven before as well until that is over. */
async function proveOn(
  engine: EngineName,
  proofs: readonly Proof[],
  { runs, most, all, minutes }: Wanted,
  milliseconds: number | undefined,
): Promise<EngineResults> {
  if (engine === 'embedded') await ensurePacked();
  const machine = machineOf(engine);
  const { fresh, older, known } = planProofs(proofs, engine, machine);
  const plans = [...fresh, ...older, ...known];
  const until = performance.now() + (milliseconds ?? Number.POSITIVE_INFINITY);
  const missing = ({ kept }: PlannedProof): number =>
    all || minutes !== undefined ? runs : runs - (kept?.machine === machine ? kept.runs : 0);
  const toDo = plans.filter((proof) => missing(proof) > 0);
  const tell = tellProgress(engine, toDo.length);
  const outcomes = await proveAll(toDo, {
    engine,
    runs: missing,
    most: most ?? serversAtOnce(perCore[engine]),
    goesOn: () => performance.now() < until,
    onOutcome: (outcome) => {
      tell(outcome);
      if (minutes === undefined) keepOutcome(outcome, { machine, anew: all });
    },
  });
  return {
    engine,
    machine,
    plans,
    outcomes: minutes === undefined ? outcomes : await withSecondTries(outcomes, engine),
  };
}

/** More failures than this have a cause that is no lack of time. */
const mostSecondTries = 5;

/** What failed beside others is tried alone, twice at most: if it passes then, the machine was too busy. */
async function withSecondTries(outcomes: readonly Outcome[], engine: EngineName): Promise<Outcome[]> {
  let all = [...outcomes];
  for (let again = 0; again < 2; again++) {
    const failed = all.filter(({ problems }) => problems.length > 0);
    if (failed.length === 0 || failed.length > mostSecondTries) break;
    const tried = await proveAll(failed, { engine, runs: () => 1, most: 1 });
    all = all.map((outcome) => {
      const alone = tried.find(({ unit, kind, name }) => isOf(outcome, unit, kind, name));
      return alone === undefined ? outcome : { ...alone, flaked: outcome.flaked ?? outcome.problems[0] };
    });
  }
  for (const { unit, kind, name, problems, flaked } of all) {
    if (flaked === undefined || problems.length > 0) continue;
    console.log(`~ ${unit}, ${kind} \`${name}\` on ${engine} passes alone, after: ${flaked.slice(0, 400)}`);
  }
  return all;
}

function isOf(outcome: Outcome, unit: string, kind: string, name: string): boolean {
  return outcome.unit === unit && outcome.kind === kind && outcome.name === name;
}

/** Tells each failure when it is found, and how far the proofs have come. */
function tellProgress(engine: EngineName, of: number): (outcome: Outcome) => void {
  let done = 0;
  return ({ unit, kind, name, problems }) => {
    done++;
    const [problem] = problems;
    if (problem !== undefined)
      console.log(`✗ ${unit}, ${kind} \`${name}\` on ${engine}: ${problem.slice(0, 400)}`);
    if (done % 25 === 0 || done === of) console.log(`${engine}: ${done} of ${of}`);
  };
}

interface Chosen {
  /** In the order of the course: units, and texts that have none of their own. */
  readonly ids: readonly string[];
  readonly units: readonly Unit[];
  readonly proofs: readonly Proof[];
}

/** What the names mean: units, or texts without one. All of the course where nothing is named. */
function chooseProofs(
  course: Course,
  { names, without }: Pick<Wanted, 'names' | 'without'>,
): Chosen | string {
  const alone = textsOf(course).filter(({ exercise }) => !course.units.includes(exercise));
  const named = alone.filter(({ id }) => names.length === 0 || names.includes(id));
  const rest = names.filter((name) => !alone.some(({ id }) => id === name));
  const found = names.length > 0 && rest.length === 0 ? [] : unitsNamed(course, rest);
  const leftOut = without.length === 0 ? [] : unitsNamed(course, without);
  if (typeof found === 'string') return found;
  if (typeof leftOut === 'string') return leftOut;
  const units = found.filter((unit) => !leftOut.includes(unit));
  return {
    ids: [...units, ...named].map(({ id }) => id),
    units,
    proofs: [
      ...units.flatMap((unit) => proofsOf(course, unit)),
      ...named.flatMap((text: CourseText) => textProofs(text)),
    ],
  };
}

function printLinks({ pages, links, broken }: SiteLinks): void {
  console.log(
    pages === 0
      ? '\nLinks: the site is not built (`npm run build`), so none were followed.'
      : `\nLinks: ${links} on ${pages} pages of the built site, ${broken.length} of them lead nowhere.`,
  );
  for (const { page, href, why } of broken) console.log(`✗ ${page}: \`${href}\` ${why}`);
}
