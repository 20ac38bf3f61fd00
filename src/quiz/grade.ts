import { plainAnswer } from '../course/same-answer.ts';

/** The part of a question that grading needs. */
export interface GradedQuestion {
  readonly options: readonly { readonly id: string; readonly right: boolean }[];
}

/** How an answer stands: every option, by id, as it was chosen and as it should have been. */
export interface Grade {
  readonly right: boolean;
  readonly options: ReadonlyMap<string, OptionGrade>;
}

/**
 * - `hit`: right, and chosen
 * - `missed`: right, but not chosen
 * - `wrong`: chosen, but not right
 * - `left`: neither
 */
export type OptionGrade = 'hit' | 'missed' | 'wrong' | 'left';

/** Grades a choice of option ids; an id that the question does not have counts as nothing chosen. */
export function gradeChoice(question: GradedQuestion, choice: readonly string[]): Grade {
  const chosen = new Set(choice);
  const options = new Map<string, OptionGrade>();
  for (const { id, right } of question.options) {
    options.set(id, right ? (chosen.has(id) ? 'hit' : 'missed') : chosen.has(id) ? 'wrong' : 'left');
  }
  const grades = [...options.values()];
  return {
    right: grades.includes('hit') && !grades.includes('missed') && !grades.includes('wrong'),
    options,
  };
}

/** Grades an order of steps: `places` says of each step, in the right order, at which place it was put, from 1; 0 is nowhere. */
export function gradeOrder(
  rightOrder: readonly string[],
  given: readonly string[],
): { readonly right: boolean; readonly places: readonly number[] } {
  const places = rightOrder.map((id) => given.indexOf(id) + 1);
  return { right: given.length === rightOrder.length && places.every((place, i) => place === i + 1), places };
}

/** Grades a short answer; `foreseen` is the place of the group of wrong answers that it belongs to, if any. */
export function gradeShort(
  accepts: readonly string[],
  wrong: readonly (readonly string[])[],
  answer: string,
): { readonly right: boolean; readonly foreseen: number | undefined } {
  const plain = plainAnswer(answer);
  const among = (answers: readonly string[]): boolean => answers.some((each) => plainAnswer(each) === plain);
  const foreseen = wrong.findIndex(among);
  return { right: plain !== '' && among(accepts), foreseen: foreseen < 0 ? undefined : foreseen };
}
