import { expect, test } from 'vitest';
import { hexDump, inertPage, viewsFor } from '../../src/workbench/body-view.ts';
import { jsonResponse } from '../fixtures/fake-engine.ts';

test('only a page can be looked at as a page', () => {
  const json = jsonResponse(200, 'OK', {});
  expect(viewsFor(json)).not.toContain('page');
  expect(viewsFor({ ...json, headers: [['content-type', 'text/html; charset=utf-8']] })).toContain('page');
});

test('a page is shown under a policy that lets nothing in, however it begins', () => {
  expect(inertPage('<script>1</script>')).toMatch(
    /^<!doctype html><meta http-equiv="Content-Security-Policy"/,
  );
});

test('bytes are told by offset, value and character', () => {
  expect(hexDump(new TextEncoder().encode('Hello, world\n and more'))).toBe(
    '000000  48 65 6c 6c 6f 2c 20 77 6f 72 6c 64 0a 20 61 6e  Hello, world. an\n' +
      '000010  64 20 6d 6f 72 65                                d more',
  );
});
