import { reviewsOf } from '../progress/learning.ts';
import type { CardRecord, ChecksRecord, QuestionRecord, TextRecord } from '../progress/record.ts';

/** What a learner has done so far, by the keys of the record. */
export interface Learned {
  readonly texts: ReadonlyMap<string, TextRecord>;
  readonly questions: ReadonlyMap<string, QuestionRecord>;
  readonly checks: ReadonlyMap<string, ChecksRecord>;
  readonly cards: ReadonlyMap<string, CardRecord>;
}

/** A card, and the text by which it is met. */
export interface TaughtCard {
  readonly id: string;
  readonly text: string;
}

/** How many cards are shown for the first time on one day. */
export const newPerDay = 10;

export const questionCard = (question: string): string => `question/${question}`;
export const checkCard = (unit: string, check: string): string => `check/${unit}/${check}`;
export const mythCard = (myth: string): string => `myth/${myth}`;

/**
 * The ids of the cards in the learner's deck, in the order in which new ones are shown: missed questions, checks that
 * have failed, then the cards of the texts that were visited. What was met stays, also when it is right the next time.
 */
export function deckIds(learned: Learned, taught: readonly TaughtCard[]): string[] {
  const missed = [...learned.questions].filter(([, { answers }]) =>
    Object.values(answers).some(({ right }) => right === false),
  );
  const failed = [...learned.checks].flatMap(([unit, { tries }]) => {
    const ids = Object.values(tries).flatMap((each) => each.missed);
    return [...new Set(ids)].map((id) => checkCard(unit, id));
  });
  return [
    ...missed.map(([id]) => questionCard(id)),
    ...failed,
    ...taught.filter(({ text }) => learned.texts.has(text)).map(({ id }) => id),
  ];
}

/** What there is to do today. */
export interface Today {
  /** Cards that were reviewed before and are due until the end of the day, the most overdue first. */
  readonly due: readonly string[];
  /** Cards that are shown for the first time, no more than the day's number. */
  readonly fresh: readonly string[];
  /** Fresh cards that wait for another day. */
  readonly later: number;
}

/** Which cards of a deck are asked on the day of `now` (local time). */
export function todaysCards(
  deck: readonly string[],
  cards: ReadonlyMap<string, CardRecord>,
  now: Date,
): Today {
  const end = endOfDay(now).toISOString();
  const begin = new Date(now.getFullYear(), now.getMonth(), now.getDate()).toISOString();
  const shown = deck.filter((id) => isShown(cards.get(id), now));
  const reviewed = (id: string): boolean => {
    const record = cards.get(id);
    return record !== undefined && reviewsOf(record).length > 0;
  };
  // Without a state it has to be computed from the reviews, which only the page of the reviews does.
  const dueAt = (id: string): string => cards.get(id)?.state?.due ?? begin;
  const due = shown
    .filter((id) => reviewed(id) && dueAt(id) <= end)
    .sort((a, b) => (dueAt(a) < dueAt(b) ? -1 : 1));
  const begunToday = deck.filter((id) => {
    const record = cards.get(id);
    const [first] = record ? reviewsOf(record) : [];
    return first !== undefined && first.at >= begin && first.at <= end;
  }).length;
  const fresh = shown.filter((id) => !reviewed(id));
  const room = Math.max(0, newPerDay - begunToday);
  return { due, fresh: fresh.slice(0, room), later: Math.max(0, fresh.length - room) };
}

/** Whether a card is neither suspended nor buried. */
export function isShown(card: CardRecord | undefined, now: Date): boolean {
  if (card?.suspended?.value) return false;
  const until = card?.buried?.value;
  return until === undefined || until === null || new Date(until) <= now;
}

/** The last moment of a day, in local time. */
export function endOfDay(now: Date): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate(), 23, 59, 59, 999);
}
