import { readFileSync } from 'node:fs';
import type { Locator } from 'playwright-core';
import { expect, test } from 'vitest';
import { axeFindings } from './accessibility.ts';
import { Bench } from './bench.ts';
import { describeVisits, lessonPath, phone, visit } from './visit.ts';

describeVisits();

const lesson = new URL('../../content/lessons/1-basic-error-handlers/', import.meta.url);
const solution = readFileSync(new URL('solution/server.mjs', lesson), 'utf8');

/** From now on, notes each text that a place shows, however short a time. */
async function everythingShown(place: Locator): Promise<() => Promise<string>> {
  const texts = await place.evaluateHandle((element) => {
    const seen = new Set<string>();
    const note = (): unknown => seen.add((element as HTMLElement).innerText);
    new MutationObserver(note).observe(element, { subtree: true, childList: true, characterData: true });
    return seen;
  });
  return () => texts.evaluate((seen) => [...seen].join('\n'));
}

test('lesson 1: predict, run, ask, be told what is wrong, mend it, be told that it is right, and find it again', async () => {
  const { page, open } = await visit();
  await open(lessonPath);

  const prediction = page.locator('sn-prediction').first();
  const commit = prediction.getByRole('button', { name: 'Commit' });
  await expect.poll(() => commit.isDisabled()).toBe(true);
  await expect.poll(() => prediction.locator('.why:visible').count()).toBe(0);
  await prediction.locator('[data-option]:not([data-right])').first().locator('label').click();
  await commit.click();
  await prediction.getByText('Not this time').waitFor();
  expect(await prediction.locator('.why:visible').count()).toBe(
    await prediction.locator('[data-option]').count(),
  );
  for (const input of await prediction.locator('input').all()) expect(await input.isDisabled()).toBe(true);

  const bench = await Bench.reach(page);
  await bench.run();
  await expect.poll(() => bench.state.innerText()).toMatch(/running on 3000, pid \d+/);
  expect(await bench.send('GET', '/books')).toContain('200 OK');
  await expect.poll(() => bench.response.innerText()).toMatch(/"title": "\w+"/);
  expect(await bench.send('GET', '/nope')).toContain('404 Not Found');
  await expect.poll(() => bench.response.innerText()).toContain('Cannot GET /nope');

  const shown = await everythingShown(bench.root.locator('.checks'));
  const failed = await bench.check();
  // While the checks ran it was said how many were through, what was done, and which were meant.
  expect(await shown()).toMatch(/Checking: \d+ of \d+ tried/);
  expect(await shown()).toMatch(/Step \d+ of \d+: GET \//);
  expect(await shown()).toMatch(/^being tried$/m);
  expect(failed).toMatch(/^\d+ of \d+ pass\. First to look at: ./);
  const first = bench.checks.first();
  await expect.poll(() => first.getAttribute('data-status')).toBe('failed');
  await expect.poll(() => first.locator('details[open] .result-body').innerText()).toMatch(/error handler/i);
  await expect.poll(() => bench.root.locator('.result details[open]').count()).toBe(1);
  await expect.poll(() => bench.state.innerText()).toMatch(/running on 3000/);

  await bench.write(solution);
  await bench.summary.getByText('You have changed the code since').waitFor();
  expect(await bench.check()).toMatch(/^All \d+ pass\./);

  await page.reload();
  await page.locator('sn-prediction').first().getByText('Not this time').waitFor();
  const again = await Bench.reach(page);
  await expect.poll(() => again.summary.innerText()).toMatch(/^All \d+ pass\./);
  await expect.poll(async () => (await again.copied()).trim()).toBe(solution.trim());
}, 240_000);

test('a failed check gives its hints one by one, and the solution opens beside the code after a question', async () => {
  const { page, open } = await visit();
  await open(lessonPath);
  const bench = await Bench.reach(page);
  await bench.check();
  const first = bench.checks.first();
  await expect.poll(() => first.locator('.hint').count()).toBe(0);
  await first.getByRole('button', { name: /^A hint/ }).click();
  await expect.poll(() => first.locator('.hint').count()).toBe(1);
  await first.getByRole('button', { name: /^The next hint/ }).click();
  await expect.poll(() => first.locator('.hint').count()).toBe(2);

  await bench.button('Show a solution').click();
  await expect.poll(() => bench.root.getByRole('textbox', { name: /^One solution/ }).count()).toBe(0);
  await page.getByRole('button', { name: 'Show it' }).click();
  await bench.root.getByRole('textbox', { name: /^One solution/ }).waitFor();
  await expect.poll(() => bench.editor.isVisible()).toBe(true);
  await bench.button('Close').click();
  await expect.poll(() => bench.root.getByRole('textbox', { name: /^One solution/ }).count()).toBe(0);
});

test.each([
  ['light', { colorScheme: 'light' as const }],
  ['dark', { colorScheme: 'dark' as const }],
  ['on a phone', phone],
])('axe finds nothing on a bench that was used, %s', async (_name, look) => {
  const { page, open } = await visit(look);
  await open(lessonPath);
  for (const what of ['sandbox', 'exercise']) {
    const bench = await Bench.reach(page, what).catch(() => undefined);
    if (!bench) continue;
    await bench.run();
    await bench.send('GET', '/report');
    expect(await axeFindings(page)).toEqual([]);
  }
  const bench = await Bench.reach(page);
  await bench.check();
  expect(await axeFindings(page)).toEqual([]);
  await bench.button('Stop').click();
  await bench.state.filter({ hasText: 'stopped' }).waitFor();
  await bench.write('const x = = 1\n');
  await bench.button('Run').click();
  await bench.root.locator('.explanation').waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await bench.button('Reset the code').click();
  expect(await axeFindings(page)).toEqual([]);
});

test('POST with a body, saved requests, and the raw message with every header', async () => {
  const { page, open } = await visit();
  await open(lessonPath);
  const bench = await Bench.reach(page);
  await bench.run();
  await bench.root.getByText('Headers and body').click();
  await bench.root.getByLabel('Headers, one per line').fill('Content-Type: application/json');
  await bench.root.getByLabel('Body', { exact: true }).fill('{"title":"Persuasion"}');
  expect(await bench.send('POST', '/books')).toContain('201 Created');
  await expect.poll(() => bench.response.innerText()).toContain('"Persuasion"');
  await bench.root.getByLabel('Raw').check();
  await expect.poll(() => bench.response.innerText()).toMatch(/^HTTP\/1\.1 201 Created\n(.+: .*\n)+\n\{/);
  await bench.root.locator('.saved').getByRole('button').first().click();
  await bench.outcome.filter({ hasText: '200 OK' }).waitFor();
});
