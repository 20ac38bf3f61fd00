import { contentOf, type KeptProof, proofKey, readKeptProofs, updateKeptProofs } from './kept-proofs.ts';
import type { EngineName } from './open-any-engine.ts';
import type { Proof } from './proofs.ts';
import type { Outcome } from './prove.ts';

/** A proof, with what is kept of it for today's content. */
export interface PlannedProof extends Proof {
  readonly content: string;
  readonly kept: KeptProof | undefined;
}

/** What is to be proven on an engine. */
export interface ProofPlan {
  /** Nothing is kept of these. */
  readonly fresh: readonly PlannedProof[];
  /** Proven before by another engine or another program that checks. */
  readonly older: readonly PlannedProof[];
  /** Proven before by the same. */
  readonly known: readonly PlannedProof[];
}

/** Compares proofs with what `tests/content/proofs/` keeps of them. */
export function planProofs(proofs: readonly Proof[], engine: EngineName, machine: string): ProofPlan {
  const units = new Set(proofs.map(({ unit }) => unit));
  const keptOf = new Map([...units].map((unit) => [unit, readKeptProofs(unit)]));
  return planFrom(proofs, machine, (proof) => keptOf.get(proof.unit)?.[engine]?.[proofKey(proof)]);
}

/** Sorts proofs by what is kept of them; those that were made before come in random order, starts and solutions first. */
export function planFrom(
  proofs: readonly Proof[],
  machine: string,
  keptOf: (proof: Proof) => KeptProof | undefined,
): ProofPlan {
  const planned = proofs.map((proof): PlannedProof => {
    const content = contentOf(proof);
    const kept = keptOf(proof);
    return { ...proof, content, kept: kept?.content === content ? kept : undefined };
  });
  const before = shuffled(planned.filter(({ kept }) => kept !== undefined));
  const older = before.filter(({ kept }) => kept?.machine !== machine);
  const isMain = ({ kind }: Proof): boolean => kind === 'solution' || kind === 'start';
  return {
    fresh: planned.filter(({ kept }) => kept === undefined),
    older: [...older.filter(isMain), ...older.filter((proof) => !isMain(proof))],
    known: before.filter(({ kept }) => kept?.machine === machine),
  };
}

function shuffled<T>(items: readonly T[]): T[] {
  const keyed = items.map((item) => [Math.random(), item] as const);
  return keyed.sort(([a], [b]) => a - b).map(([, item]) => item);
}

/** How often a proof was made by this machine, and failed although it mostly did not, after an outcome if there is one. */
export function tally(
  { kept }: PlannedProof,
  machine: string,
  outcome: Outcome | undefined,
  anew = false,
): Pick<KeptProof, 'runs' | 'flakes'> {
  const before = kept === undefined || anew ? { runs: 0, flakes: 0 } : kept;
  if (outcome === undefined) return before;
  const counts = before === kept && kept.machine !== machine ? { runs: 0, flakes: 0 } : before;
  const { runs, problems } = outcome;
  return { runs: counts.runs + runs, flakes: counts.flakes + problems.length };
}

/** Keeps what was proven, and forgets what could not be. */
export function keepOutcome(
  outcome: Outcome,
  { machine, anew }: { readonly machine: string; readonly anew: boolean },
): void {
  const { engine, unit, content, problems, runs } = outcome;
  const kept =
    problems.length === runs ? undefined : { content, machine, ...tally(outcome, machine, outcome, anew) };
  updateKeptProofs(unit, engine, proofKey(outcome), kept);
}
