import { isMissed } from '../progress/learning.ts';
import { type Learned, todaysCards } from './deck.ts';

/** Something on the course map, as the page names it. */
export interface MapEntry {
  /** The id of the text. */
  readonly text: string;
  /** The unit whose checks belong to it, and how many it has. */
  readonly unit?: string | undefined;
  readonly checks: number;
  /** The ids of its predictions and of the questions of its quiz. */
  readonly predictions: readonly string[];
  readonly quiz: readonly string[];
  /** The ids of the cards that it teaches. */
  readonly cards: readonly string[];
}

export interface EntryState {
  readonly stage: 'not-started' | 'tried' | 'part' | 'done';
  /** The most checks that passed in one try. */
  readonly passed: number;
  /** Questions of the quiz whose last answer was right. */
  readonly right: number;
  readonly answered: number;
  /** Cards that are due today. */
  readonly due: number;
}

/** How far a learner has come with something. */
export function entryState(entry: MapEntry, learned: Learned, now: Date): EntryState {
  const tries = Object.values((entry.unit && learned.checks.get(entry.unit)?.tries) || {});
  const passed = Math.max(0, ...tries.map((each) => each.passed.length));
  const whole = tries.some((each) => each.passed.length > 0 && each.missed.length === 0);
  const text = learned.texts.get(entry.text);
  const guessed = entry.predictions.filter((id) => learned.questions.has(id)).length;
  const answers = entry.quiz.flatMap((id) => learned.questions.get(id) ?? []);
  const read =
    text?.done !== undefined || (entry.predictions.length > 0 && guessed === entry.predictions.length);
  const done = entry.checks > 0 ? whole : read;
  const begun = text !== undefined || guessed > 0 || answers.length > 0 || tries.length > 0;
  const { due } = todaysCards(entry.cards, learned.cards, now);
  return {
    stage: done ? 'done' : passed > 0 ? 'part' : begun ? 'tried' : 'not-started',
    passed,
    right: answers.filter((record) => !isMissed(record)).length,
    answered: answers.length,
    due: due.length,
  };
}

/** A state in words; empty for what was not begun. */
export function stateInWords(entry: MapEntry, state: EntryState): string {
  const main = {
    'not-started': '',
    tried: 'tried',
    part: `${state.passed} of ${entry.checks} checks`,
    done: 'done',
  }[state.stage];
  const quiz = state.answered > 0 ? `quiz ${state.right} of ${entry.quiz.length}` : '';
  const due = state.due > 0 ? `${state.due} to review` : '';
  return [main, quiz, due].filter((part) => part !== '').join(' · ');
}
