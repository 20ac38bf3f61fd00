import { expect, test } from 'vitest';
import { ExchangeBook } from '../../src/workbench/exchange-book.ts';
import { jsonResponse } from '../fixtures/fake-engine.ts';

const get = (path: string) => ({ method: 'GET', path, headers: [] });

test('the latest request is shown, unless an earlier one is picked', () => {
  const book = new ExchangeBook();
  const first = book.begin(get('/a'), 1);
  book.begin(get('/b'), 2);
  expect(book.shown.value?.request.path).toBe('/b');
  book.pick(first);
  expect(book.shown.value?.request.path).toBe('/a');
  book.begin(get('/c'), 3);
  expect(book.shown.value?.request.path).toBe('/c');
});

test('only the first outcome counts', () => {
  const book = new ExchangeBook();
  const id = book.begin(get('/a'), 1);
  book.settle(id, { kind: 'answered', response: jsonResponse(200, 'OK', {}) });
  book.settle(id, { kind: 'failed', failure: { what: '', safe: '', next: '' }, calledOff: true });
  expect(book.shown.value?.kind).toBe('answered');
});

test('of thousands the last ones are kept', () => {
  const book = new ExchangeBook();
  for (let i = 0; i < 1000; i++) book.begin(get(`/${i}`), i);
  expect(book.all.value).toHaveLength(300);
  expect(book.all.value.at(-1)?.request.path).toBe('/999');
  expect(book.count).toBe(1000);
  book.clear();
  expect(book.count).toBe(300);
});
