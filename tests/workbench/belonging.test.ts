import { expect, test } from 'vitest';
import { createRequest } from '../../src/http/message.ts';
import { ExchangeBook } from '../../src/workbench/exchange-book.ts';
import { type Cause, LogBuffer } from '../../src/workbench/log-buffer.ts';
import { momentsOf, momentsOfRequest } from '../../src/workbench/timeline-moments.ts';

/** Two requests that were open at the same time, with these lines written meanwhile. */
function look(lines: readonly (readonly [text: string, cause: Cause])[]) {
  const book = new ExchangeBook();
  const headers: [string, string][] = [['X-Request-Id', 'wire-1']];
  const ids = [
    book.begin(createRequest({ path: '/a', headers }), 1),
    book.begin(createRequest({ path: '/b' }), 1),
  ];
  const log = new LogBuffer();
  for (const [text, cause] of lines) log.append({ stream: 'stdout', data: `${text}\n`, cause });
  const sources = { exchanges: book.all.value, lines: log.lines };
  const all = momentsOf({ ...sources, events: [], severityOf: () => 'info' });
  return ids.map((id) => {
    const exchange = book.all.value.find((each) => each.id === id);
    if (!exchange) throw new Error('no exchange');
    const { own, byTime, meanwhile } = momentsOfRequest(all, exchange, sources);
    const words = (moments: typeof own) =>
      moments.filter(({ lane }) => lane === 'log').map(({ text }) => text);
    const timed = words(own.filter(({ key }) => byTime.has(key)));
    return { own: words(own), timed, meanwhile: words(meanwhile) };
  });
}

test('where the engine tells whose line it is, nothing else is asked', () => {
  const [a, b] = look([
    ['of a', 1],
    ['of b', 2],
    ['of nobody', null],
  ]);
  expect(a).toEqual({ own: ['of a'], timed: [], meanwhile: ['of b', 'of nobody'] });
  expect(b?.own).toEqual(['of b']);
});

test('a line that was written out of context is found by the id that another line of its request has', () => {
  const record = '{"reqId":"r-7","msg":"later"}';
  const [a, b] = look([
    ['{"reqId":"r-7","msg":"first"}', 2],
    [record, null],
    ['{"reqId":"r-8","msg":"of a request that nobody knows"}', null],
  ]);
  expect(a?.own).toEqual([]);
  expect(b?.own).toContain(record);
  expect(b?.own).toHaveLength(2);
});

test('an id that went over the wire names its request, in a field or in the text', () => {
  const [a, b] = look([
    ['{"requestId":"wire-1","msg":"x"}', undefined],
    ['wire-1 in a text', undefined],
  ]);
  expect(a).toMatchObject({ timed: [] });
  expect(a?.own).toHaveLength(2);
  expect(b?.own).toEqual([]);
});

test('where nothing is told, what was written meanwhile is of both, and said to be so', () => {
  const [a, b] = look([['who knows', undefined]]);
  expect(a).toEqual({ own: ['who knows'], timed: ['who knows'], meanwhile: [] });
  expect(b?.timed).toEqual(['who knows']);
});
