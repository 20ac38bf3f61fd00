import type { Unit } from '../../../src/course/course.ts';
import type { EquivalentMutant } from '../../../src/course/schema/unit.ts';
import { type Mutant, mutantKey } from './mutant.ts';
import { shortKey } from './mutant-results.ts';

/** How well the checks of a unit notice small changes of its solution. */
export interface MutantVerdict {
  readonly unit: Unit;
  readonly mutants: number;
  readonly noticed: number;
  /** Listed as equivalent, and not noticed. */
  readonly equivalent: number;
  readonly survivors: readonly Mutant[];
  /** Entries of `equivalent-mutants.yaml` that are noticed after all, or are no mutants. */
  readonly stale: readonly EquivalentMutant[];
  /** The share that is noticed of all that are not equivalent. */
  readonly score: number;
}

export function verdictOf(
  unit: Unit,
  mutants: readonly Mutant[],
  unnoticed: ReadonlySet<string>,
): MutantVerdict {
  const listed = new Set(unit.equivalentMutants.map((entry) => mutantKey(asKey(entry))));
  const silent = mutants.filter((mutant) => unnoticed.has(shortKey(mutant)));
  const survivors = silent.filter((mutant) => !listed.has(mutantKey(mutant)));
  const silentKeys = new Set(silent.map((mutant) => mutantKey(mutant)));
  const noticed = mutants.length - silent.length;
  const counted = noticed + survivors.length;
  return {
    unit,
    mutants: mutants.length,
    noticed,
    equivalent: silent.length - survivors.length,
    survivors,
    stale: unit.equivalentMutants.filter((entry) => !silentKeys.has(mutantKey(asKey(entry)))),
    score: counted === 0 ? 1 : noticed / counted,
  };
}

function asKey({ file, kind, line, becomes }: EquivalentMutant): Parameters<typeof mutantKey>[0] {
  return { file, kind: kind as Mutant['kind'], line, becomes };
}
