import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { atOnce } from '../../scripts/content/at-once.ts';
import { checkLinks } from '../../scripts/content/check-links.ts';
import { measureText, proseOf } from '../../scripts/content/reading.ts';

test('prose is what is left without front matter, code and components', () => {
  const mdx =
    '---\ntitle: x\n---\n\n## A heading\n\nOne `const a = 1` *two*.\n\n```js\nnot();\n```\n\n<Sandbox />\n';
  expect(proseOf(mdx).replace(/\s+/g, ' ').trim()).toBe('A heading. One code two.');
});

test('short words in short sentences read more easily than long ones', () => {
  const easy = measureText('The cat sat on the mat. It was glad.');
  const hard = measureText(
    'Notwithstanding considerable organisational idiosyncrasies, interoperability necessitates standardisation.',
  );
  expect(easy.ease).toBeGreaterThan(90);
  expect(hard.ease).toBeLessThan(0);
  expect(easy.words).toBe(9);
});

test('links that lead to no page or to no anchor are told, code and other sites are left alone', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'safety-net-site-'));
  try {
    await mkdir(join(folder, 'a'));
    await writeFile(
      join(folder, 'index.html'),
      '<a href="/a/">ok</a><a href="/a/#there">ok</a><a class="x" href="/a/#gone">1</a><a href="b/">2</a><a href="https://example.org/">out</a>',
    );
    await writeFile(join(folder, 'a/index.html'), '<h2 id="there">Hello</h2><a href="../">up</a>');
    const { pages, links, broken } = await checkLinks(folder);
    expect({ pages, links }).toEqual({ pages: 2, links: 5 });
    expect(broken.map(({ page, href }) => `${page} ${href}`)).toEqual([
      'index.html /a/#gone',
      'index.html b/',
    ]);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('several at once, never more than allowed, and results in the order of the items', async () => {
  let running = 0;
  let most = 0;
  const waiting: (() => void)[] = [];
  const work = atOnce([1, 2, 3, 4, 5], 2, async (item) => {
    most = Math.max(most, ++running);
    await new Promise<void>((resolve) => waiting.push(resolve));
    running--;
    return item * 10;
  });
  for (let done = 0; done < 5; done++) {
    waiting.pop()?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(await work).toEqual([10, 20, 30, 40, 50]);
  expect(most).toBe(2);
});
