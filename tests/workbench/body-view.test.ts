import { expect, test } from 'vitest';
import { hexDump, inertPage, viewsFor } from '../../src/workbench/body-view.ts';
import { jsonResponse } from '../fixtures/fake-engine.ts';

test('only a page can be looked at as a page', () => {
  const json = jsonResponse(200, 'OK', {});
  expect(viewsFor(json)).not.toContain('page');
  expect(viewsFor({ ...json, headers: [['content-type', 'text/html; charset=utf-8']] })).toContain('page');
});

test('what is no text is shown as bytes', () => {
  const json = jsonResponse(200, 'OK', {});
  const views = (body: Uint8Array) => viewsFor({ ...json, body });
  const text = new TextEncoder().encode(`${'מ€'.repeat(3000)}\u001b[31m\t\n`);
  expect(views(text)[0]).toBe('pretty');
  expect(views(new Uint8Array())[0]).toBe('pretty');
  for (const bytes of [
    [0x89, 0x50, 0x4e, 0x47],
    [97, 0, 98],
    [0xff, 0xfe],
  ])
    expect(views(new Uint8Array(bytes))).toEqual(['hex', 'raw']);
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
