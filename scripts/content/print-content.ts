import type { CourseText, Unit } from '../../src/course/course.ts';
import { proofKey } from './kept-proofs.ts';
import { checkerDigest, contentDigest, isWhole, readResults } from './mutants/mutant-results.ts';
import { verdictOf } from './mutants/mutant-verdict.ts';
import { mutantsOfUnit } from './mutants/mutate.ts';
import type { EngineName } from './open-any-engine.ts';
import { printColumns } from './print-columns.ts';
import { type PlannedProof, tally } from './proof-plan.ts';
import { proofKinds } from './proofs.ts';
import type { Outcome } from './prove.ts';
import { measureText, sourceText } from './reading.ts';

/** What was proven on an engine in this run, and what is kept from earlier ones. */
export interface EngineResults {
  readonly engine: EngineName;
  readonly machine: string;
  readonly plans: readonly PlannedProof[];
  readonly outcomes: readonly Outcome[];
}

/**
 * One row for each unit and engine: how many of each kind are as they should be, of how many; how many of them were proven
 * in this run, and how many last by an older engine or checker; how often each was at least; and how often one failed
 * that mostly does not. Mutants of the solution were tried on real Node alone.
 */
export async function printContentTable(
  { ids, units }: { readonly ids: readonly string[]; readonly units: readonly Unit[] },
  results: readonly EngineResults[],
): Promise<void> {
  const rows: string[][] = [];
  for (const id of ids) {
    const unit = units.find((each) => each.id === id);
    const mutants = unit === undefined ? '–' : await mutantCell(unit);
    for (const { engine, machine, plans, outcomes } of results) {
      const mine = plans
        .filter((plan) => plan.unit === id)
        .map((plan) => {
          const outcome = outcomes.find((each) => proofKey(each) === proofKey(plan) && each.unit === id);
          return { plan, outcome, ...tally(plan, machine, outcome) };
        });
      const cells = proofKinds.map((kind) => {
        const ofKind = mine.filter(({ plan }) => plan.kind === kind);
        const good = ofKind.filter(({ plan, outcome }) => isGood(plan, outcome)).length;
        return ofKind.length === 0 ? '–' : `${good}/${ofKind.length}`;
      });
      const now = mine.filter(({ outcome }) => outcome !== undefined).length;
      const older = mine.filter(
        ({ plan: { kept }, outcome }) => !outcome && kept?.machine !== machine,
      ).length;
      const runs = Math.min(...mine.map((each) => each.runs));
      const flakes = mine.reduce((sum, each) => sum + (isFlake(each) ? each.flakes : 0), 0);
      // A mutant of the solution is a program like any other: real Node alone says whether checks notice it.
      const numbers = [engine === 'native' ? mutants : '', now, older, runs, flakes];
      rows.push([id, engine, ...cells, ...numbers.map(String)]);
    }
  }
  const heads = [...proofKinds, 'mutants noticed/equivalent/left', 'now', 'older', 'runs', 'flakes'];
  printColumns([['unit', 'engine', ...heads], ...rows]);
}

function isGood({ kept }: PlannedProof, outcome: Outcome | undefined): boolean {
  return outcome === undefined ? kept !== undefined : outcome.problems.length === 0;
}

function isFlake({ runs, flakes }: { readonly runs: number; readonly flakes: number }): boolean {
  return flakes < runs;
}

/**
 * What `check:mutants` has kept: noticed, listed as equivalent, and neither. `stale` where the solution or the checks have
 * changed since, `unfinished` where the run was broken off.
 */
async function mutantCell(unit: Unit): Promise<string> {
  const kept = await readResults(unit);
  if (kept === undefined) return 'not tried';
  const mutants = mutantsOfUnit(unit);
  const { noticed, equivalent, survivors } = verdictOf(unit, mutants, new Set(kept.survivors));
  if (kept.content !== contentDigest(unit, mutants)) return 'stale';
  if (!isWhole(kept)) return 'unfinished';
  const counts = `${noticed}/${equivalent}/${survivors.length}`;
  return kept.checker === checkerDigest() ? counts : `${counts} (older checker)`;
}

export function printProblems(outcomes: readonly Outcome[]): void {
  for (const { unit, engine, kind, name, problems } of outcomes) {
    if (problems[0] === undefined) continue;
    const text = problems[0].replaceAll('\n', '\n  ');
    console.log(`\n✗ ${unit}, ${kind} \`${name}\` on ${engine}:\n  ${text}`);
  }
}

/** How long and how hard the texts are, and how much of what they say has its run. */
export function printTexts(texts: readonly CourseText[]): void {
  if (texts.length === 0) return;
  console.log();
  printColumns([
    ['text', 'words', 'minutes', 'words a sentence', 'reading ease', 'claims', 'with a run'],
    ...texts.map((text) => {
      const { words, minutes, perSentence, ease } = measureText(sourceText(text));
      const { claims, run } = claimsOf(text);
      const numbers = [words, minutes, perSentence.toFixed(1), ease.toFixed(0), claims, run];
      return [text.id, ...numbers.map(String)];
    }),
  ]);
  for (const { id, questions } of texts) {
    const open = questions.filter(({ proof }) => proof === undefined).map((question) => `\`${question.id}\``);
    if (open.length > 0) console.log(`  ${id}: no run proves ${open.join(', ')}.`);
  }
}

/** The claims of fact of a text: what each transcript must show, and each stored answer. */
function claimsOf({ questions, transcripts }: CourseText): { claims: number; run: number } {
  const shown = transcripts.reduce((sum, { expect }) => sum + Math.max(1, expect.length), 0);
  const proven = questions.reduce((sum, { proof }) => sum + (proof?.expect.length ?? 0), 0);
  const unproven = questions.filter(({ proof }) => proof === undefined).length;
  return { claims: shown + proven + unproven, run: shown + proven };
}
