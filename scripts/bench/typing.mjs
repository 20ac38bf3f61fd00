/**
 * How long a key that is typed into the editor waits for the frame that shows it (Event Timing,
 * https://www.w3.org/TR/event-timing/), while the bench is busy with something else. The built site, in a real browser.
 */
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { Bench } from '../../tests/e2e/bench.ts';
import { findBrowser, launchArguments } from '../find-browser.mjs';
import { serveSite } from '../serve.mjs';
import { report } from './report.mjs';

const KEYS = 120;
/** Milliseconds that a key may take, at the 95th percentile. */
const MOST = 50;
/** The browser tells of no event that took less; the times come in steps of 8 ms. */
const LEAST = 16;
const FLOOD = `
let i = 0;
setInterval(() => { for (let j = 0; j < 200; j++) console.log('line ' + i++) }, 10);
require('node:http').createServer((req, res) => res.end('ok')).listen(process.env.PORT);
`.replace("require('node:http')", "(await import('node:http'))");

/** Types so many keys, one after the other; resolves to their times in milliseconds, sorted. */
async function type(page, bench) {
  await bench.editor.focus();
  await page.keyboard.press('ControlOrMeta+End');
  await page.evaluate(() => {
    globalThis.keys = [];
    globalThis.watcher = new PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        if (entry.name === 'keydown') globalThis.keys.push(entry.duration);
    });
    globalThis.watcher.observe({ type: 'event', durationThreshold: 16 });
  });
  for (let i = 0; i < KEYS; i++) await page.keyboard.press(i % 40 === 39 ? 'Enter' : 'x', { delay: 5 });
  const slow = await page.evaluate(
    () =>
      new Promise((resolve) => {
        // The last ones are told of after the frame that they waited for.
        requestAnimationFrame(() =>
          setTimeout(() => {
            globalThis.watcher.disconnect();
            resolve(globalThis.keys);
          }, 100),
        );
      }),
  );
  const quick = Array.from({ length: Math.max(0, KEYS - slow.length) }, () => LEAST);
  return [...quick, ...slow].sort((a, b) => a - b);
}

const situations = {
  'nothing else happens': async () => {},
  'a server writes 20,000 lines a second': async (bench) => {
    await bench.write(FLOOD);
    await bench.run();
    await bench.root.getByText(/earlier lines are not kept/).waitFor();
  },
  'X-ray draws requests in a row': async (bench) => {
    await bench.root.getByRole('tab', { name: 'X-ray', exact: true }).click();
    await bench.root.getByLabel(/Draw the path/).check();
    await bench.run();
    await bench.root.getByText('Headers and body').click();
    await bench.root.getByLabel('Send it').selectOption('100, in a row');
    await bench.button('Send').click();
    await bench.root.locator('.cm-xray-first').first().waitFor();
  },
  'checks run': async (bench) => {
    await bench.button('Check').click();
    await bench.button('Stop checking').waitFor();
  },
};

/** A line for each situation: the 95th percentile. */
export async function measureTyping() {
  const root = fileURLToPath(new URL('../../dist', import.meta.url));
  const site = await serveSite({ root, port: 0 });
  const browser = await chromium.launch({ executablePath: await findBrowser(), args: [...launchArguments] });
  try {
    for (const [name, begin] of Object.entries(situations)) {
      const context = await browser.newContext({ baseURL: site.url });
      context.setDefaultTimeout(120_000);
      const page = await context.newPage();
      await page.goto('/learn/1-basic-error-handlers/');
      const bench = await Bench.reach(page);
      await begin(bench);
      const times = await type(page, bench);
      const p95 = times[Math.floor(times.length * 0.95)];
      report(`key → frame, p95 of ${times.length}: ${name}`, p95, { most: MOST });
      await context.close();
    }
  } finally {
    await browser.close();
    await site.close();
  }
}
