import { expect, test } from 'vitest';
import { parseCodeMeta } from '../../src/markdown/code-meta.ts';
import { highlightFile } from '../../src/markdown/highlight.ts';

test('a fence names its title and its marked lines', () => {
  const { title, lines } = parseCodeMeta('title="server.mjs" {1,4-6}');
  expect(title).toBe('server.mjs');
  expect([...lines]).toEqual([1, 4, 5, 6]);
  expect(parseCodeMeta('')).toEqual({ title: undefined, lines: new Set() });
});

test('highlighted code has classes and no styles, can be scrolled by keyboard, and loses no character', async () => {
  const text = "import express from 'express'\n\n// <&> 1\nconst x = `a${1}`\n";
  const html = await highlightFile('server.mjs', text);
  expect(html).toContain('<span class="c-keyword">import</span>');
  expect(html).toContain('tabindex="0"');
  expect(html).not.toContain('style=');
  const plain = html
    .replace(/<[^>]+>/g, '')
    .replace(/&#x3C;|&lt;/g, '<')
    .replace(/&#x26;|&amp;/g, '&')
    .replace(/&gt;/g, '>');
  expect(plain).toBe(text.trimEnd());
});

test('a kind of file that is not known stays text', async () => {
  expect(await highlightFile('notes.xyz', 'a < b')).toContain('a &#x3C; b');
});
