import { expect, test } from 'vitest';
import { ankiFile } from '../../src/recall/anki-file.ts';
import type { StockCard } from '../../src/recall/stock.ts';

const site = 'https://example.org/recall/';
const card = (more: Partial<StockCard>): StockCard => ({
  id: 'four-parameters',
  kind: 'card',
  text: '1-basic-error-handlers',
  front: 'Which function?',
  back: ['One with `fn.length` 4'],
  title: 'Basic error handlers',
  href: '/learn/1-basic-error-handlers/',
  ...more,
});

/** The rows as Anki reads them: fields between tabs, and in quotes where they need them. */
function rows(file: string): string[][] {
  return file
    .trimEnd()
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .map((line) =>
      [...line.matchAll(/(?:^|\t)(?:"((?:[^"]|"")*)"|([^\t"]*))/g)].map(([, quoted, plain]) =>
        quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'),
      ),
    );
}

test('the file says how it is to be read before its first note', () => {
  expect(ankiFile([], site).split('\n')).toEqual([
    '#separator:tab',
    '#html:true',
    '#notetype:Basic',
    '#deck:Safety Net',
    '#guid column:1',
    '#tags column:4',
    '#columns:GUID\tFront\tBack\tTags',
    '',
  ]);
});

test('a note has its own id, a front, a back with a link to where it was taught, and tags', () => {
  expect(rows(ankiFile([card({})], site))).toEqual([
    [
      'safety-net/four-parameters',
      'Which function?',
      'One with <code>fn.length</code> 4<p><small><a href="https://example.org/learn/1-basic-error-handlers/">Basic error handlers</a></small></p>',
      'safety-net 1-basic-error-handlers',
    ],
  ]);
});

test('tabs, line ends, quotes and markup in a text change neither the columns nor the page', () => {
  const nasty = card({
    front: 'A "quoted"\tword and `<script>`',
    code: 'if (a < b) {\n\treturn "x";\n}',
    back: ['**yes**\n\nand *no*'],
    why: 'Because `&amp;` is not `&`.',
  });
  const file = ankiFile([nasty, card({})], site);
  const [first, second] = rows(file);
  expect(file.trimEnd().split('\n')).toHaveLength(9);
  expect(first).toHaveLength(4);
  expect(second?.[0]).toBe('safety-net/four-parameters');
  expect(first?.[1]).toContain('<code>&lt;script&gt;</code>');
  expect(first?.[1]).toContain('<pre>if (a &lt; b) {<br>  return &quot;x&quot;;<br>}</pre>');
  expect(first?.[2]).toContain('<strong>yes</strong>');
  expect(first?.[2]).toContain('<code>&amp;amp;</code>');
});

test('what a question offers stands on the front, steps in their order on the back', () => {
  const [row] = rows(
    ankiFile([card({ kind: 'question', options: ['Two', 'One'], back: ['One', 'Two'] })], site),
  );
  expect(row?.[1]).toContain('<ul><li>Two</li><li>One</li></ul>');
  expect(row?.[2]).toContain('<ol><li>One</li><li>Two</li></ol>');
});
