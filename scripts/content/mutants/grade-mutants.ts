import { runChecks } from '../../../src/checks/run-checks.ts';
import type { Unit } from '../../../src/course/course.ts';
import { NativeEngine } from '../../../src/engine/native/native-engine.ts';
import type { FlatFiles } from '../../../src/files/file-tree.ts';
import { atOnce } from '../at-once.ts';
import type { Mutant } from './mutant.ts';

/** Whether a check noticed a mutant, and one that did. */
export interface Graded {
  readonly mutant: Mutant;
  readonly killedBy: string | undefined;
}

/** After so many mutants the solution itself is tried beside the others. */
const controlEach = 20;

export interface GradeOptions {
  /** How many at the same time. */
  readonly most: number;
  readonly onGraded?: (graded: Graded) => void;
  /** The solution has passed again: what was graded until now is no fault of the machine. */
  readonly onTrusted?: () => Promise<void>;
}

/**
 * Tries mutants on real Node, several at a time.
 *
 * @throws {Error} where the solution itself does not pass here, at first or beside the others: then mutants would seem to be
 * noticed that only found the machine too busy.
 */
export async function gradeMutants(
  unit: Unit,
  mutants: readonly Mutant[],
  { most, onGraded, onTrusted }: GradeOptions,
): Promise<Graded[]> {
  const control = async (): Promise<void> => {
    const itself = await killer(unit, unit.solution);
    if (itself !== undefined) throw new Error(`The solution of \`${unit.id}\` does not pass: ${itself}.`);
    await onTrusted?.();
  };
  await control();
  const graded = await atOnce(mutants, most, async (mutant, i) => {
    if (i % controlEach === controlEach - 1) await control();
    const files = { ...unit.solution, [mutant.file]: mutant.text };
    const result = { mutant, killedBy: await killer(unit, files) };
    onGraded?.(result);
    return result;
  });
  await control();
  return graded;
}

/** A check that fails; `undefined` when all pass. */
async function killer(unit: Unit, files: FlatFiles): Promise<string | undefined> {
  const engine = await NativeEngine.boot();
  try {
    const { passed, state, cause } = await runChecks({ engine, unit, files, onlyWhetherPassed: true });
    if (state === 'our-fault') throw new Error(cause?.message ?? 'The engine failed.');
    if (passed) return undefined;
    return state === 'judged' ? (cause?.id ?? 'start') : state;
  } finally {
    await engine.teardown();
  }
}
