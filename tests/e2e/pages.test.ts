import { gzipSync } from 'node:zlib';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { axeFindings, sidewaysScroll } from './accessibility.ts';
import { stored } from './stored.ts';
import { describeVisits, lessonPath, phone, visit } from './visit.ts';

describeVisits();

const pages = ['/', lessonPath, '/there-is-no-such-page/'];
const looks: [string, BrowserContextOptions][] = [
  ['light', { colorScheme: 'light' }],
  ['dark', { colorScheme: 'dark' }],
  ['phone, light', { ...phone, colorScheme: 'light' }],
  ['phone, dark', { ...phone, colorScheme: 'dark' }],
];

describe.each(looks)('%s', (_name, look) => {
  test.each(pages)('axe finds nothing on %s, and it fits the screen', async (path) => {
    const page = await (await visit(look)).open(path);
    expect(await axeFindings(page)).toEqual([]);
    await expect.poll(() => sidewaysScroll(page)).toBe(0);
  });
});

/** One page of each kind that is not looked at above. */
const otherPages = [
  '/learn/',
  '/learn/6-graceful-degradation/quiz/',
  '/overview/',
  '/deep-dive/',
  '/myths/',
  '/myths/one-handler-catches-all/',
  '/fix/',
  '/fix/charged-three-times/',
  '/pitfalls/',
  '/pitfalls/the-empty-catch/',
  '/project/',
  '/challenge/',
  '/challenge/3-error-pages/',
  '/try/',
  '/try/6-graceful-degradation/',
  '/recall/',
  '/visualize/',
  '/progress/',
  '/embed/1-basic-error-handlers/',
];

// One visit for all of them: what takes time is to begin a visit, not to look.
test.each([
  ['light', { colorScheme: 'light' }],
  ['phone, dark', { ...phone, colorScheme: 'dark' }],
] satisfies [string, BrowserContextOptions][])(
  '%s: axe finds nothing on any other page, and all fit their screen, and one of 320 pixels',
  async (_name, look) => {
    const { page, open } = await visit(look);
    const found: string[] = [];
    for (const path of otherPages) {
      await open(path);
      found.push(...(await axeFindings(page)).map((finding) => `${path} ${finding}`));
      for (const width of [page.viewportSize()?.width ?? 0, 320]) {
        const { height } = page.viewportSize() ?? { height: 800 };
        const before = page.viewportSize();
        await page.setViewportSize({ width, height });
        const sideways = await sidewaysScroll(page);
        if (sideways > 0) found.push(`${path} scrolls ${sideways} pixels sideways at ${width}`);
        if (before) await page.setViewportSize(before);
      }
    }
    expect(found).toEqual([]);
  },
  120_000,
);

test.each(pages)('%s fits a screen of 320 pixels', async (path) => {
  const page = await (await visit({ viewport: { width: 320, height: 600 } })).open(path);
  await expect.poll(() => sidewaysScroll(page)).toBe(0);
});

test('the theme is changed by its button, and remembered on every page', async () => {
  const { page, open } = await visit({ colorScheme: 'light' });
  await open('/');
  const paper = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await paper();
  await page.getByRole('button', { name: 'Use the dark theme' }).click();
  const dark = await paper();
  expect(dark).not.toBe(light);
  await open(lessonPath);
  await expect.poll(() => paper()).toBe(dark);
  await page.getByRole('button', { name: 'Use the light theme' }).click();
  await expect.poll(() => paper()).toBe(light);
});

test('the front page leads to lesson 1', async () => {
  const { page, open } = await visit();
  await open('/');
  await page.getByRole('link', { name: /^Start with lesson 1/ }).click();
  await page.waitForURL(`**${lessonPath}`);
  await expect.poll(() => page.title()).toContain('Safety Net');
});

test('an address that is not there is a 404 that leads back', async () => {
  const { page } = await visit();
  const response = await page.goto('/learn/nope/');
  expect(response?.status()).toBe(404);
  await page.getByRole('link', { name: 'To the front page' }).click();
  await page.waitForURL('**/');
});

