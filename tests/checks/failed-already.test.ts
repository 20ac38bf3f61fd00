import { describe, expect, test } from 'vitest';
import type { Exchange } from '../../src/checks/exchange.ts';
import { failedAlready, type SeenSoFar } from '../../src/checks/failed-already.ts';
import { logRecords } from '../../src/checks/log-records.ts';
import { bytesFromText, createRequest } from '../../src/http/message.ts';
import { unitWith } from './small-unit.ts';

const answer = (status: number): Exchange => ({
  request: createRequest({ method: 'GET', path: '/' }),
  at: 10,
  milliseconds: 5,
  connection: 0,
  response: {
    status,
    statusText: '',
    headers: [],
    body: bytesFromText('{}'),
    complete: true,
    timing: { firstByte: 1, total: 5 },
  },
});

function seenSoFar(answers: Record<string, number>, runs: SeenSoFar['runs'] = new Map()): SeenSoFar {
  const exchanges = new Map(Object.entries(answers).map(([id, status]) => [id, [answer(status)]]));
  return { values: {}, exchanges, runs, projectFiles: ['server.mjs'] };
}

const expecting = (expect: string) =>
  unitWith(`steps:
  - { start: { id: early } }
  - { id: home, request: GET / }
  - { id: other, request: GET /other }
  - { start: { id: late } }
  - { id: last, request: GET / }
checks:
  - { id: it, title: It, why: Because., otherwise: No., expect: ${expect} }
hints: [{ checks: [it], text: Look. }]
`);

describe('a check has failed for good', () => {
  test.each([
    ['[{ of: [home, last], status: 200 }]', { home: 500 }, true],
    ['[{ of: [home, last], status: 200 }]', { home: 200 }, false],
    ['[{ of: last, status: 200 }]', { home: 500 }, false],
    ['[{ any-of: [home, last], status: 200 }]', { home: 500 }, false],
    ['[{ any-of: [home, other], status: 200 }]', { home: 500, other: 500 }, true],
    ['[{ any: [{ of: home, status: 200 }, { of: last, status: 200 }] }]', { home: 500 }, false],
    ['[{ any: [{ of: home, status: 200 }, { of: other, status: 200 }] }]', { home: 500, other: 500 }, true],
    ['[{ all: [{ of: home, status: 200 }, { of: last, status: 200 }] }]', { home: 500 }, true],
    ['[{ not: { of: home, status: 500 } }]', { home: 500 }, false],
    ['[{ for-each: [home, last], that: { of: it, status: 200 } }]', { home: 500 }, true],
    ['[{ of: home, status: 200, within: 1 }]', { home: 200 }, false],
    ["[{ of: home, body: { contains: '${last.json.id}' } }]", { home: 200 }, false],
  ])('%s with %j: %s', (expected, answers, failed) => {
    expect(failedAlready(expecting(expected), seenSoFar(answers))).toBe(failed);
  });

  const crashed = new Map([
    [
      'early',
      {
        records: logRecords([{ stream: 'stderr', data: 'Error: gone\n', at: 0 }]),
        exit: { code: 1, signal: null },
      },
    ],
  ]);

  test.each([
    ['[{ run: early, alive: true }]', true],
    ['[{ run: early, alive: false, exit-code: 1 }]', false],
    ['[{ run: early, exit-code: 0 }]', true],
    ['[{ run: early, log: { where: { contains: gone }, count: 2 } }]', true],
    ['[{ run: early, log: { where: { contains: gone }, one-for-each: [home, last] } }]', false],
    ['[{ run: late, alive: true }]', false],
    ['[{ run: late, log: { where: { contains: gone } } }]', false],
    ['[{ alive: true, log: { where: { contains: nothing } } }]', false],
    ['[{ run: early, log: { file: a.log, where: { contains: gone }, count: 2 } }]', false],
  ])('%s once one run is over: %s', (expected, failed) => {
    expect(failedAlready(expecting(expected), seenSoFar({ home: 200, other: 200 }, crashed))).toBe(failed);
  });
});
