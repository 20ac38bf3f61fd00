import { expect, test } from 'vitest';
import { PortBook } from '../../../src/engine/webcontainer/port-book.ts';

function createBook(): { book: PortBook; told: unknown[]; settle: () => Promise<void> } {
  const told: unknown[] = [];
  const book = new PortBook((...change) => told.push(change));
  return { book, told, settle: () => new Promise((resolve) => setImmediate(resolve)) };
}

test('a port is the program’s that was told it, whoever started last', async () => {
  const { book, told, settle } = createBook();
  book.add({ PORT: '4001' }, Promise.resolve(11));
  book.add({ PORT: '3000' }, Promise.resolve(12));
  book.add({}, Promise.resolve(13));
  book.changed(4001, 'open');
  book.changed(3000, 'open');
  book.changed(4001, 'close');
  await settle();
  expect(told).toEqual([
    [4001, 'open', 11],
    [3000, 'open', 12],
    [4001, 'close', 11],
  ]);
});

test('a port that nobody was told is the latest program’s that was told none', async () => {
  const { book, told, settle } = createBook();
  const strike = book.add({}, Promise.resolve(21));
  book.add({ PORT: '3000' }, Promise.resolve(22));
  book.changed(5000, 'open');
  strike();
  book.changed(6000, 'open');
  await settle();
  expect(told).toEqual([
    [5000, 'open', 21],
    [6000, 'open', 22],
  ]);
});

test('a port that opens before its program’s pid is known waits for it, and keeps its place', async () => {
  const { book, told, settle } = createBook();
  const pid = Promise.withResolvers<number>();
  book.add({ PORT: '3000' }, pid.promise);
  book.changed(3000, 'open');
  book.changed(3000, 'close');
  await settle();
  expect(told).toEqual([]);
  pid.resolve(31);
  await settle();
  expect(told).toEqual([
    [3000, 'open', 31],
    [3000, 'close', 31],
  ]);
});

test('a port of a program that did not start, or of none, is not told', async () => {
  const { book, told, settle } = createBook();
  book.changed(3000, 'open');
  book.add({ PORT: '3001' }, Promise.resolve(undefined));
  book.changed(3001, 'open');
  book.changed(3002, 'close');
  await settle();
  expect(told).toEqual([]);
});
