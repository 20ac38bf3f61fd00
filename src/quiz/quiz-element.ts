import { type QuizAnswer, QuizItem } from './quiz-item.ts';

/** Where answers are kept. */
export interface QuizMemory {
  /** Of each question that was answered before: whether the last answer was right. */
  recall(questions: readonly string[]): Promise<ReadonlyMap<string, boolean>>;
  keep(question: string, answer: QuizAnswer): Promise<void>;
}

/**
 * Makes a quiz work: one question at a time, each explained once it is answered, and at the end only the missed ones
 * again. The server's HTML (`src/components/Quiz.astro`) has all questions with their answers in `<details>`.
 */
export function defineQuizElement(memory: QuizMemory): void {
  class QuizElement extends HTMLElement {
    #items: QuizItem[] = [];
    readonly #outcomes = new Map<string, boolean>();
    #end: HTMLElement | null = null;

    connectedCallback(): void {
      this.#items = [...this.querySelectorAll<HTMLElement>('[data-question]')].map(
        (root) => new QuizItem(root),
      );
      this.#end = this.querySelector('.quiz-end');
      const again = (name: string, items: () => QuizItem[]): void => {
        this.querySelector(`[data-again=${name}]`)?.addEventListener('click', () => this.#run(items(), true));
      };
      again('missed', () => this.#missed());
      again('all', () => this.#items);
      // Until the record is read, the first question stands there, so that nothing jumps where there is none.
      this.#run(this.#items, false);
      void memory.recall(this.#items.map(({ id }) => id)).then((outcomes) => {
        if (outcomes.size === 0 || this.#outcomes.size > 0) return;
        for (const [id, right] of outcomes) this.#outcomes.set(id, right);
        const open = this.#items.filter(({ id }) => !outcomes.has(id));
        if (open.length === 0) this.#finish(false);
        else this.#run(open, false);
      });
    }

    #missed(): QuizItem[] {
      return this.#items.filter(({ id }) => this.#outcomes.get(id) === false);
    }

    /** Asks these questions, one at a time. */
    #run(items: readonly QuizItem[], focus: boolean): void {
      const [item, ...rest] = items;
      if (!item) {
        this.#finish(true);
        return;
      }
      if (this.#end) this.#end.hidden = true;
      for (const each of this.#items) each.root.hidden = each !== item;
      item.ask((answer) => {
        this.#outcomes.set(item.id, answer.right);
        void memory.keep(item.id, answer);
        this.#goOn(item, rest);
      });
      if (focus) item.focus();
    }

    #goOn(item: QuizItem, rest: readonly QuizItem[]): void {
      const next = document.createElement('button');
      next.type = 'button';
      next.className = 'action';
      next.textContent = rest.length > 0 ? 'Next question' : 'How it went';
      next.addEventListener('click', () => this.#run(rest, true));
      item.root.querySelector('form')?.append(next);
      item.root.querySelector<HTMLElement>('[role=status]')?.focus();
    }

    #finish(focus: boolean): void {
      for (const { root } of this.#items) root.hidden = true;
      const end = this.#end;
      if (!end) return;
      end.hidden = false;
      const missed = this.#missed();
      const right = this.#items.length - missed.length;
      const status = end.querySelector<HTMLElement>('[role=status]');
      if (status)
        status.textContent =
          missed.length === 0
            ? `All ${right} questions answered, and all of them right.`
            : `${right} of ${this.#items.length} questions right.`;
      const list = end.querySelector('.quiz-missed');
      list?.replaceChildren(
        ...missed.map(({ title }) => Object.assign(document.createElement('li'), { textContent: title })),
      );
      for (const element of end.querySelectorAll<HTMLElement>('[data-when=missed]')) {
        element.hidden = missed.length === 0;
      }
      if (focus) status?.focus();
    }
  }
  customElements.define('sn-quiz', QuizElement);
}