/** What the page has fetched, in bytes as they came over the wire; `zipped` is what its scripts weigh with gzip. */
async function weigh(
  page: Page,
  load: () => Promise<unknown>,
): Promise<{ all: number; scripts: number; zipped: number; urls: string[] }> {
  const sizes: Promise<{ type: string; url: string; bytes: number; zipped: number }>[] = [];
  page.on('requestfinished', (request) => {
    const type = request.resourceType();
    const url = request.url();
    const size = async () => {
      const { responseBodySize: bytes } = await request.sizes();
      const body = type === 'script' ? await (await request.response())?.body() : undefined;
      return { type, url, bytes, zipped: body ? gzipSync(body, { level: 9 }).length : 0 };
    };
    sizes.push(size());
  });
  await load();
  await page.waitForLoadState('networkidle');
  const got = await Promise.all(sizes);
  const sum = (list: typeof got): number => list.reduce((total, { bytes }) => total + bytes, 0);
  return {
    all: sum(got),
    scripts: sum(got.filter(({ type }) => type === 'script')),
    zipped: got.reduce((total, { zipped }) => total + zipped, 0),
    urls: got.map(({ url, bytes }) => `${bytes} ${new URL(url).pathname}`),
  };
}

test.each([
  ['desktop', {}],
  ['phone', phone],
])(
  '%s: a lesson page before its sandbox is touched weighs at most 45 KiB, 15 of them scripts',
  async (_name, look) => {
    const { page, open, context } = await visit(look);
    const { all, scripts, zipped, urls } = await weigh(page, () => open(lessonPath));
    console.log(
      `lesson page: ${(all / 1024).toFixed(1)} KiB, scripts ${(scripts / 1024).toFixed(1)} KiB, with gzip ${zipped} bytes`,
    );
    expect(zipped, urls.join('\n')).toBeLessThanOrEqual(15_000);
    expect(urls.some((url) => url.includes('mount'))).toBe(false);
    expect(all, urls.join('\n')).toBeLessThanOrEqual(45 * 1024);
    expect(scripts, urls.join('\n')).toBeLessThanOrEqual(15 * 1024);

    // Who comes back has a record, which the page reads: its code comes too, with its schemas and the database; the
    // workbench’s stays what it is.
    await page.keyboard.press('PageDown');
    await stored(page, '1-basic-error-handlers');
    const again = await context.newPage();
    const returning = await weigh(again, () => again.goto(lessonPath, { waitUntil: 'load' }));
    console.log(`lesson page with a record: scripts with gzip ${returning.zipped} bytes`);
    expect(
      returning.urls.some((url) => url.includes('open-progress')),
      returning.urls.join('\n'),
    ).toBe(true);
    expect(returning.zipped, returning.urls.join('\n')).toBeLessThanOrEqual(25_000);
  },
);

test.each([
  '/',
  '/learn/6-graceful-degradation/quiz/',
  '/deep-dive/',
  '/myths/one-handler-catches-all/',
  '/fix/charged-three-times/',
  '/project/',
  '/recall/',
])('%s keeps to the same budget on a first visit, and loads no schedule', async (path) => {
  const { page, open } = await visit();
  const { all, scripts, urls } = await weigh(page, () => open(path));
  expect(urls.filter((url) => /recall.*\.js|fsrs|mount/.test(url) && !url.includes('recall-client'))).toEqual(
    [],
  );
  expect(all, urls.join('\n')).toBeLessThanOrEqual(45 * 1024);
  expect(scripts, urls.join('\n')).toBeLessThanOrEqual(15 * 1024);
});

test('nothing jumps while a lesson is read from top to bottom and its benches load', async () => {
  const { page, open } = await visit();
  await page.addInitScript(() => {
    const shifts: number[] = [];
    Object.assign(globalThis, { shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const shift = entry as PerformanceEntry & { value: number; hadRecentInput: boolean };
        if (!shift.hadRecentInput) shifts.push(shift.value);
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await open(lessonPath);
  for (const bench of await page.locator('sn-workbench').all()) {
    await bench.scrollIntoViewIfNeeded();
    await bench.locator('.cm-editor').waitFor();
  }
  const shifts = (await page.evaluate('globalThis.shifts')) as number[];
  expect(shifts.reduce((sum, value) => sum + value, 0)).toBeLessThan(0.1);
});
