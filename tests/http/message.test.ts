import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  bytesFromText,
  createRequest,
  headerValue,
  headerValues,
  mediaType,
  textFromBytes,
} from '../../src/http/message.ts';

describe('headers', () => {
  const headers = [
    ['Set-Cookie', 'a=1'],
    ['Content-Type', 'Text/HTML; charset=utf-8'],
    ['set-cookie', 'b=2'],
  ] as const;

  test('all values of a name are found, in order and without regard to case', () => {
    expect(headerValues(headers, 'SET-COOKIE')).toEqual(['a=1', 'b=2']);
    expect(headerValue(headers, 'set-cookie')).toBe('a=1');
    expect(headerValue(headers, 'cookie')).toBeUndefined();
  });

  test('the media type comes without parameters and in lower case, and is empty where there is none', () => {
    expect(mediaType(headers)).toBe('text/html');
    expect(mediaType([])).toBe('');
    expect(mediaType([['content-type', ' application/JSON ']])).toBe('application/json');
  });
});

describe('requests', () => {
  test('loose parts become a whole request: GET, no headers, no body', () => {
    expect(createRequest({ path: '/' })).toEqual({ method: 'GET', path: '/', headers: [] });
    expect('body' in createRequest({ path: '/' })).toBe(false);
  });

  test('headers may be given by name or as a list, and the list keeps its order and its repetitions', () => {
    expect(createRequest({ path: '/', headers: { A: '1' } }).headers).toEqual([['A', '1']]);
    const list = [
      ['B', '2'],
      ['a', '1'],
      ['b', '3'],
    ] as const;
    expect(createRequest({ path: '/', headers: list }).headers).toEqual(list);
  });

  test('an empty body is a body', () => {
    expect(createRequest({ path: '/', body: '' }).body).toEqual(new Uint8Array(0));
  });

  test('text survives the way to bytes and back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(textFromBytes(bytesFromText(text))).toBe(text);
      }),
    );
  });

  test('bytes that are no UTF-8 become replacement characters instead of an error', () => {
    expect(textFromBytes(new Uint8Array([0x61, 0xff, 0x62]))).toBe('a\ufffdb');
  });
});
