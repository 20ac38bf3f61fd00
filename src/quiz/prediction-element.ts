import { markPassage } from './passage.ts';
import { chosenIn, revealOptions, rightLetters } from './reveal-options.ts';

export type Confidence = 'guess' | 'likely' | 'sure';

/** An answer as it was committed to. */
export interface Commitment {
  /** The ids of the options that were chosen. */
  readonly choice: readonly string[];
  readonly confidence?: Confidence | undefined;
  readonly right?: boolean | undefined;
}

/** Where commitments are kept. Both return the one that stands. */
export interface PredictionMemory {
  recall(question: string): Promise<Commitment | undefined>;
  /** Keeps the answer unless there is one already. */
  commit(question: string, answer: Commitment): Promise<Commitment>;
}

/** Runs what the question asks about, and shows what really happens in `place`. */
export type RunForReal = (address: string, place: HTMLElement) => Promise<void>;

const spoken: Readonly<Record<Confidence, string>> = {
  guess: 'it was a guess',
  likely: 'you were fairly sure',
  sure: 'you were certain',
};

/**
 * Makes predictions work: choose, say how sure you are, commit, and only then see which option is right and why the
 * others are not; the server then really runs (`data-run`), and its outcome stands beside the guess. The server's HTML
 * (`src/components/Prediction.astro`) has the same answer in `<details>` for pages without JavaScript; it is taken out
 * of sight until the commitment, and its explanations then stand under their options.
 */
export function definePredictionElement(memory: PredictionMemory, runForReal: RunForReal): void {
  class PredictionElement extends HTMLElement {
    connectedCallback(): void {
      const form = this.querySelector('form');
      const answer = this.querySelector('details');
      const button = this.querySelector<HTMLButtonElement>('button[type=submit]');
      const sure = this.querySelector<HTMLElement>('.confidence');
      if (!form || !answer || !button) return;
      const question = this.dataset['question'] ?? '';
      answer.hidden = true;
      button.hidden = false;
      if (sure) sure.hidden = false;
      const ready = (): void => {
        button.disabled = chosenIn(form).length === 0;
      };
      ready();
      form.addEventListener('input', ready);
      form.addEventListener('submit', (event) => {
        event.preventDefault();
        const choice = chosenIn(form);
        if (choice.length === 0) return;
        const confidence = form.querySelector<HTMLInputElement>('.confidence input:checked')?.value;
        const right = this.#isRight(choice);
        const committed = { choice, right, confidence: confidence as Confidence | undefined };
        void memory.commit(question, committed).then((stands) => this.#reveal(stands, true));
      });
      void memory.recall(question).then((stands) => {
        if (stands) this.#reveal(stands, false);
      });
    }

    #isRight(choice: readonly string[]): boolean {
      const right = [...this.querySelectorAll<HTMLElement>('[data-option][data-right]')];
      const ids = right.map(({ dataset }) => dataset['option'] ?? '');
      return ids.length === choice.length && ids.every((id) => choice.includes(id));
    }

    #reveal({ choice, confidence }: Commitment, announce: boolean): void {
      if (this.dataset['state'] === 'committed') return;
      this.dataset['state'] = 'committed';
      const { right } = revealOptions(this, choice);
      this.querySelector('details')?.remove();
      this.querySelector('.confidence')?.remove();
      const button = this.querySelector<HTMLButtonElement>('button[type=submit]');
      const status = this.querySelector<HTMLElement>('[role=status]');
      if (button) button.hidden = true;
      if (!status) return;
      const answer = right ? 'You called it' : `Not this time: the answer is ${rightLetters(this)}`;
      status.textContent = confidence === undefined ? `${answer}.` : `${answer}; ${spoken[confidence]}.`;
      if (!right) markPassage(this, this.dataset['passage']);
      this.#offerRun(choice, announce);
      if (announce) status.focus();
    }

    /** The guess, and beside it what really happens: at once after a commitment, on demand when one comes back. */
    #offerRun(choice: readonly string[], now: boolean): void {
      const frame = this.querySelector<HTMLElement>('.for-real');
      const place = frame?.querySelector<HTMLElement>('.outcome-of-run');
      const again = frame?.querySelector('button');
      const { run } = this.dataset;
      if (!frame || !place || !again || run === undefined) return;
      const guesses = choice.map(
        (id) => this.querySelector(`[data-option="${CSS.escape(id)}"] .text`)?.cloneNode(true) ?? '',
      );
      frame.querySelector('.guess')?.replaceChildren(...guesses);
      frame.hidden = false;
      const start = async (): Promise<void> => {
        again.setAttribute('aria-disabled', 'true');
        await runForReal(run, place);
        again.removeAttribute('aria-disabled');
        again.textContent = 'Run it again';
      };
      again.addEventListener('click', () => {
        if (!again.hasAttribute('aria-disabled')) void start();
      });
      if (now) void start();
    }
  }
  customElements.define('sn-prediction', PredictionElement);
}
