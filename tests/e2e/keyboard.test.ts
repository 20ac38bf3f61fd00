import { expect, test } from 'vitest';
import { Bench } from './bench.ts';
import { hands } from './hands.ts';
import { focusName, tabTo } from './keys.ts';
import { describeVisits, lessonPath, visit } from './visit.ts';

describeVisits();

test('the first Tab offers to skip to the text', async () => {
  const page = await (await visit()).open(lessonPath);
  await page.keyboard.press('Tab');
  await expect.poll(() => focusName(page)).toContain('Skip to the text');
  await page.keyboard.press('Enter');
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('main');
});

test('lesson 1 with the keyboard alone: commit, write, run, send, check, and read the result', async () => {
  const { page, open } = await visit();
  await open(lessonPath);
  await page.locator('#main').focus();

  const prediction = page.locator('sn-prediction').first();
  for (let i = 0; i < 60 && !(await prediction.locator('input:focus').count()); i++)
    await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowDown');
  await tabTo(page, /^Commit$/, 3);
  await page.keyboard.press('Enter');
  await prediction.locator('[role=status]:focus').waitFor();

  const bench = await Bench.reach(page);
  await bench.button('Run').focus();
  await tabTo(page, /^Editor/, 6);
  await page.keyboard.press('ControlOrMeta+Home');
  await page.keyboard.type('// mine\n');
  await page.keyboard.press('ControlOrMeta+Enter');
  await bench.state.filter({ hasText: 'running on' }).waitFor();

  await tabTo(page, /^Editor/, 1).catch(() => undefined);
  await page.keyboard.press('Escape');
  await tabTo(page, /^All books$/, 4);
  await page.keyboard.press('Enter');
  await bench.outcome.filter({ hasText: '200 OK' }).waitFor();

  await tabTo(page, /^Check$/);
  await page.keyboard.press('Enter');
  await bench.summary.filter({ hasText: /of \d+ pass/ }).waitFor({ timeout: 60_000 });
  await expect.poll(() => focusName(page)).toContain('Check');
  await page.keyboard.press('Tab');
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('SUMMARY');

  // What to do about a check that failed.
  const hand = hands.keyboard(page);
  const failed = bench.root.locator('.result details[open]');
  await hand.press(failed.getByRole('button', { name: /^A hint/ }));
  await failed.locator('.hint').waitFor();
  await hand.press(failed.getByRole('button', { name: 'Show on the timeline' }));
  await bench.root.getByText('Only what belongs to').waitFor();
});

test('Tab goes past the editor until one types in it; then it indents, and Escape gives it back', async () => {
  const { page, open } = await visit();
  await open(lessonPath);
  const bench = await Bench.reach(page);
  const inEditor = (): Promise<boolean> =>
    bench.editor.evaluate((content) => document.activeElement === content);
  await bench.editor.focus();
  await page.keyboard.press('Tab');
  await expect.poll(() => inEditor()).toBe(false);

  await bench.editor.focus();
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.type('x');
  await page.keyboard.press('Tab');
  await expect.poll(() => inEditor()).toBe(true);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  await expect.poll(() => inEditor()).toBe(false);
});

test('Ctrl+S runs, and the page does not open its save dialog', async () => {
  const { page, open } = await visit();
  await open(lessonPath);
  const bench = await Bench.reach(page);
  await bench.editor.focus();
  await page.keyboard.press('ControlOrMeta+S');
  await bench.state.filter({ hasText: 'running on' }).waitFor();
});
