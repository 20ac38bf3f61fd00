import { type Grade, gradeChoice, type OptionGrade } from './grade.ts';

const verdicts: Readonly<Record<OptionGrade, string>> = {
  hit: 'Right, and your answer',
  missed: 'Right',
  wrong: 'Your answer',
  left: '',
};

/** The ids of the options that are chosen in a form. */
export function chosenIn(form: HTMLElement): string[] {
  const inputs = form.querySelectorAll<HTMLInputElement>('[data-option] input:checked');
  return [...inputs].map(({ value }) => value);
}

/**
 * Shows of each option below `root` (`[data-option]`, `[data-right]` where it is right) how it was answered, with its
 * explanation (`[data-why]`) under it; nothing can be chosen any more.
 */
export function revealOptions(root: HTMLElement, choice: readonly string[]): Grade {
  const rows = [...root.querySelectorAll<HTMLElement>('[data-option]')];
  const options = rows.map(({ dataset }) => ({
    id: dataset['option'] ?? '',
    right: dataset['right'] !== undefined,
  }));
  const grade = gradeChoice({ options }, choice);
  for (const row of rows) {
    const id = row.dataset['option'] ?? '';
    const outcome = grade.options.get(id) ?? 'left';
    const input = row.querySelector('input');
    if (input) {
      input.checked = choice.includes(id);
      input.disabled = true;
    }
    row.dataset['grade'] = outcome;
    const why = root.querySelector(`[data-why="${CSS.escape(id)}"]`);
    if (why) row.append(...verdictOf(verdicts[outcome]), why);
  }
  return grade;
}

/** A verdict as an element, or none where there is nothing to say. */
export function verdictOf(text: string): HTMLElement[] {
  if (text === '') return [];
  const word = document.createElement('span');
  word.className = 'verdict';
  word.textContent = text;
  return [word];
}

/** The letters of the right options, as in “A and C”. */
export function rightLetters(root: HTMLElement): string {
  const rows = [...root.querySelectorAll<HTMLElement>('[data-option][data-right]')];
  return rows.map(({ dataset }) => dataset['letter']).join(' and ');
}
