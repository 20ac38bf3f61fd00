import { atOnce } from './at-once.ts';
import { type EngineName, openEngineDoor } from './open-any-engine.ts';
import type { PlannedProof } from './proof-plan.ts';

export interface Outcome extends PlannedProof {
  readonly engine: EngineName;
  /** What was wrong, in each run in which something was. */
  readonly problems: readonly string[];
  readonly runs: number;
  /** What was wrong beside others, where it was tried alone after that. */
  readonly flaked?: string | undefined;
}

export interface ProveOptions {
  readonly engine: EngineName;
  /** How many times each. */
  readonly runs: (proof: PlannedProof) => number;
  /** How many side by side. */
  readonly most: number;
  /** Whether the proof at this place is still to be begun; all are unless given. */
  readonly goesOn?: (index: number) => boolean;
  readonly onOutcome?: (outcome: Outcome) => void;
}

/** Proves everything on one engine, several side by side, each in an engine of its own. */
export async function proveAll(
  proofs: readonly PlannedProof[],
  { engine, runs: runsOf, most, goesOn, onOutcome }: ProveOptions,
): Promise<Outcome[]> {
  if (proofs.length === 0) return [];
  const door = await openEngineDoor(engine);
  const proveOnce = async (proof: PlannedProof): Promise<string | undefined> => {
    const opened = await door.open(proof.packages);
    try {
      return await proof.prove(opened.engine);
    } finally {
      await opened.close();
    }
  };
  const prove = async (proof: PlannedProof): Promise<Outcome> => {
    const problems: string[] = [];
    const runs = runsOf(proof);
    for (let i = 0; i < runs; i++) {
      const problem = await proveOnce(proof).catch(
        (error: unknown) => `could not be tried: ${error instanceof Error ? error.message : String(error)}`,
      );
      if (problem !== undefined) problems.push(problem);
    }
    const outcome = { ...proof, engine, runs, problems };
    onOutcome?.(outcome);
    return outcome;
  };
  try {
    return await atOnce(proofs, most, prove, goesOn);
  } finally {
    await door.close();
  }
}
