import { runChecks } from '../../../src/checks/run-checks.ts';
import type { Unit } from '../../../src/course/course.ts';
import { NativeEngine } from '../../../src/engine/native/native-engine.ts';
import type { FlatFiles } from '../../../src/files/file-tree.ts';
import { atOnce } from '../at-once.ts';
import type { Mutant } from './mutant.ts';

/** Whether a check noticed a mutant, and which was the first to. */
export interface Graded {
  readonly mutant: Mutant;
  readonly killedBy: string | undefined;
}

/**
 * Tries mutants on real Node, several at a time.
 *
 * @throws {Error} where the solution itself does not pass here: then every mutant would seem to be noticed.
 */
export async function gradeMutants(
  unit: Unit,
  mutants: readonly Mutant[],
  most: number,
  onGraded: (graded: Graded) => void = () => undefined,
): Promise<Graded[]> {
  const itself = await killer(unit, unit.solution);
  if (itself !== undefined) throw new Error(`The solution of \`${unit.id}\` does not pass: ${itself}.`);
  return atOnce(mutants, most, async (mutant) => {
    const files = { ...unit.solution, [mutant.file]: mutant.text };
    const graded = { mutant, killedBy: await killer(unit, files) };
    onGraded(graded);
    return graded;
  });
}

/** The check that fails first; `undefined` when all pass. */
async function killer(unit: Unit, files: FlatFiles): Promise<string | undefined> {
  const engine = await NativeEngine.boot();
  try {
    const { passed, state, cause } = await runChecks({ engine, unit, files });
    if (state === 'our-fault') throw new Error(cause?.message ?? 'The engine failed.');
    if (passed) return undefined;
    return state === 'judged' ? (cause?.id ?? 'start') : state;
  } finally {
    await engine.teardown();
  }
}
