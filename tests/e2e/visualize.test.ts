import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { axeFindings, expectAccessible, sidewaysScroll } from './accessibility.ts';
import { hands } from './hands.ts';
import { describeVisits, phone, visit } from './visit.ts';

describeVisits();

const moments = (page: Page, stage = 0) => page.locator('.stage').nth(stage).locator('.in-words li');

/** Runs what is shown, and waits until this has happened in it. */
async function run(page: Page, last: RegExp): Promise<void> {
  await page.getByRole('button', { name: 'Run it' }).click();
  await moments(page).filter({ hasText: last }).first().waitFor();
}

test('an error moves through the layers into the net, by keys, in words and in the drawing; changed code takes another way', async () => {
  const { page, open } = await visit();
  await open('/visualize/?show=sync-throw');
  await run(page, /The visitor has the answer: 500/);
  const scrub = page.getByRole('slider', { name: 'Moment' });
  const said = page.locator('.said');
  await said.filter({ hasText: 'GET /books/9 arrives' }).waitFor();
  await scrub.focus();
  await page.keyboard.press('End');
  await said.filter({ hasText: 'The visitor has the answer: 500' }).waitFor();
  await page.getByRole('button', { name: /^Net 2: the error handler catches TypeError/ }).click();
  await said.filter({ hasText: 'passes by layers with three parameters' }).waitFor();
  expect(await page.locator('.walk .layer').allTextContents()).toEqual([
    expect.stringContaining('express.json()'),
    expect.stringMatching(/get \/books\/:idfails/),
    expect.stringContaining('passed by'),
    expect.stringContaining('catches'),
  ]);
  expect(await axeFindings(page)).toEqual([]);

  const editor = page.getByRole('textbox', { name: /^Editor/ });
  await editor.click();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.insertText(
    "import express from 'express'\nconst app = express()\napp.get('/books/9', (req, res) => res.send('mine'))\napp.listen(process.env.PORT)\n",
  );
  await page.keyboard.press('ControlOrMeta+Enter');
  await moments(page)
    .filter({ hasText: /the answer: 200/ })
    .waitFor();
});

test('where the drawing cannot be loaded, that is said, and what it shows stands there in words', async () => {
  const { page, context, open } = await visit({ expects: /net::ERR_FAILED/ });
  await context.route('**/lab/visualize.json', (route) => route.abort());
  await open('/visualize/');
  await page.getByText('The drawing could not be loaded').waitFor();
  await page.locator('.scenarios dt').first().waitFor();
  expect(await axeFindings(page)).toEqual([]);
});

test('two servers beside each other, one that hands its error on and one that does not; the address leads there again', async () => {
  const { page, open } = await visit({ colorScheme: 'dark' });
  await open('/visualize/?show=with-next-err');
  await page.getByRole('button', { name: /^Compare: A callback keeps/ }).click();
  expect(page.url()).toContain('beside=without-next-err');
  await run(page, /the answer: 500/);
  await moments(page, 1)
    .filter({ hasText: /The visitor gives up/ })
    .waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await page.reload();
  await page.locator('.stage h2').nth(1).getByText('A callback keeps its error to itself').waitFor();
});

test('on a phone: two requests at once in two colours, and it fits', async () => {
  const { page, open } = await visit(phone);
  await open('/visualize/?show=two-at-once');
  await run(page, /Request 1: The visitor has the answer: 500/);
  await page.getByRole('slider', { name: 'Moment' }).focus();
  await page.keyboard.press('End');
  await expect.poll(() => page.locator('.walk .token').count()).toBe(2);
  await page.locator('.cm-xray-both').first().waitFor();
  await expect.poll(() => sidewaysScroll(page)).toBe(0);
  expect(await axeFindings(page)).toEqual([]);
});

test('where motion is welcome, Play goes through it by itself and can be paused', async () => {
  const { page, open } = await visit({ reducedMotion: 'no-preference' });
  await open('/visualize/?show=timer');
  await run(page, /Net 5: the supervisor starts/);
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await page.getByLabel('Speed').selectOption('4 ×');
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await page.locator('.said').filter({ hasText: 'Net 5: the supervisor starts' }).waitFor();
  await page.getByRole('button', { name: 'Play', exact: true }).waitFor();
});

test.each([
  ['keyboard', {}],
  ['touch', phone],
] as const)(
  'by %s alone: a scenario is chosen, run, stepped through and compared',
  async (name, look) => {
    const { page, open, context } = await visit(look);
    context.setDefaultTimeout(60_000);
    await open('/visualize/');
    const hand = hands[name](page);
    const press = (button: string | RegExp) => hand.press(page.getByRole('button', { name: button }).first());
    await page.getByRole('button', { name: 'Run it' }).waitFor();
    await hand.choose(page.getByLabel('Scenario'), 'with-next-err');
    await press('Run it');
    await moments(page)
      .filter({ hasText: /the answer: 500/ })
      .waitFor();
    await press('Step on');
    await page.locator('.player output').filter({ hasText: /^2 of/ }).waitFor();
    await press('Step back');
    await page.locator('.player output').filter({ hasText: /^1 of/ }).waitFor();
    await press(/^Compare: A callback keeps/);
    await page.locator('.stage h2').nth(1).waitFor();
    await expectAccessible(page);
  },
  240_000,
);
