import fc from 'fast-check';
import type { Failure } from './tab.ts';

/** What a learner or a browser does next, in one of three tabs (the one that is not open is opened first). */
export type Step =
  | {
      readonly do: 'answer' | 'review' | 'edit' | 'run' | 'reset';
      readonly tab: number;
      readonly what: number;
    }
  | {
      readonly do:
        | 'close'
        | 'kill'
        | 'import device'
        | 'import own'
        | 'export'
        | 'open blocked'
        | 'upgrade'
        | 'erase';
      readonly tab: number;
    }
  | { readonly do: 'fail'; readonly tab: number; readonly how: Failure }
  | { readonly do: 'delete the database' };

/** How long to wait after a step: not at all, some turns of the loop, or until all that was begun has ended. */
export type Pause = 0 | 1 | 2;

export interface Sequence {
  /** Whether a page of version 1 was here before. */
  readonly old: boolean;
  /** Whether the open tabs are asked at the end what they have in memory. */
  readonly look: boolean;
  readonly steps: readonly (readonly [Step, Pause])[];
}

const tab = fc.nat({ max: 2 });
const what = fc.nat({ max: 1 });
const inTab = <const Name extends string>(...names: Name[]) =>
  fc.record({ do: fc.constantFrom(...names), tab });

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 20,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'answer' as const,
        'review' as const,
        'edit' as const,
        'run' as const,
        'reset' as const,
      ),
      tab,
      what,
    }),
  },
  { weight: 8, arbitrary: inTab('close', 'kill', 'import device', 'import own', 'export') },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('fail' as const),
      tab,
      how: fc.constantFrom<Failure[]>('full', 'broken', 'hiccup', 'mended'),
    }),
  },
  { weight: 4, arbitrary: inTab('open blocked', 'upgrade') },
  { weight: 2, arbitrary: inTab('erase') },
  { weight: 1, arbitrary: fc.constant({ do: 'delete the database' as const }) },
);

export const sequence: fc.Arbitrary<Sequence> = fc.record({
  old: fc.boolean(),
  look: fc.boolean(),
  steps: fc.array(fc.tuple(step, fc.constantFrom<Pause[]>(0, 0, 1, 2)), { minLength: 1, maxLength: 24 }),
});
