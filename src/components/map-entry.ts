import type { CourseText } from '../course/course.ts';
import { mythCard } from '../recall/deck.ts';
import type { MapEntry } from '../recall/entry-state.ts';
import { course } from './site-course.ts';

/** A text of the course as the map knows it, with its exercise or (`challenge`) its challenge. */
export function mapEntry(text: CourseText, what: 'exercise' | 'challenge' = 'exercise'): MapEntry {
  const unit = what === 'challenge' ? text.challenge : text.exercise;
  const alone = what === 'challenge' || unit === undefined;
  const id = alone ? `${text.id}-challenge` : text.id;
  return {
    text: id,
    unit: unit?.id,
    checks: unit?.checks.length ?? 0,
    predictions: alone ? [] : text.questions.map((question) => `${text.id}/${question.id}`),
    quiz: alone ? [] : text.quiz.map((question) => `${text.id}/${question.id}`),
    cards: alone ? [] : taughtCards(text.id),
  };
}

/** What stands on one of the pages that are made of sections, for the map. */
export function readingEntry(page: 'overview' | 'deep-dive'): MapEntry {
  return { text: page, checks: 0, predictions: [], quiz: [], cards: taughtCards(page) };
}

/** The ids of the cards that a text or a page of sections teaches. */
export function taughtCards(text: string): string[] {
  const cards = course.cards.filter((card) => {
    const part = course.sections?.parts.find(({ id }) => id === card.section);
    return (card.lesson ?? card.myth ?? part?.page) === text;
  });
  const myth = course.myths.some(({ id }) => id === text) ? [mythCard(text)] : [];
  return [...myth, ...cards.map(({ id }) => id)];
}
