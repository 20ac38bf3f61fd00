import type { Unit } from '../../../src/course/course.ts';
import { serversAtOnce } from '../at-once.ts';
import { leastScore } from './check-mutants.ts';
import { gradeMutants } from './grade-mutants.ts';
import { checkerDigest, contentDigest, isWhole, readResults, shortKey } from './mutant-results.ts';
import { verdictOf } from './mutant-verdict.ts';
import { mutantsOfUnit } from './mutate.ts';

/** How many mutants of a unit are tried again; more where the program that checks is another one by now. */
const sample = { usual: 3, newChecker: 10 };

/**
 * Whether the kept results are those of today's content, are good enough, and hold for mutants picked at random.
 * Resolves to an exit code.
 */
export async function verifyMutants(units: readonly Unit[]): Promise<number> {
  const problems: string[] = [];
  let tried = 0;
  for (const unit of units) {
    const mutants = mutantsOfUnit(unit);
    const kept = await readResults(unit);
    if (kept?.content !== contentDigest(unit, mutants) || !isWhole(kept)) {
      problems.push(
        `${unit.id}: its mutants have not all been tried since it changed: \`npm run check:mutants ${unit.id}\`.`,
      );
      continue;
    }
    const unnoticed = new Set(kept.survivors);
    const { score, stale, survivors } = verdictOf(unit, mutants, unnoticed);
    if (score < leastScore) {
      const percent = (score * 100).toFixed(1);
      problems.push(
        `${unit.id}: its checks notice ${percent} % of the mutants; ${survivors.length} survive.`,
      );
    }
    for (const { becomes } of stale)
      problems.push(`${unit.id}: \`${becomes}\` is listed as equivalent, and is not.`);
    const picked = pick(mutants, kept.checker === checkerDigest() ? sample.usual : sample.newChecker);
    const graded = await gradeMutants(unit, picked, { most: serversAtOnce(2) });
    tried += picked.length;
    for (const { mutant, killedBy } of graded) {
      if ((killedBy === undefined) === unnoticed.has(shortKey(mutant))) continue;
      const now = killedBy === undefined ? 'is not noticed any more' : `is noticed by \`${killedBy}\` now`;
      problems.push(`${unit.id}, ${mutant.file}:${mutant.lineNumber}: \`${mutant.becomes}\` ${now}.`);
    }
  }
  for (const problem of problems) console.log(`✗ ${problem}`);
  console.log(`Mutants of ${units.length} units; ${tried} of them tried again; ${problems.length} problems.`);
  return problems.length === 0 ? 0 : 1;
}

function pick<T>(items: readonly T[], count: number): T[] {
  const rest = [...items];
  const picked: T[] = [];
  while (picked.length < count && rest.length > 0) {
    picked.push(...rest.splice(Math.floor(Math.random() * rest.length), 1));
  }
  return picked;
}
