import { gradeOrder, gradeShort } from './grade.ts';
import { chosenIn, revealOptions, rightLetters, verdictOf } from './reveal-options.ts';
import { makeSortable } from './sortable.ts';

/** An answer as it is kept: option ids, ids of steps in their order, or one text. */
export interface QuizAnswer {
  readonly choice: readonly string[];
  readonly right: boolean;
}

/** One question of a quiz, made answerable; its HTML is `src/components/QuizQuestion.astro`. */
export class QuizItem {
  readonly id: string;
  readonly title: string;
  readonly root: HTMLElement;
  readonly #pristine: HTMLElement;

  constructor(root: HTMLElement) {
    this.root = root;
    this.id = root.dataset['question'] ?? '';
    this.title = root.dataset['title'] ?? '';
    this.#pristine = root.cloneNode(true) as HTMLElement;
  }

  /** Asks; calls back with the answer once it is given, after it was graded and explained in place. */
  ask(onAnswer: (answer: QuizAnswer) => void): void {
    this.root.replaceChildren(...(this.#pristine.cloneNode(true) as HTMLElement).childNodes);
    delete this.root.dataset['state'];
    const form = this.root.querySelector('form');
    const button = form?.querySelector<HTMLButtonElement>('button[type=submit]');
    const details = this.root.querySelector('details');
    if (!form || !button || !details) return;
    details.hidden = true;
    button.hidden = false;
    this.root.querySelectorAll<HTMLElement>('[data-enhanced]').forEach((element) => {
      element.hidden = false;
    });
    const list = form.querySelector<HTMLElement>('.steps');
    if (list) makeSortable(list);
    const given = (): readonly string[] => this.#given(form);
    const ready = (): void => {
      button.disabled = given().length === 0;
    };
    form.addEventListener('input', ready);
    ready();
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const choice = given();
      if (choice.length > 0 && this.root.dataset['state'] === undefined)
        onAnswer({ choice, right: this.#reveal(choice) });
    });
  }

  /** Puts the focus where answering begins. */
  focus(): void {
    this.root.querySelector<HTMLElement>('input, .steps button')?.focus();
  }

  #given(form: HTMLFormElement): readonly string[] {
    switch (this.root.dataset['kind']) {
      case 'order':
        return [...form.querySelectorAll<HTMLElement>('[data-item]')].map(
          ({ dataset }) => dataset['item'] ?? '',
        );
      case 'short': {
        const text = form.querySelector<HTMLInputElement>('input')?.value.trim() ?? '';
        return text === '' ? [] : [text.slice(0, 200)];
      }
      default:
        return chosenIn(form);
    }
  }

  #reveal(choice: readonly string[]): boolean {
    this.root.dataset['state'] = 'committed';
    const right = this.#show(choice);
    const details = this.root.querySelector('details');
    const passage = details?.querySelector('.passage');
    if (passage) this.root.querySelector('form')?.append(passage);
    details?.remove();
    const button = this.root.querySelector<HTMLButtonElement>('button[type=submit]');
    if (button) button.hidden = true;
    this.root.dataset['right'] = String(right);
    return right;
  }

  #show(choice: readonly string[]): boolean {
    const { root } = this;
    const status = root.querySelector<HTMLElement>('[role=status]');
    const say = (right: boolean, answer: string): boolean => {
      if (status) status.textContent = right ? 'Right.' : `Not this time: ${answer}`;
      return right;
    };
    if (root.dataset['kind'] === 'order') {
      const { right, places } = showOrder(root, choice);
      const moved = places.filter((place, i) => place !== i + 1).length;
      return say(right, `${moved} of ${places.length} steps stand elsewhere. This is the order.`);
    }
    if (root.dataset['kind'] === 'short') return showShort(root, choice[0] ?? '', say);
    const { right } = revealOptions(root, choice);
    return say(right, `the answer is ${rightLetters(root)}.`);
  }
}

function showOrder(root: HTMLElement, given: readonly string[]): ReturnType<typeof gradeOrder> {
  const whys = [...root.querySelectorAll<HTMLElement>('[data-why]')];
  const grade = gradeOrder(
    whys.map(({ dataset }) => dataset['why'] ?? ''),
    given,
  );
  const list = root.querySelector('.steps');
  whys.forEach((why, i) => {
    const row = root.querySelector<HTMLElement>(`[data-item="${CSS.escape(why.dataset['why'] ?? '')}"]`);
    if (!row || !list) return;
    const place = grade.places[i] ?? 0;
    row.querySelector('.movers')?.remove();
    row.dataset['grade'] = place === i + 1 ? 'hit' : 'wrong';
    row.append(...verdictOf(place === i + 1 ? 'Right' : `You had it at ${place}`), why);
    list.append(row);
  });
  return grade;
}

function showShort(
  root: HTMLElement,
  answer: string,
  say: (right: boolean, answer: string) => boolean,
): boolean {
  const field = root.querySelector<HTMLElement>('.short');
  const input = root.querySelector('input');
  const foreseen = [...root.querySelectorAll<HTMLElement>('[data-wrong]')];
  const lists = foreseen.map(({ dataset }) => JSON.parse(dataset['wrong'] ?? '[]') as string[]);
  const accepts = JSON.parse(field?.dataset['accepts'] ?? '[]') as string[];
  const grade = gradeShort(accepts, lists, answer);
  if (input) input.disabled = true;
  if (field) {
    field.dataset['grade'] = grade.right ? 'hit' : 'wrong';
    const why = root.querySelector('[data-why]');
    const theirs = grade.foreseen === undefined ? undefined : foreseen[grade.foreseen];
    field.append(...(theirs ? [theirs] : []), ...(why ? [why] : []));
  }
  return say(grade.right, `the answer is ${accepts[0]}.`);
}
