import { expect, test } from 'vitest';
import { sidewaysScroll } from './accessibility.ts';
import { describeVisits, lessonPath, phone, visit } from './visit.ts';

describeVisits();

test('the answer to the prediction, with every option explained, opens', async () => {
  const page = await (await visit({ javaScriptEnabled: false })).open(lessonPath);
  const prediction = page.locator('sn-prediction').first();
  await prediction.getByText('Answer, and why').click();
  await expect
    .poll(() => prediction.locator('.why').count())
    .toBe(await prediction.locator('[data-option]').count());
  await expect.poll(() => prediction.locator('.why').first().isVisible()).toBe(true);
  await expect.poll(() => page.getByRole('button', { name: 'Commit' }).isVisible()).toBe(false);
});

test('where a sandbox would be stands the whole code, how to run it by hand, and why', async () => {
  const page = await (await visit({ javaScriptEnabled: false })).open(lessonPath);
  const bench = page.locator('sn-workbench[data-what="exercise"]');
  await expect.poll(() => bench.locator('.code').first().innerText()).toContain('app.listen(');
  const text = await bench.innerText();
  expect(text).toContain('npm install express');
  expect(text).toMatch(/curl -i localhost:3000\/books/);
  expect(text).toContain('JavaScript');
  await expect.poll(() => bench.getByRole('button').count()).toBe(0);
});

test('what will be checked is listed, and a solution can be opened', async () => {
  const page = await (await visit({ javaScriptEnabled: false })).open(lessonPath);
  await expect.poll(() => page.locator('.checks .result').count()).toBeGreaterThan(5);
  await page.locator('.solution-static summary').click();
  await expect.poll(() => page.locator('.solution-static .code').isVisible()).toBe(true);
});

test.each([
  ['a wide screen', {}],
  ['a phone', phone],
])('on %s it fits', async (_name, look) => {
  // Only scripts of the page are off: the test's own still measure.
  const page = await (await visit({ ...look, javaScriptEnabled: false })).open(lessonPath);
  await expect.poll(() => sidewaysScroll(page)).toBe(0);
});
