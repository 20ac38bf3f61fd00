import { expect, test } from 'vitest';
import { deckIds, newPerDay, todaysCards } from '../../src/recall/deck.ts';
import { card, checks, learned, question, text } from './small-learner.ts';

const noon = new Date(2026, 2, 3, 12);
const at = (day: number, hour = 8): string => new Date(2026, 2, day, hour).toISOString();

test('the deck holds what was met: missed questions, failed checks, and the cards of visited texts', () => {
  const taught = [
    { id: 'four-parameters', text: '1-basic' },
    { id: 'levels', text: '2-logging' },
  ];
  const all = learned({
    texts: [text('1-basic')],
    questions: [question('1-basic/right', true), question('1-basic/wrong', false)],
    checks: [checks('1-basic', [['home'], ['stack', 'log']], [['home', 'stack'], ['log']])],
  });
  expect(deckIds(all, taught)).toEqual([
    'question/1-basic/wrong',
    'check/1-basic/stack',
    'check/1-basic/log',
    'four-parameters',
  ]);
});

test('a question that was missed once stays in the deck when it is right the next time', () => {
  expect(deckIds(learned({ questions: [question('q', false, true)] }), [])).toEqual(['question/q']);
});

test('a learner who has done nothing has no deck', () => {
  expect(deckIds(learned({}), [{ id: 'a', text: 't' }])).toEqual([]);
});

test('due is what falls on this day or before, the longest overdue first; tomorrow is not', () => {
  const cards = new Map([
    card('tonight', { due: at(3, 23), reviewed: [at(1)] }),
    card('late', { due: at(1), reviewed: [at(1)] }),
    card('tomorrow', { due: at(4, 0), reviewed: [at(1)] }),
  ]);
  expect(todaysCards(['tonight', 'late', 'tomorrow'], cards, noon)).toEqual({
    due: ['late', 'tonight'],
    fresh: [],
    later: 0,
  });
});

test('suspended cards are not shown, buried ones not before their time', () => {
  const cards = new Map([
    card('suspended', { due: at(1), reviewed: [at(1)], suspended: { value: true, at: at(2) } }),
    card('again', { due: at(1), reviewed: [at(1)], suspended: { value: false, at: at(2) } }),
    card('buried', { due: at(1), reviewed: [at(1)], buried: { value: at(4), at: at(3) } }),
    card('unburied', { due: at(1), reviewed: [at(1)], buried: { value: at(3), at: at(2) } }),
  ]);
  const { due } = todaysCards(['suspended', 'again', 'buried', 'unburied'], cards, noon);
  expect(due).toEqual(['again', 'unburied']);
});

test('new cards are let in a few a day; those begun today count, undone ones do not', () => {
  const deck = Array.from({ length: 15 }, (_, i) => `c${i}`);
  expect(todaysCards(deck, new Map(), noon)).toMatchObject({ fresh: deck.slice(0, newPerDay), later: 5 });
  const cards = new Map([
    card('c0', { due: at(9), reviewed: [at(3, 9)] }),
    card('c1', { due: at(9), reviewed: [at(2, 9)] }),
    card('c2', { reviews: { r: { at: at(3, 9), rating: 3, undone: true } } }),
  ]);
  const { fresh, later } = todaysCards(deck, cards, noon);
  expect(fresh).toEqual(deck.slice(2, 2 + newPerDay - 1));
  expect(later).toBe(4);
});

test('a card without a computed state is due, so that its state is computed', () => {
  const cards = new Map([card('imported', { reviewed: [at(1)] })]);
  expect(todaysCards(['imported'], cards, noon).due).toEqual(['imported']);
});
