import { describe, expect, test } from 'vitest';
import type { Exchange } from '../../src/checks/exchange.ts';
import { judge } from '../../src/checks/judge.ts';
import { logRecords } from '../../src/checks/log-records.ts';
import type { Observations } from '../../src/checks/observations.ts';
import { bytesFromText, createRequest, type HeaderList } from '../../src/http/message.ts';
import { draftFromText } from '../../src/workbench/request-text.ts';
import { unitWith } from './small-unit.ts';

interface Answer {
  readonly status?: number;
  readonly headers?: HeaderList;
  readonly body?: string;
  readonly method?: string;
  readonly failure?: Exchange['failure'];
}

const json: HeaderList = [['Content-Type', 'application/json; charset=utf-8']];

function exchange({ status = 200, headers = json, body = '{}', method = 'GET', failure }: Answer): Exchange {
  const base = { request: createRequest({ method, path: '/' }), at: 10, milliseconds: 5, connection: 0 };
  if (failure !== undefined) return { ...base, failure };
  const timing = { firstByte: 1, total: 5 };
  return {
    ...base,
    response: { status, statusText: '', headers, body: bytesFromText(body), complete: true, timing },
  };
}

function seen(answers: Record<string, Answer[]>, log = '', rest: Partial<Observations> = {}): Observations {
  return {
    values: { word: 'zorbal' },
    exchanges: new Map(Object.entries(answers).map(([id, list]) => [id, list.map(exchange)])),
    records: logRecords([{ stream: 'stderr', data: log, at: 0 }]),
    runs: new Map(),
    alive: true,
    crash: undefined,
    exit: undefined,
    files: {},
    projectFiles: ['server.mjs'],
    ...rest,
  };
}

const steps = `
values: { word: { word: 6 } }
steps:
  - { id: home, request: GET / }
  - { id: other, request: GET /other }
`;

/** A unit with one check that expects this. */
const expecting = (expect: string) =>
  unitWith(`${steps}
checks:
  - { id: it, title: It, why: Because., otherwise: No., expect: ${expect} }
hints: [{ checks: [it], text: Look. }]
`);

const statusOf = (expected: string, observations: Observations): string | undefined =>
  judge(expecting(expected), observations)[0]?.status;

