import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { expectAccessible } from './accessibility.ts';
import { focusName, follow, tabTo } from './keys.ts';
import { stored } from './stored.ts';
import { describeVisits, visit } from './visit.ts';

describeVisits();

/** The front page, with the focus at its beginning. */
async function front(page: Page): Promise<void> {
  await page.goto('/');
}

/** The row of the course map that is called so. */
const onMap = (page: Page, title: string) =>
  page.locator('.map li').filter({ has: page.getByRole('link', { name: title, exact: true }) });

/** Replaces the code of the bench that is reached next, and checks it. */
async function solve(page: Page, file: string): Promise<void> {
  await tabTo(page, /^Editor/, 120);
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.insertText(readFileSync(new URL(`../../content/${file}`, import.meta.url), 'utf8'));
  // The first one may close a list of completions.
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await check(page);
  // A check that a busy machine has failed is named here, and not missed on the map.
  await expect.poll(() => page.locator('.checks .summary').innerText()).toMatch(/^All \d+ pass/);
}

async function check(page: Page): Promise<void> {
  await tabTo(page, /^Check$/, 120);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Stop checking' }).waitFor();
  await page.getByRole('button', { name: 'Check', exact: true }).waitFor({ timeout: 120_000 });
}

/** Brings the first bench of the page near, so that it loads. */
async function bench(page: Page): Promise<void> {
  await page
    .locator('sn-workbench')
    .first()
    .evaluate((element) => element.scrollIntoView());
  await page.getByRole('textbox', { name: /^Editor/ }).waitFor();
}

test('Overview, Deep dive and Visualize by keyboard; the front page knows where one was', async () => {
  const { page } = await visit();
  await front(page);
  await expect.poll(() => page.locator('[data-return]').isVisible()).toBe(false);
  await expectAccessible(page);
  await follow(page, /^Overview/, '/overview/');
  await page.keyboard.press('End');
  await page.locator('.turn').waitFor();
  await stored(page, '/overview/');
  await front(page);
  await page.getByText('Go on with').waitFor();
  await expect.poll(() => page.locator('[data-go-on]').innerText()).toBe('Overview');
  await expectAccessible(page);

  await follow(page, /^Deep dive/, '/deep-dive/');
  await page.keyboard.press('PageDown');
  await stored(page, '/deep-dive/');
  await front(page);
  await page.locator('[data-go-on]').filter({ hasText: 'Deep dive' }).waitFor();

  await follow(page, /^Visualize/, '/visualize/');
  await page.getByRole('button', { name: 'Run it' }).waitFor();
  await tabTo(page, /^Run it$/);
  await page.keyboard.press('Enter');
  await page
    .getByText(/The visitor has the answer/)
    .first()
    .waitFor({ timeout: 60_000 });
  await expectAccessible(page);
}, 120_000);

