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
