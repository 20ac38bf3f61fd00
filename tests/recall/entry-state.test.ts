import { expect, test } from 'vitest';
import { entryState, type MapEntry, stateInWords } from '../../src/recall/entry-state.ts';
import { card, checks, learned, question, text } from './small-learner.ts';

const now = new Date(2026, 2, 3, 12);
const lesson: MapEntry = {
  text: 'l',
  unit: 'l',
  checks: 3,
  predictions: ['l/p'],
  quiz: ['l/q', 'l/r'],
  cards: ['c'],
};
const myth: MapEntry = { text: 'm', checks: 0, predictions: ['m/p'], quiz: [], cards: [] };
const words = (entry: MapEntry, ...parts: Parameters<typeof learned>): string =>
  stateInWords(entry, entryState(entry, learned(...parts), now));

test('nothing was begun', () => {
  expect(entryState(lesson, learned({}), now).stage).toBe('not-started');
  expect(words(lesson, {})).toBe('');
});

test('a visit, an answer or a try is a beginning', () => {
  expect(words(lesson, { texts: [text('l')] })).toBe('tried');
  expect(words(lesson, { questions: [question('l/p', true)] })).toBe('tried');
  expect(words(lesson, { checks: [checks('l', [[], ['a', 'b', 'c']])] })).toBe('tried');
  expect(words(lesson, { texts: [text('another')], checks: [checks('x', [['a'], []])] })).toBe('');
});

test('checks are counted in the best try, and all of them in one try are done for good', () => {
  const tries = checks('l', [['a', 'b'], ['c']], [['c'], ['a', 'b']]);
  expect(words(lesson, { checks: [tries] })).toBe('2 of 3 checks');
  const later = checks('l', [['a', 'b', 'c'], []], [['a'], ['b', 'c']]);
  expect(words(lesson, { checks: [later] })).toBe('done');
});

test('a text without checks is done when its questions are answered or it was read to its end', () => {
  expect(words(myth, { questions: [question('m/p', false)] })).toBe('done');
  expect(words({ ...myth, predictions: [] }, { texts: [text('m')] })).toBe('tried');
  expect(words({ ...myth, predictions: [] }, { texts: [text('m', true)] })).toBe('done');
});

test('the quiz and the cards that are due stand beside it', () => {
  const due = card('c', { due: '2026-03-02T08:00:00.000Z', reviewed: ['2026-03-01T08:00:00.000Z'] });
  const all = { questions: [question('l/q', true), question('l/r', true, false)], cards: [due] };
  expect(words(lesson, all)).toBe('tried · quiz 1 of 2 · 1 to review');
});
