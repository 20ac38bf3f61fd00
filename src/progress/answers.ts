import type { Answer, QuestionRecord } from './record.ts';

/** Answers in the order in which they were given. */
export const answersOf = ({ answers }: QuestionRecord): readonly Answer[] => inOrder(answers);

/** The answer that was committed to. */
export const firstAnswer = (record: QuestionRecord | undefined): Answer | undefined =>
  record && answersOf(record)[0];

/** Whether the last graded answer was wrong. */
export const isMissed = (record: QuestionRecord): boolean =>
  answersOf(record).findLast(({ right }) => right !== undefined)?.right === false;

/** Events by their times; those of one millisecond by their ids. */
export function inOrder<T extends { readonly at: string }>(
  events: Readonly<Record<string, T>>,
): readonly T[] {
  return Object.entries(events)
    .sort(([a, x], [b, y]) => (x.at === y.at ? (a < b ? -1 : 1) : x.at < y.at ? -1 : 1))
    .map(([, event]) => event);
}
