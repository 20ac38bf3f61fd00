import { expect, test } from 'vitest';
import { parseRequestLine } from '../../src/components/request-line.ts';

test('a request line is a method and a path, and a path alone is a GET', () => {
  expect(parseRequestLine(' POST /books ')).toMatchObject({
    method: 'POST',
    path: '/books',
    label: 'POST /books',
  });
  expect(parseRequestLine('/nope')).toMatchObject({ method: 'GET', path: '/nope' });
});