describe('conditions on answers', () => {
  test.each([
    ['[{ of: home, status: 2xx }]', [{ status: 204, body: '' }], 'passed'],
    ['[{ of: home, status: [404, 405] }]', [{ status: 405 }], 'passed'],
    ['[{ of: home, status: 200 }]', [{ status: 200 }, { status: 500 }], 'failed'],
    ['[{ any-of: home, status: 200 }]', [{ status: 200 }, { status: 500 }], 'passed'],
    ['[{ of: home, type: json }]', [{ headers: [['content-type', 'application/problem+json']] }], 'passed'],
    ['[{ of: home, type: json }]', [{ headers: [['content-type', 'text/html']] }], 'failed'],
    [
      '[{ of: home, json: { error.code: { filled: true } } }]',
      [{ body: '{"error":{"code":"x"}}' }],
      'passed',
    ],
    [
      '[{ of: home, json: { error.code: { filled: true } } }]',
      [{ body: '{"error":{"code":" "}}' }],
      'failed',
    ],
    ['[{ of: home, json: { error.code: { filled: true } } }]', [{ body: '{"error":"x"}' }], 'failed'],
    ['[{ of: home, json: { error.code: { filled: true } } }]', [{ body: 'error' }], 'failed'],
    ['[{ of: home, json: { "constructor.name": { present: false } } }]', [{}], 'passed'],
    ['[{ of: home, json: { $: { length: 2 }, "[1].id": 2 } }]', [{ body: '[{"id":1},{"id":2}]' }], 'passed'],
    [
      '[{ of: home, json: { $: { equals: { a: [1, { b: null }] } } } }]',
      [{ body: '{"a":[1,{"b":null}]}' }],
      'passed',
    ],
    ['[{ of: home, json: { n: { min: 2, max: 4, type: number } } }]', [{ body: '{"n":5}' }], 'failed'],
    [
      '[{ of: home, headers: { Retry-After: "30", X-Powered-By: false } }]',
      [{ headers: [['retry-after', '30']] }],
      'passed',
    ],
    [
      '[{ of: home, headers: { X-Powered-By: false } }]',
      [{ headers: [['x-powered-by', 'Express']] }],
      'failed',
    ],
    ['[{ of: home, body: { lacks: "${word}" } }]', [{ body: 'a zorbal b' }], 'failed'],
    ['[{ of: home, whole: { lacks: "${word}" } }]', [{ headers: [['x-error', 'zorbal']] }], 'failed'],
    ['[{ of: home, answered: false }]', [{ failure: 'timeout' }], 'passed'],
    ['[{ of: home, status: 200 }]', [{ failure: 'timeout' }], 'timed-out'],
    ['[{ of: home, status: 200 }]', [{ failure: 'ECONNRESET' }], 'failed'],
    ['[{ of: home, status: 200 }]', [{ failure: 'skipped' }], 'not-judged'],
    ['[{ not: { of: home, status: 500 } }]', [{}], 'passed'],
    ['[{ not: { of: home, status: 200 } }]', [{}], 'failed'],
    ['[{ not: { of: home, status: 200 } }]', [{ failure: 'skipped' }], 'not-judged'],
    ['[{ any: [{ of: home, status: 500 }, { of: home, type: json }] }]', [{}], 'passed'],
    ['[{ all: [{ of: home, status: 500 }, { of: home, type: json }] }]', [{}], 'failed'],
  ] as [string, Answer[], string][])('%s of %j: %s', (expected, answers, status) => {
    expect(statusOf(expected, seen({ home: answers }))).toBe(status);
  });

  test('nothing about a body is asked of HEAD, except that there is none', () => {
    const wanted = '[{ of: home, status: 404, type: json, json: { error: { present: true } } }]';
    expect(statusOf(wanted, seen({ home: [{ status: 404, method: 'HEAD', body: '' }] }))).toBe('passed');
    expect(statusOf(wanted, seen({ home: [{ status: 404, method: 'HEAD', body: 'x' }] }))).toBe('failed');
  });

  test('a request to a service says whom it was sent to, and cannot be taken for one to the server', () => {
    const asked = (to: Pick<Exchange, 'to'>): string | undefined =>
      judge(
        expecting('[{ of: home, status: 500 }]'),
        seen({}, '', { exchanges: new Map([['home', [{ ...exchange({}), ...to }]]]) }),
      )[0]?.sent;
    expect(asked({ to: 'collector' })).toBe('To the service “collector”:\nGET /');
    expect(draftFromText(asked({ to: 'collector' }) ?? '')).toBeUndefined();
    expect(draftFromText(asked({}) ?? '')).toMatchObject({ method: 'GET', path: '/' });
  });

  test('an answer without a body is never the one that some answer must be like', () => {
    const wanted = '[{ any-of: home, body: { contains: stack } }]';
    const head = { status: 404, method: 'HEAD', body: '' };
    expect(statusOf(wanted, seen({ home: [{ body: 'none' }, head] }))).toBe('failed');
    expect(statusOf(wanted, seen({ home: [{ body: 'a stack' }, head] }))).toBe('passed');
    expect(statusOf(wanted, seen({ home: [head] }))).toBe('not-judged');
  });

  test('a refused connection says nothing once the server is down', () => {
    const crash = { status: { code: 1, signal: null }, during: 'GET /', error: 'Error: x' };
    const answers = { home: [{ failure: 'ECONNREFUSED' as const }] };
    expect(statusOf('[{ of: home, status: 200 }]', seen(answers, '', { alive: false, crash }))).toBe(
      'not-judged',
    );
    expect(statusOf('[{ of: home, status: 200 }]', seen(answers))).toBe('failed');
  });

  test('what takes something from an answer that did not come is not judged', () => {
    const wanted = "[{ of: home, body: { contains: '${other.json.id}' } }]";
    expect(statusOf(wanted, seen({ home: [{ body: 'id 7' }], other: [{ body: '{"id":7}' }] }))).toBe(
      'passed',
    );
    expect(statusOf(wanted, seen({ home: [{}], other: [{ failure: 'ECONNRESET' }] }))).toBe('not-judged');
  });
});

