import { parseArgs } from 'node:util';
import { AuthorErrors } from '../../src/course/author-error.ts';
import { type Course, type CourseText, textsOf, type Unit } from '../../src/course/course.ts';
import { serversAtOnce } from './at-once.ts';
import { checkLinks, type SiteLinks } from './check-links.ts';
import { type EngineName, engineNames, isEngineName } from './open-any-engine.ts';
import { printContentTable, printProblems, printTexts } from './print-content.ts';
import { type Proof, proofsOf, textProofs } from './proofs.ts';
import { type Outcome, proveAll } from './prove.ts';
import { readCourse } from './read-course.ts';
import { unitsNamed } from './units-named.ts';

/** Few enough that none of them is late for want of a core. */
const perCore: Readonly<Record<EngineName, number>> = { native: 2, embedded: 2 };

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
    options: {
      engine: { type: 'string', multiple: true },
      runs: { type: 'string', default: '1' },
      'at-once': { type: 'string' },
    },
  });
  const names = values.engine ?? [...engineNames];
  const engines = names.filter(isEngineName);
  const runs = Number(values.runs);
  const given = values['at-once'] === undefined ? undefined : Number(values['at-once']);
  if (engines.length < names.length || !(runs >= 1) || (given !== undefined && !(given >= 1))) {
    console.error('Engines are `native` and `embedded`; `--runs` and `--at-once` are numbers.');
    return 2;
  }
  const chosen = chooseProofs(course, positionals);
  if (typeof chosen === 'string') {
    console.error(chosen);
    return 2;
  }
  const begun = performance.now();
  const outcomes: Outcome[] = [];
  for (const engine of engines) {
    const most = given ?? serversAtOnce(perCore[engine]);
    const onOutcome = tellProgress(engine, chosen.proofs.length);
    outcomes.push(...(await proveAll(chosen.proofs, { engine, runs, most, onOutcome })));
  }
  await printContentTable({ ...chosen, engines, outcomes, runs });
  printProblems(outcomes);
  const texts = textsOf(course).filter(({ id }) => chosen.ids.includes(id));
  printTexts(texts);
  const links = positionals.length === 0 ? await checkLinks() : undefined;
  if (links !== undefined) printLinks(links);
  const wrong = outcomes.filter(({ problems }) => problems.length > 0).length + (links?.broken.length ?? 0);
  const seconds = Math.round((performance.now() - begun) / 1000);
  console.log(`\n${outcomes.length + (links?.links ?? 0) - wrong} passed, ${wrong} failed, in ${seconds} s`);
  return wrong === 0 ? 0 : 1;
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
function chooseProofs(course: Course, names: readonly string[]): Chosen | string {
  const alone = textsOf(course).filter(({ exercise }) => !course.units.includes(exercise));
  const named = alone.filter(({ id }) => names.length === 0 || names.includes(id));
  const rest = names.filter((name) => !alone.some(({ id }) => id === name));
  const units = names.length > 0 && rest.length === 0 ? [] : unitsNamed(course, rest);
  if (typeof units === 'string') return units;
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