test('Learn and Recall by keyboard: what is missed in a quiz is due, asked, undone and known', async () => {
  const { page } = await visit();
  await front(page);
  await follow(page, /^Learn/, '/learn/');
  await follow(page, /^Basic error handlers/, '/learn/1-basic-error-handlers/');
  const prediction = page.locator('sn-prediction').first();
  for (let i = 0; i < 60 && !(await prediction.locator('input:focus').count()); i++)
    await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await tabTo(page, /^Commit$/, 3);
  await page.keyboard.press('Enter');
  await prediction.getByText('Not this time').waitFor();
  // Not a stored text: the server has answered in this page, beside the guess.
  await prediction.getByText('This has just happened, in this page.').waitFor({ timeout: 60_000 });
  await expect
    .poll(() => prediction.locator('.for-real').innerText())
    .toMatch(/You said[\s\S]*404 Not Found/);
  await expect.poll(() => prediction.locator('.passage a').count()).toBe(1);
  await expectAccessible(page);

  await page.goto('/learn/1-basic-error-handlers/');
  await follow(page, /^The quiz of this lesson/, '/quiz/', 'Shift+Tab');
  await expectAccessible(page);
  const asked = page.locator('.ask:visible');
  for (let i = 0; i < 60 && !(await asked.locator('input:focus').count()); i++)
    await page.keyboard.press('Tab');
  for (let i = 1; i <= 7; i++) {
    await asked.getByText(`Question ${i} of 7`).waitFor();
    const kind = await asked.getAttribute('data-kind');
    if (kind === 'short') await page.keyboard.type('Four Hundred Bad Request');
    else if (kind === 'order') await tabTo(page, /^Answer$/, 20);
    else await page.keyboard.press('Space');
    await page.keyboard.press('Enter');
    await asked.locator('[role=status]:focus').waitFor();
    if (i <= 4) await expectAccessible(page);
    await tabTo(page, i < 7 ? /^Next question$/ : /^How it went$/, 20);
    await page.keyboard.press('Enter');
  }
  await page.getByText(/\d of 7 questions right/).waitFor();
  await expect.poll(() => page.locator('.quiz-missed li').count()).toBeGreaterThan(2);
  await expectAccessible(page);

  await follow(page, /^Recall/, '/recall/');
  const left = page.locator('.recall-left');
  await left.getByText('10 left today').waitFor();
  await expectAccessible(page);
  await tabTo(page, /^Show the answer$/);
  await page.keyboard.press('Enter');
  await page.locator('.card-back:focus').waitFor();
  await expectAccessible(page);
  await page.keyboard.press('4');
  await left.getByText('9 left today').waitFor();
  await page.keyboard.press('u');
  await left.getByText('10 left today').waitFor();
  await expectAccessible(page);
  for (let i = 10; i > 0; i--) {
    await left.getByText(`${i} left today`).waitFor();
    await page.locator('.card-front:focus').waitFor();
    await page.keyboard.press('Space');
    await page.locator('.card-back:focus').waitFor();
    await page.keyboard.press('4');
  }
  await page.getByText('Done for today.').waitFor();
  await expect.poll(() => page.getByRole('img', { name: /^Cards due: / }).count()).toBe(1);
  await tabTo(page, /cards in it$/);
  await page.keyboard.press('Enter');
  await tabTo(page, /^Suspend\s*:/, 3);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: /^Take in again/ }).waitFor();
  await expectAccessible(page);

  await front(page);
  await page.getByText('Nothing is due today').waitFor();
  await expectAccessible(page);
  await expect.poll(() => onMap(page, 'Basic error handlers').innerText()).toMatch(/tried · quiz \d of 7/);
}, 180_000);

test('Try by keyboard: an empty server runs and answers', async () => {
  const { page } = await visit();
  await front(page);
  await follow(page, /^Try\b/, '/try/');
  await page.getByRole('textbox', { name: /^Editor/ }).waitFor();
  // A bench that comes to life moves nothing under the reader's eyes.
  expect(await page.evaluate(() => scrollY)).toBe(0);
  await tabTo(page, /^Run$/);
  await page.keyboard.press('Enter');
  await page.locator('.bench-bar .state').filter({ hasText: 'running on' }).waitFor();
  await tabTo(page, /^Front page$/);
  await page.keyboard.press('Enter');
  await page.locator('.exchange .outcome').filter({ hasText: '200 OK' }).waitFor();
  await expect.poll(() => page.getByRole('button', { name: 'Check', exact: true }).count()).toBe(0);
  await expectAccessible(page);
}, 240_000);

test('Challenge, Fix and Project by keyboard; each shows on the map of another tab at once', async () => {
  const { context, page } = await visit();
  const map = await context.newPage();
  await map.goto('/');
  await page.bringToFront();

  await front(page);
  await follow(page, /^Fix\b/, '/fix/');
  await follow(page, /^The deployment that said/, '/fix/listening-to-nobody/');
  await bench(page);
  await solve(page, 'incidents/listening-to-nobody/solution/server.mjs');
  await onMap(map, 'The deployment that said “listening”').filter({ hasText: 'done' }).waitFor();
  await expectAccessible(page);

  await front(page);
  await follow(page, /^Challenge\b/, '/challenge/');
  await follow(page, /^Two doors, three handlers/, '/challenge/1-basic-error-handlers/');
  await bench(page);
  await solve(page, 'lessons/1-basic-error-handlers/challenge/solution/server.mjs');
  await onMap(map, 'Two doors, three handlers').filter({ hasText: 'done' }).waitFor();
  await expectAccessible(page);

  await front(page);
  await follow(page, /^Project\b/, '/project/');
  await bench(page);
  await check(page);
  await page.getByRole('region', { name: 'Grade' }).waitFor();
  await expectAccessible(page);
  await onMap(map, 'Box office: take it to production')
    .filter({ hasText: /\d+ of \d+ checks/ })
    .waitFor();
  await map.getByText(/^Left: .*the project/).waitFor();
  await expectAccessible(map);
  await expect.poll(() => focusName(page)).toContain('Check');
}, 180_000);