describe('conditions that speak of each answer', () => {
  const own = "[{ of: home, json: { requestId: '${this.headers.x-request-id}' } }]";
  const carrying = (header: string, body: string): Answer => ({
    headers: [...json, ['X-Request-Id', header]],
    body: JSON.stringify({ requestId: body }),
  });

  test.each([
    [own, [carrying('a', 'a'), carrying('b', 'b')], 'passed'],
    [own, [carrying('a', 'a'), carrying('b', 'a')], 'failed'],
    [own, [{ body: '{"requestId":"a"}' }], 'failed'],
    [
      "[{ of: home, distinct: '${this.headers.x-request-id}' }]",
      [carrying('a', ''), carrying('b', '')],
      'passed',
    ],
    [
      "[{ of: home, distinct: '${this.headers.x-request-id}' }]",
      [carrying('a', ''), carrying('a', '')],
      'failed',
    ],
    ["[{ of: home, distinct: '${this.headers.x-request-id}' }]", [{}], 'failed'],
  ] as [string, Answer[], string][])('%s of %j: %s', (expected, answers, status) => {
    expect(statusOf(expected, seen({ home: answers }))).toBe(status);
  });

  test('an answer is distinct from those of the other steps as well', () => {
    const wanted = "[{ of: [home, other], distinct: '${this.headers.x-request-id}' }]";
    expect(statusOf(wanted, seen({ home: [carrying('a', '')], other: [carrying('a', '')] }))).toBe('failed');
  });
});

describe('conditions on the log', () => {
  const stack = 'Error: zorbal\n    at /app/server.mjs:1:2\n';

  test.each([
    ["[{ log: { where: { contains: '${word}', stack: true } } }]", stack, 'passed'],
    ["[{ log: { where: { contains: '${word}', stack: true } } }]", 'Error: zorbal\n', 'failed'],
    ["[{ log: { where: { contains: '${word}' }, count: 2 } }]", stack + stack, 'passed'],
    ["[{ log: { where: { contains: '${word}' }, one-for-each: home } }]", stack, 'failed'],
    ["[{ log: { where: { contains: '${word}' }, one-for-each: home } }]", stack + stack, 'passed'],
    ["[{ log: { where: { contains: '${word}' }, one-for-each: home } }]", stack + stack + stack, 'failed'],
    ['[{ log: { where: { contains: secret }, count: 0 } }]', stack, 'passed'],
    ['[{ log: { where: { severity: error }, count: 0 } }]', '{"level":40}\n', 'passed'],
    ['[{ log: { where: { json: { err.code: E1 } } } }]', '{"err":{"code":"E1"}}\n', 'passed'],
  ])('%s of %j: %s', (expected, log, status) => {
    expect(statusOf(expected, seen({ home: [{}, {}] }, log))).toBe(status);
  });

  test.each([
    ['ECONNRESET', stack, 'failed'],
    ['ECONNRESET', stack + stack, 'passed'],
    ['skipped', stack, 'passed'],
    ['ECONNREFUSED', stack, 'passed'],
  ] as const)('a request that met %s needs a record where it was sent: %j %s', (failure, log, status) => {
    const wanted = "[{ log: { where: { contains: '${word}' }, one-for-each: home } }]";
    expect(statusOf(wanted, seen({ home: [{}, { failure }] }, log))).toBe(status);
  });

  test.each([
    ['{ holds: [abc, "500"] }', '{"id":"abc","res":{"statusCode":500}}\n', 'passed'],
    ['{ holds: abc }', '{"msg":"abc failed"}\n', 'failed'],
    ['{ holds: "50" }', '{"status":500}\n', 'failed'],
    ["{ holds-like: '^/books/7\\b' }", '{"req":{"url":"/books/7?x=1"}}\n', 'passed'],
    ["{ holds-like: '^/books/7\\b' }", '{"msg":"GET /books/7"}\n', 'failed'],
    ['{ structured: true, one-line: true }', '{\n  "a": 1\n}\n', 'failed'],
  ])('a record like %s in %j: %s', (where, log, status) => {
    expect(statusOf(`[{ log: { where: ${where} } }]`, seen({ home: [{}] }, log))).toBe(status);
  });

  const id = (value: string): Answer => ({ headers: [['X-Request-Id', value]] });
  const holdsItsId =
    "[{ log: { where: { holds: '${this.headers.x-request-id}' }, for-each: home, count: 1 } }]";

  test.each([
    [[id('a'), id('b')], '{"id":"a"}\n{"id":"b"}\n', 'passed'],
    [[id('a'), id('b')], '{"id":"b"}\n{"id":"b"}\n', 'failed'],
    [[id('a'), {}], '{"id":"a"}\n', 'failed'],
    [[{ failure: 'ECONNRESET' as const }], '{"id":"a"}\n', 'not-judged'],
  ])('each answer of %j has its own record in %j: %s', (answers, log, status) => {
    expect(statusOf(holdsItsId, seen({ home: answers }, log))).toBe(status);
  });

  test('the records of a file are looked at instead of those of the output', () => {
    const files = { 'error.log': '{"level":50}\n' };
    const wanted = '[{ log: { file: error.log, where: { severity: error }, count: 1 } }]';
    expect(statusOf(wanted, seen({ home: [{}] }, '', { files }))).toBe('passed');
    expect(statusOf(wanted, seen({ home: [{}] }, '{"level":50}\n'))).toBe('failed');
  });

  test('that something is absent counts only once something was logged', () => {
    const absent = '{ where: { contains: secret }, count: 0';
    expect(statusOf(`[{ log: ${absent} } }]`, seen({ home: [{}] }, ''))).toBe('not-judged');
    expect(statusOf(`[{ log: ${absent}, even-if-silent: true } }]`, seen({ home: [{}] }, ''))).toBe('passed');
  });
});

