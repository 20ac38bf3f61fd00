import { describe, expect, test } from 'vitest';
import { evaluateAll } from '../../src/checks/evaluate.ts';
import type { Exchange } from '../../src/checks/exchange.ts';
import { expandRequest } from '../../src/checks/expand-request.ts';
import { logRecords } from '../../src/checks/log-records.ts';
import type { Observations } from '../../src/checks/observations.ts';
import { type Condition, conditionSchema } from '../../src/course/schema/condition.ts';
import { requestStepSchema } from '../../src/course/schema/step.ts';
import { bytesFromText, createRequest, type HeaderList } from '../../src/http/message.ts';
import { complaints, contentWith } from '../course/content-fixture.ts';

/** A request that carried this id, the id that the answer carries, and when it was sent. */
function exchange(sent: string, answered: string, at = 0): Exchange {
  const header = (id: string): HeaderList => [['X-Request-Id', id]];
  return {
    request: createRequest({ method: 'GET', path: '/', headers: header(sent) }),
    at,
    milliseconds: 5,
    connection: 0,
    response: {
      status: 200,
      statusText: 'OK',
      headers: header(answered),
      body: bytesFromText(''),
      complete: true,
      timing: { firstByte: 1, total: 5 },
    },
  };
}

function seen(exchanges: Record<string, Exchange[]>, lines: readonly [number, string][] = []): Observations {
  return {
    values: {},
    exchanges: new Map(Object.entries(exchanges)),
    records: logRecords(lines.map(([at, line]) => ({ stream: 'stdout', data: `${line}\n`, at }))),
    runs: new Map(),
    alive: true,
    crash: undefined,
    exit: undefined,
    files: {},
    projectFiles: [],
  };
}

const holds = (condition: unknown, observations: Observations): boolean | undefined =>
  evaluateAll([conditionSchema.parse(condition) as Condition], observations).holds;

describe('what must be true of each exchange', () => {
  const sameId = {
    'for-each': ['a', 'b'],
    that: { of: 'it', headers: { 'X-Request-Id': '${it.sent.x-request-id}' } },
  };
  const logged = {
    'for-each': ['a', 'b'],
    that: { log: { where: { contains: '${it.headers.x-request-id}' }, count: 1 } },
  };

  test('is compared with its own request, not with that of another', () => {
    expect(holds(sameId, seen({ a: [exchange('i1', 'i1'), exchange('i2', 'i2')], b: [] }))).toBe(true);
    expect(holds(sameId, seen({ a: [exchange('i1', 'i2'), exchange('i2', 'i1')] }))).toBe(false);
  });

  test('is compared with the log', () => {
    const both = { a: [exchange('', 'i1')], b: [exchange('', 'i2')] };
    expect(holds(logged, seen(both, [[1, 'i1'], [2, 'i2']]))).toBe(true); // biome-ignore format: two lines of a log
    expect(holds(logged, seen(both, [[1, 'i1'], [2, 'i1']]))).toBe(false); // biome-ignore format: two lines of a log
  });

  test('cannot be said where nothing was sent', () => {
    expect(holds(sameId, seen({}))).toBeUndefined();
  });

  test('an author who names no steps, or only steps, is told', () => {
    const complaint = (expectation: string): string =>
      complaints(
        contentWith('exercise.yaml', (text) => text.replace('[{ of: home, status: 200 }]', expectation)),
      );
    expect(complaint("[{ for-each: home, that: { of: it, body: { contains: '${it.status}' } } }]")).toBe(
      'nothing',
    );
    expect(complaint('[{ for-each: home }]')).toContain('`for-each` without `that`');
    expect(complaint('[{ that: { alive: true } }]')).toContain('`that` without `for-each`');
    expect(complaint('[{ for-each: hoem, that: { of: it, status: 200 } }]')).toContain('`hoem`');
  });
});

describe('records of the log before and after a step', () => {
  const observations = seen({ a: [exchange('', '', 10)], b: [exchange('', '', 30), exchange('', '', 40)] }, [
    [5, 'start'],
    [12, 'during'],
    [20, 'between'],
    [47, 'late'],
  ]);
  test.each([
    [{ after: 'a', where: { contains: 'during' } }, false],
    [{ after: 'a', where: { contains: 'between' } }, true],
    [{ after: 'b', where: { contains: 'between' } }, false],
    [{ after: 'b', where: { contains: 'late' } }, true],
    [{ before: 'b', where: { contains: 'late' } }, false],
    [{ before: 'b', where: { matches: '.' }, count: 3 }, true],
    [{ after: 'a', before: 'b', where: { matches: '.' }, count: 1 }, true],
    [{ after: 'never', where: { matches: '.' } }, undefined],
  ])('%j: %s', (log, expected) => {
    expect(holds({ log }, observations)).toBe(expected);
  });
});

test('a request is sent once with each of the headers', () => {
  const step = requestStepSchema.parse({
    request: 'GET /',
    headers: { Accept: 'text/html' },
    'each-headers': [{ 'X-Id': 'a' }, { 'X-Id': ['b', 'c'], Accept: '*/*' }],
  });
  expect(expandRequest(step).map(({ headers }) => headers)).toEqual([
    [['Accept', 'text/html'], ['X-Id', 'a']], // biome-ignore format: one request
    [['Accept', '*/*'], ['X-Id', 'b'], ['X-Id', 'c']], // biome-ignore format: one request
  ]);
});
