import type { Grading } from '../course/course.ts';
import type { CheckStatus } from './check-report.ts';
import { learnerMessages } from './learner-messages.ts';

/** What a project is worth, and why. Texts are inline Markdown. */
export interface ProjectGrade {
  readonly points: number;
  /** The points of all checks together. */
  readonly of: number;
  /** The id of the grade; `undefined` below the lowest one, or where a check that must pass does not. */
  readonly grade: string | undefined;
  readonly title: string;
  readonly means: string;
  /** What stands between this grade and the next. */
  readonly reasons: readonly string[];
  /** The points by part of the rubric, in order. */
  readonly parts: readonly { readonly part: string; readonly points: number; readonly of: number }[];
}

/** The grade that the results of a project's checks come to; a check without a result has not passed. */
export function gradeProject(
  { checks, grades }: Grading,
  results: readonly { readonly id: string; readonly title: string; readonly status: CheckStatus }[],
): ProjectGrade {
  const words = learnerMessages.grade;
  const passed = new Set(results.filter(({ status }) => status === 'passed').map(({ id }) => id));
  const sum = (some: Grading['checks']): number => some.reduce((all, { points }) => all + points, 0);
  const won = (some: Grading['checks']): number => sum(some.filter(({ id }) => passed.has(id)));
  const points = won(checks);
  const missed = checks.filter(({ id, mustPass }) => mustPass && !passed.has(id));
  const reached = grades.findLast(({ from }) => points >= from);
  const grade = missed.length === 0 ? reached : undefined;
  const next = grades.find(({ from }) => points < from);
  const titleOf = (id: string): string => results.find((result) => result.id === id)?.title ?? id;
  return {
    points,
    of: sum(checks),
    grade: grade?.id,
    title: grade?.title ?? words.failed,
    means: grade?.means ?? (missed.length > 0 ? words.mustPass : words.below(grades[0]?.from ?? 0)),
    reasons: [
      ...missed.map(({ id }) => words.missed(titleOf(id))),
      ...(next === undefined ? [] : [words.next(next.from - points, next.title)]),
    ],
    parts: [...new Set(checks.map(({ part }) => part))].map((part) => {
      const mine = checks.filter((check) => check.part === part);
      return { part, points: won(mine), of: sum(mine) };
    }),
  };
}
