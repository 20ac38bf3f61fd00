import { atOnce } from './at-once.ts';
import { type EngineName, openEngineDoor } from './open-any-engine.ts';
import type { Proof } from './proofs.ts';

export interface Outcome extends Proof {
  readonly engine: EngineName;
  /** What was wrong, in each run in which something was. */
  readonly problems: readonly string[];
  readonly runs: number;
}

export interface ProveOptions {
  readonly engine: EngineName;
  /** How many times each. */
  readonly runs: number;
  /** How many side by side. */
  readonly most: number;
  readonly onOutcome?: (outcome: Outcome) => void;
}

/** Proves everything on one engine, several side by side, each in an engine of its own. */
export async function proveAll(
  proofs: readonly Proof[],
  { engine, runs, most, onOutcome }: ProveOptions,
): Promise<Outcome[]> {
  const door = await openEngineDoor(engine);
  const proveOnce = async (proof: Proof): Promise<string | undefined> => {
    const opened = await door.open();
    try {
      return await proof.prove(opened.engine);
    } finally {
      await opened.close();
    }
  };
  try {
    return await atOnce(proofs, most, async (proof) => {
      const problems: string[] = [];
      for (let i = 0; i < runs; i++) {
        const problem = await proveOnce(proof).catch(
          (error: unknown) => `could not be tried: ${error instanceof Error ? error.message : String(error)}`,
        );
        if (problem !== undefined) problems.push(problem);
      }
      const outcome = { ...proof, engine, runs, problems };
      onOutcome?.(outcome);
      return outcome;
    });
  } finally {
    await door.close();
  }
}