describe('the cause', () => {
  const unit = unitWith(`${steps}
checks:
  - { id: first, title: First, why: Because., otherwise: Not the first., expect: [{ of: home, status: 200 }] }
  - { id: second, title: Second, why: Because., otherwise: Not the second., expect: [{ of: other, status: 200 }] }
  - { id: third, title: Third, why: Because., otherwise: Not the third., expect: [{ of: other, type: json }], needs: [second] }
  - { id: fourth, title: Fourth, why: Because., otherwise: Not the fourth., expect: [{ of: home, type: json }] }
diagnoses:
  - { id: deep, explains: [second, first], when: [{ of: home, status: 500 }, { of: other, status: 500 }], say: 'Both are \${home.status}.' }
  - { id: shallow, explains: first, when: { of: home, status: 500 }, say: Only the first. }
  - { id: elsewhere, explains: fourth, when: { of: home, status: 500 }, say: Never said. }
hints: [{ checks: [first, second, third, fourth], text: Look. }]
`);

  const read = (home: Answer, other: Answer) =>
    judge(unit, seen({ home: [home], other: [other] })).map(({ id, status, message, diagnosis, because }) =>
      [id, status, message, diagnosis ?? because]
        .filter((part) => part !== undefined && part !== '')
        .join(' | '),
    );

  test('the first diagnosis that fits leads, and stands once for all that it explains', () => {
    expect(read({ status: 500 }, { status: 500 })).toEqual([
      'first | failed | Both are 500. | deep',
      'second | failed | The same cause as with “First”. | first',
      'third | not-judged | This can only be judged once “Second” passes.',
      'fourth | passed',
    ]);
  });

  test('a diagnosis is not made for a check that passes', () => {
    expect(read({ status: 500 }, {})).toEqual([
      'first | failed | Only the first. | shallow',
      'second | passed',
      'third | passed',
      'fourth | passed',
    ]);
  });

  test('without a diagnosis the first failed check leads, in its own words', () => {
    expect(read({}, { status: 404, headers: [['content-type', 'text/html']] })[0]).toBe(
      'second | failed | Not the second.',
    );
  });

  test('a crash leads, and its consequences point to it', () => {
    const crash = { status: { code: 1, signal: null }, during: 'GET /other', error: 'TypeError: x' };
    const results = judge(
      unit,
      seen({ home: [{ status: 404 }], other: [{ failure: 'ECONNRESET' }] }, '', { alive: false, crash }),
    );
    expect(results[0]).toMatchObject({ id: 'second', status: 'crashed' });
    expect(results[0]?.message).toContain('went down with exit code 1 after `GET /other`');
    expect(results[1]).toMatchObject({ id: 'first', status: 'failed', message: 'Not the first.' });
  });
});
