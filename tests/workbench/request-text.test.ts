import { describe, expect, test } from 'vitest';
import { bytesFromText } from '../../src/http/message.ts';
import {
  DraftError,
  draftFromText,
  emptyDraft,
  parseHeaderLines,
  prettyBody,
  requestFromDraft,
  wireText,
} from '../../src/workbench/request-text.ts';

const response = (type: string, body: string) => ({
  status: 200,
  statusText: 'OK',
  headers: [
    ['Content-Type', type],
    ['Set-Cookie', 'a=1'],
    ['Set-Cookie', 'b=2'],
  ] as const,
  body: bytesFromText(body),
  complete: true,
  timing: { firstByte: 1, total: 1 },
});

describe('a draft becomes a request', () => {
  test('with headers in order, repeated ones apart, values untouched', () => {
    const draft = {
      method: 'POST',
      path: ' /books?a=%20 ',
      headers: 'X-A: 1\n\nx-a:  two: three ',
      body: '{"title":',
    };
    expect(requestFromDraft(draft)).toEqual({
      method: 'POST',
      path: '/books?a=%20',
      headers: [
        ['X-A', '1'],
        ['x-a', 'two: three'],
      ],
      body: bytesFromText('{"title":'),
    });
  });

  test('without a body there is none', () => {
    expect(requestFromDraft(emptyDraft)).toEqual({ method: 'GET', path: '/', headers: [] });
  });

  test.each([
    ['books', 'path'],
    ['/a b', 'path'],
    ['http://elsewhere/', 'path'],
  ])('the path %j is refused in words', (path, field) => {
    expect(() => requestFromDraft({ ...emptyDraft, path })).toThrow(expect.objectContaining({ field }));
  });

  test.each(['no colon', ': empty', 'bad name: x'])('the header line %j is refused in words', (line) => {
    expect(() => parseHeaderLines(line)).toThrow(DraftError);
  });
});

test('JSON is indented, and what only says that it is JSON is left as it came', () => {
  expect(prettyBody(response('application/json', '{"a":[1]}'))).toBe('{\n  "a": [\n    1\n  ]\n}');
  expect(prettyBody(response('application/problem+json; charset=utf-8', '{}'))).toBe('{}');
  expect(prettyBody(response('application/json', '{"a":'))).toBe('{"a":');
  expect(prettyBody(response('text/html', '{"a":1}'))).toBe('{"a":1}');
});

test('a body that is longer than anybody reads is shown in part', () => {
  expect(prettyBody(response('text/plain', 'a'.repeat(5_000_000)))).toMatch(
    /a\n… 4,800,000 more characters$/,
  );
});

test.each([
  ['books', 'slash'],
  ['/a b', '%20'],
  ['/ü/1', '“ü” as %C3%BC'],
  ['/😀', '%F0%9F%98%80'],
  ['/\ud800', '%EF%BF%BD'],
])('the path %j is refused in words', (path, word) => {
  expect(() => requestFromDraft({ method: 'GET', path, headers: '', body: '' })).toThrow(word);
});

test('the raw view has every header line', () => {
  expect(wireText(response('text/plain', 'hi'))).toBe(
    'HTTP/1.1 200 OK\nContent-Type: text/plain\nSet-Cookie: a=1\nSet-Cookie: b=2\n\nhi',
  );
});

test.each([
  ['GET /books', { method: 'GET', path: '/books', headers: '', body: '' }],
  ['/books', { method: 'GET', path: '/books', headers: '', body: '' }],
  [
    'POST /books?x=1\nContent-Type: application/json\nX-A: 1\n\n{"a":\n\n1}',
    {
      method: 'POST',
      path: '/books?x=1',
      headers: 'Content-Type: application/json\nX-A: 1',
      body: '{"a":\n\n1}',
    },
  ],
  ['POST /books\n\naaaa…', undefined],
  ['javascript:alert(1)', undefined],
  ['', undefined],
])('the request that was written as %j is read back, or is none', (text, draft) => {
  expect(draftFromText(text)).toEqual(draft);
});
