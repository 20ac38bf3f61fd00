import type { CourseText, Unit } from '../../src/course/course.ts';
import { checkerDigest, contentDigest, readResults } from './mutants/mutant-results.ts';
import { verdictOf } from './mutants/mutant-verdict.ts';
import { mutantsOf } from './mutants/mutate.ts';
import type { EngineName } from './open-any-engine.ts';
import { printColumns } from './print-columns.ts';
import { proofKinds } from './proofs.ts';
import type { Outcome } from './prove.ts';
import { measureText, sourceText } from './reading.ts';

interface ContentTable {
  readonly ids: readonly string[];
  readonly units: readonly Unit[];
  readonly engines: readonly EngineName[];
  readonly outcomes: readonly Outcome[];
  readonly runs: number;
}

/** One row for each unit and engine: how many of each kind are as they should be, of how many. */
export async function printContentTable({
  ids,
  units,
  engines,
  outcomes,
  runs,
}: ContentTable): Promise<void> {
  const rows: string[][] = [];
  for (const id of ids) {
    const unit = units.find((each) => each.id === id);
    const mutants = unit === undefined ? '–' : await mutantCell(unit);
    for (const engine of engines) {
      const mine = outcomes.filter((outcome) => outcome.unit === id && outcome.engine === engine);
      const cells = proofKinds.map((kind) => {
        const ofKind = mine.filter((outcome) => outcome.kind === kind);
        const good = ofKind.filter(({ problems }) => problems.length === 0).length;
        return ofKind.length === 0 ? '–' : `${good}/${ofKind.length}`;
      });
      const flakes = mine.filter(({ problems }) => problems.length > 0 && problems.length < runs).length;
      // A mutant of the solution is a program like any other: real Node alone says whether checks notice it.
      rows.push([id, engine, ...cells, engine === 'native' ? mutants : '', String(runs), String(flakes)]);
    }
  }
  printColumns([['unit', 'engine', ...proofKinds, 'mutants', 'runs', 'flakes'], ...rows]);
}

/** The score that `check:mutants` has kept, and whether it is of today. */
async function mutantCell(unit: Unit): Promise<string> {
  const kept = await readResults(unit);
  if (kept === undefined) return 'not tried';
  const mutants = mutantsOf(unit.solution, unit.starter);
  if (kept.content !== contentDigest(unit, mutants)) return 'out of date';
  const { score } = verdictOf(unit, mutants, new Set(kept.survivors));
  return `${(score * 100).toFixed(0)} %${kept.checker === checkerDigest() ? '' : ' (older checker)'}`;
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
