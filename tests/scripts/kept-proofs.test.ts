import { describe, expect, test } from 'vitest';
import { contentOf, type KeptProof } from '../../scripts/content/kept-proofs.ts';
import { planFrom, tally } from '../../scripts/content/proof-plan.ts';
import { type Proof, proofsOf } from '../../scripts/content/proofs.ts';
import { readCourse } from '../../scripts/content/read-course.ts';
import type { Unit } from '../../src/course/course.ts';

const course = await readCourse();
const unit = course.pitfalls[0]!.exercise;

function proof(of: Unit, kind: Proof['kind'], name: string = kind): Proof {
  return proofsOf({ ...course, units: [of] }, of).find((each) => each.kind === kind && each.name === name)!;
}

describe('what was proven stays proven', () => {
  const mistake = unit.mistakes[0]!;

  test('while only wordings change', () => {
    const reworded = {
      ...unit,
      title: 'Other',
      checks: unit.checks.map((each) => ({ ...each, why: 'Other' })),
    };
    expect(contentOf(proof(reworded, 'solution'))).toBe(contentOf(proof(unit, 'solution')));
  });

  test('until its files, a step, a check or what must be said first is another', () => {
    const before = contentOf(proof(unit, 'mistake', mistake.id));
    const changed: Unit[] = [
      { ...unit, mistakes: [{ ...mistake, files: { ...mistake.files, 'more.mjs': '' } }] },
      { ...unit, mistakes: [{ ...mistake, says: 'something-else' }] },
      { ...unit, steps: unit.steps.slice(1) },
      { ...unit, checks: unit.checks.slice(1) },
      {
        ...unit,
        diagnoses: [{ id: 'cause', explains: ['start'], when: [{ alive: false }], say: 'It ends.' }],
      },
      { ...unit, packages: [] },
    ];
    for (const each of changed) expect(contentOf(proof(each, 'mistake', mistake.id))).not.toBe(before);
  });
});

describe('what is proven next', () => {
  const content = (kind: Proof['kind']): string => contentOf(proof(unit, kind));
  const kept = (of: string, machine: string): KeptProof => ({ content: of, machine, runs: 4, flakes: 1 });

  test('first what was never proven as it is now, then what an older engine has proven', () => {
    const proofs = [proof(unit, 'transcript', 'right'), proof(unit, 'start'), proof(unit, 'solution')];
    const plan = planFrom(proofs, 'today', ({ kind }) => {
      if (kind === 'start') return kept(content('start'), 'today');
      return kind === 'solution' ? kept(content('solution'), 'last week') : kept('other content', 'today');
    });
    const kinds = (list: readonly Proof[]) => list.map(({ kind }) => kind);
    expect([plan.fresh, plan.older, plan.known].map(kinds)).toEqual([
      ['transcript'],
      ['solution'],
      ['start'],
    ]);
  });

  test('runs add up on the same engine, and begin anew on another', () => {
    const plan = planFrom([proof(unit, 'start')], 'today', () => kept(content('start'), 'today'));
    const outcome = { ...plan.known[0]!, engine: 'native', problems: ['late'], runs: 16 } as const;
    expect(tally(outcome, 'today', outcome)).toEqual({ runs: 20, flakes: 2 });
    expect(tally(outcome, 'tomorrow', outcome)).toEqual({ runs: 16, flakes: 1 });
  });
});
