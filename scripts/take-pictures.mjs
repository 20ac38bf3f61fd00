/**
 * Takes the pictures of `docs/pictures/` anew, from the built site:
 *
 *     npm run build && node scripts/take-pictures.mjs [name…]
 *
 * takes only those whose names begin with one that is given. Look at each of them before it is committed.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { Bench } from '../tests/e2e/bench.ts';
import { findBrowser, launchArguments } from './find-browser.mjs';
import { onNode24 } from './node-24.mjs';
import { serveSite } from './serve.mjs';

const folder = fileURLToPath(new URL('../docs/pictures/', import.meta.url));
const lesson = '/learn/1-basic-error-handlers/';
const solution = readFileSync(
  new URL('../content/lessons/1-basic-error-handlers/solution/server.mjs', import.meta.url),
  'utf8',
);

const wide = { viewport: { width: 1280, height: 860 } };
const dark = { ...wide, colorScheme: 'dark' };
const phone = (width) => ({
  viewport: { width, height: 780 },
  hasTouch: true,
  isMobile: true,
  deviceScaleFactor: 2,
});
/** What a window of 1280 pixels shows at 200 %. */
const zoomed = { viewport: { width: 640, height: 430 }, deviceScaleFactor: 2 };

const tab = (bench, name) => bench.root.getByRole('tab', { name, exact: true }).click();

/** Lesson 1 with a server that runs and has failed once. */
async function failed(page, { query = '', check = false } = {}) {
  await page.goto(lesson + query);
  const bench = await Bench.reach(page);
  await bench.run();
  await bench.send('GET', '/books');
  await bench.send('GET', '/report');
  if (check) await bench.check();
  await bench.root.scrollIntoViewIfNeeded();
  return bench;
}

async function top(bench) {
  await bench.root.evaluate((element) => element.scrollIntoView({ block: 'start' }));
}

const traced = async (page) => {
  await page.goto(`${lesson}?mode=full,x-ray`);
  const bench = await Bench.reach(page);
  await bench.write(solution);
  await bench.root.getByLabel(/Draw the path/).check();
  await bench.run();
  await bench.send('GET', '/books/1');
  await bench.send('GET', '/report');
  await bench.root.getByLabel('beside').selectOption({ index: 1 });
  await bench.button('Step back').click();
  await bench.root.locator('.cm-xray-current').waitFor();
};

/** Two servers beside each other, at the moment where one hands its error on. */
const compared = async (page) => {
  await page.goto('/visualize/?show=with-next-err&beside=without-next-err');
  await page.getByRole('button', { name: 'Run it' }).click();
  await page.locator('.stage').nth(1).locator('.in-words li').last().waitFor();
  await page
    .locator('.stage')
    .first()
    .locator('.in-words li')
    .filter({ hasText: /the answer: 500/ })
    .waitFor();
  const scrub = page.getByRole('slider', { name: 'Moment' });
  await scrub.focus();
  await page.keyboard.press('End');
  for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowLeft');
  await scrub.blur();
  await page.locator('.stages').evaluate((element) => element.scrollIntoView({ block: 'start' }));
};

const pictures = [
  { name: 'front', look: wide, take: (page) => page.goto('/') },
  {
    name: 'lesson-1',
    look: wide,
    async take(page) {
      const bench = await failed(page, { check: true });
      await top(bench);
    },
  },
  {
    name: 'checks',
    look: wide,
    async take(page) {
      const bench = await failed(page, { check: true });
      await bench.root.locator('.checks').evaluate((element) => element.scrollIntoView({ block: 'start' }));
    },
  },
  { name: 'bench', look: wide, take: (page) => failed(page, { query: '?mode=full' }) },
  {
    name: 'timeline-dark',
    look: dark,
    async take(page) {
      const bench = await failed(page, { query: '?mode=full,timeline' });
      await bench.root.getByRole('button', { name: /GET \/report 500/ }).click();
      await bench.root.getByText('Only what belongs to').waitFor();
    },
  },
  { name: 'x-ray-light', look: wide, take: traced },
  { name: 'x-ray-dark', look: dark, take: traced },
  { name: 'visualize', look: { viewport: { width: 1280, height: 1100 } }, take: compared },
  {
    name: 'visualize-dark',
    look: { viewport: { width: 1280, height: 1100 }, colorScheme: 'dark' },
    take: compared,
  },
  {
    name: 'visualize-phone',
    look: phone(390),
    async take(page) {
      await page.goto('/visualize/?show=sync-throw');
      await page.getByRole('button', { name: 'Run it' }).click();
      await page
        .locator('.in-words li')
        .filter({ hasText: /the answer: 500/ })
        .waitFor();
      await page.getByRole('slider', { name: 'Moment' }).focus();
      await page.keyboard.press('End');
      await page.locator('.stage').evaluate((element) => element.scrollIntoView({ block: 'start' }));
    },
  },
  {
    name: 'bench-phone',
    look: phone(390),
    async take(page) {
      const bench = await failed(page);
      await top(bench);
    },
  },
  {
    name: 'bench-phone-code',
    look: phone(320),
    async take(page) {
      const bench = await failed(page);
      await bench.screen('Code');
      await top(bench);
    },
  },
  {
    name: 'bench-phone-small',
    look: phone(320),
    async take(page) {
      const bench = await failed(page);
      await tab(bench, 'Timeline');
      await bench.root
        .locator('.tabs')
        .last()
        .evaluate((element) => element.scrollIntoView({ block: 'start' }));
    },
  },
  {
    name: 'bench-zoom-200',
    look: zoomed,
    async take(page) {
      const bench = await failed(page);
      await top(bench);
    },
  },
];

async function main(wanted) {
  mkdirSync(folder, { recursive: true });
  const site = await serveSite({ root: fileURLToPath(new URL('../dist', import.meta.url)), port: 0 });
  const browser = await chromium.launch({
    executablePath: await findBrowser({ say: console.log }),
    args: [...launchArguments],
  });
  try {
    for (const { name, look, take } of pictures) {
      if (wanted.length > 0 && !wanted.some((each) => name.startsWith(each))) continue;
      const context = await browser.newContext({ baseURL: site.url, reducedMotion: 'reduce', ...look });
      context.setDefaultTimeout(90_000);
      const page = await context.newPage();
      await take(page);
      await page.mouse.move(0, 0);
      await page.screenshot({ path: `${folder}${name}.png` });
      console.log(`${name}.png`);
      await context.close();
    }
  } finally {
    await browser.close();
    await site.close();
  }
}

if (onNode24(import.meta.url)) await main(process.argv.slice(2));
