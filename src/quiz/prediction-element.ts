import { type GradedQuestion, gradeChoice, type OptionGrade } from './grade.ts';

/** Where commitments are kept. Both return the ids of the options that stand. */
export interface PredictionMemory {
  recall(question: string): Promise<readonly string[] | undefined>;
  /** Keeps the choice unless there is one already. */
  commit(question: string, choice: readonly string[]): Promise<readonly string[]>;
}

const verdicts: Readonly<Record<OptionGrade, string>> = {
  hit: 'Right, and your answer',
  missed: 'Right',
  wrong: 'Your answer',
  left: '',
};

/**
 * Makes predictions work: choose, commit, and only then see which option is right and why the others are not. The
 * server's HTML (`src/components/Prediction.astro`) has the same answer in `<details>` for pages without JavaScript; it
 * is taken out of sight until the commitment, and its explanations then stand under their options.
 */
export function definePredictionElement(memory: PredictionMemory): void {
  class PredictionElement extends HTMLElement {
    connectedCallback(): void {
      const form = this.querySelector('form');
      const answer = this.querySelector('details');
      const button = this.querySelector('button');
      const verdict = this.querySelector('[role=status]');
      if (!form || !answer || !button || !verdict) return;
      const question = this.dataset['question'] ?? '';
      const inputs = [...form.querySelectorAll('input')];
      const chosen = (): string[] => inputs.filter((input) => input.checked).map((input) => input.value);
      answer.hidden = true;
      button.hidden = false;
      button.disabled = chosen().length === 0;
      form.addEventListener('input', () => {
        button.disabled = chosen().length === 0;
      });
      form.addEventListener('submit', (event) => {
        event.preventDefault();
        if (chosen().length > 0)
          void memory.commit(question, chosen()).then((choice) => this.#reveal(choice, true));
      });
      void memory.recall(question).then((choice) => {
        if (choice) this.#reveal(choice, false);
      });
    }

    #reveal(choice: readonly string[], announce: boolean): void {
      if (this.dataset['state'] === 'committed') return;
      this.dataset['state'] = 'committed';
      const rows = [...this.querySelectorAll<HTMLElement>('[data-option]')];
      const graded: GradedQuestion = {
        options: rows.map((row) => ({
          id: row.dataset['option'] ?? '',
          right: row.dataset['right'] !== undefined,
        })),
      };
      const grade = gradeChoice(graded, choice);
      for (const row of rows) {
        const id = row.dataset['option'] ?? '';
        const input = row.querySelector('input');
        const outcome = grade.options.get(id) ?? 'left';
        if (input) {
          input.checked = choice.includes(id);
          input.disabled = true;
        }
        row.dataset['grade'] = outcome;
        const why = this.querySelector(`[data-why="${CSS.escape(id)}"]`);
        const word = document.createElement('span');
        word.className = 'verdict';
        word.textContent = verdicts[outcome];
        if (why) row.append(...(word.textContent === '' ? [] : [word]), why);
      }
      const button = this.querySelector('button');
      const status = this.querySelector<HTMLElement>('[role=status]');
      this.querySelector('details')?.remove();
      if (button) button.hidden = true;
      if (!status) return;
      const letters = rows
        .filter((row) => row.dataset['right'] !== undefined)
        .map((row) => row.dataset['letter']);
      status.textContent = grade.right
        ? 'You called it.'
        : `Not this time: the answer is ${letters.join(' and ')}.`;
      if (announce) status.focus();
    }
  }
  customElements.define('sn-prediction', PredictionElement);
}
