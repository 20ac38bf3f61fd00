import { type Card, type CardInput, createEmptyCard, fsrs, Rating } from 'ts-fsrs';
import { reviewsOf } from '../progress/learning.ts';
import type { CardRecord, Review } from '../progress/record.ts';

export type Grade = Review['rating'];
export type CardState = NonNullable<CardRecord['state']>;

export const grades: readonly { readonly grade: Grade; readonly name: string }[] = [
  { grade: Rating.Again, name: 'Again' },
  { grade: Rating.Hard, name: 'Hard' },
  { grade: Rating.Good, name: 'Good' },
  { grade: Rating.Easy, name: 'Easy' },
];

// Without chance in it, so that the reviews alone say what the state is, on every device.
const scheduler = fsrs({ enable_fuzz: false });

/** The state of a card after all its reviews, in their order; `undefined` before the first. */
export function stateOf(record: CardRecord | undefined): CardState | undefined {
  if (!record) return undefined;
  const reviews = reviewsOf(record);
  if (reviews.length === 0) return undefined;
  return record.state ?? stateAfter(reviews);
}

/** What reviews come to, one after the other. */
export function stateAfter(reviews: readonly Pick<Review, 'at' | 'rating'>[]): CardState | undefined {
  const [first] = reviews;
  if (!first) return undefined;
  let card = createEmptyCard(first.at);
  for (const { at, rating } of reviews) card = scheduler.next(card, at, rating).card;
  return stored(card);
}

/** The state after one more review. */
export function reviewed(state: CardState | undefined, at: string, grade: Grade): CardState {
  return stored(scheduler.next(cardOf(state, at), at, grade).card);
}

/** When each grade would show the card again. */
export function nextDue(state: CardState | undefined, now: Date): ReadonlyMap<Grade, Date> {
  const preview = scheduler.repeat(cardOf(state, now), now);
  return new Map(grades.map(({ grade }) => [grade, preview[grade].card.due]));
}

/** A stretch of time as one says it: `10 min`, `3 days`, `4 months`. */
export function interval(from: Date, to: Date): string {
  const minutes = Math.max(1, Math.round((to.getTime() - from.getTime()) / 60_000));
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.round(minutes / 60);
  if (hours < 24) return `${hours} h`;
  const days = Math.round(minutes / 1440);
  if (days < 45) return days === 1 ? '1 day' : `${days} days`;
  const months = Math.round(days / 30.4);
  return months < 18 ? `${months} months` : `${(days / 365).toFixed(1)} years`;
}

/** How many cards are due on each of the coming days, from today on; what is overdue counts for today. */
export function forecast(states: readonly CardState[], now: Date, days: number): number[] {
  const counts = Array.from({ length: days }, () => 0);
  const today = new Date(now.getFullYear(), now.getMonth(), now.getDate());
  for (const { due } of states) {
    const at = new Date(due);
    const day = new Date(at.getFullYear(), at.getMonth(), at.getDate());
    // Rounded, because a day on which the clock is changed is not of 24 hours.
    const index = Math.max(0, Math.round((day.getTime() - today.getTime()) / 86_400_000));
    if (index < days) counts[index] = (counts[index] ?? 0) + 1;
  }
  return counts;
}

function cardOf(state: CardState | undefined, now: Date | string): CardInput {
  return state ? { ...state, last_review: state.last_review ?? null } : createEmptyCard(now);
}

function stored({ last_review, ...card }: Card): CardState {
  return {
    ...card,
    due: card.due.toISOString(),
    ...(last_review ? { last_review: last_review.toISOString() } : {}),
  };
}
