import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { launchArguments } from '../../scripts/find-browser.mjs';
import { canStandIn } from '../webcontainer/stand-in/machine.ts';
import { type StandIn, startStandIn } from '../webcontainer/stand-in/server.ts';
import { axeFindings } from './accessibility.ts';
import { Bench } from './bench.ts';
import { describeVisits, lessonPath, visit } from './visit.ts';

const solution = readFileSync(
  new URL('../../content/lessons/1-basic-error-handlers/solution/server.mjs', import.meta.url),
  'utf8',
);

describe.skipIf(!(await canStandIn()))(
  'Full Node, chosen (skipped where there are no network namespaces)',
  () => {
    describeVisits();

    let standIn: StandIn;
    beforeAll(async () => {
      standIn = await startStandIn();
    });
    beforeEach(() => standIn.behave({}));
    afterAll(() => standIn.close());

    async function reach(): Promise<{ bench: Bench; page: Page; context: BrowserContext }> {
      const { open, context } = await visit({ alsoFrom: standIn.url, expects: /ERR_FAILED|ERR_BLOCKED/ });
      await useStandIn(context);
      const page = await open(lessonPath);
      return { bench: await Bench.reach(page), page, context };
    }

    const useStandIn = (context: BrowserContext): Promise<unknown> =>
      context.addInitScript((url) => {
        globalThis.WEBCONTAINER_API_IFRAME_URL = url;
      }, standIn.url);

    async function choose(bench: Bench, name: RegExp): Promise<void> {
      const menu = bench.root.locator('.engine-menu');
      await menu.locator('summary').click();
      await menu.getByRole('radio', { name }).check();
      await menu.locator('summary').click();
    }

    test('nothing of it is loaded before it is chosen and run; then the lesson is the same; the choice is remembered', async () => {
      const asked: string[] = [];
      const visitsBefore = standIn.visits;
      const { bench, page } = await reach();
      page.on('request', (request) => asked.push(request.url()));
      await bench.run();
      const menu = bench.root.locator('.engine-menu');
      await menu.locator('summary').click();
      expect(await menu.innerText()).toMatch(
        /served by StackBlitz.*paid for in commercial.*blocked in many schools/s,
      );
      expect(await axeFindings(page)).toEqual([]);
      await menu.getByRole('radio', { name: /Full Node/ }).check();
      await expect.poll(() => menu.locator('summary').innerText()).toContain('Full Node');
      await menu.locator('summary').click();
      await bench.state.filter({ hasText: 'not started' }).waitFor();
      expect(asked.filter((url) => /container|xterm|terminal/.test(url))).toEqual([]);
      expect(standIn.visits).toBe(visitsBefore);

      await bench.run();
      expect(standIn.visits).toBe(visitsBefore + 1);
      expect(await bench.send('GET', '/books/1')).toMatch(/\d{3}/);
      await bench.log.getByRole('option').first().waitFor();
      await bench.write(solution);
      expect(await bench.check()).toMatch(/^All \d+ pass/);
      await bench.run();
      await bench.button('Stop').click();
      await bench.state.filter({ hasText: /^\s*stopped$/ }).waitFor();

      // A terminal of its own, which the keyboard can leave.
      await bench.root.getByRole('tab', { name: 'Terminal' }).click();
      const terminal = bench.root.locator('.shell');
      await terminal.getByText('Esc leaves the terminal.').waitFor();
      await page.keyboard.type(
        'mkdir ../hello; echo \'{"name":"hello","version":"1.0.0"}\' > ../hello/package.json\r',
      );
      await page.keyboard.type('npm install --offline ../hello && ls node_modules\r');
      await terminal.getByRole('listitem').filter({ hasText: 'added 1 package' }).waitFor();
      await terminal
        .getByRole('listitem')
        .filter({ hasText: /^hello/ })
        .waitFor();
      expect(await axeFindings(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Terminal');

      await page.reload();
      const again = await Bench.reach(page);
      await expect.poll(() => again.root.locator('.engine-menu summary').innerText()).toContain('Full Node');
    }, 180_000);

    test('what keeps it from starting is named, each cause by its own sentence; the way back loses nothing', async () => {
      const { bench, page, context } = await reach();
      const told = bench.root.locator('.server .explanation');
      const says = async (code: string, words: RegExp): Promise<void> => {
        await told.filter({ hasText: code }).waitFor();
        await expect.poll(() => told.innerText()).toMatch(words);
        await expect.poll(() => bench.state.innerText()).toBe('the sandbox failed');
      };
      await bench.run();
      await bench.send('GET', '/books/1');
      const log = await bench.log.innerText();
      await choose(bench, /Full Node/);

      await context.route(`${standIn.url}/**`, (route) => route.abort());
      await bench.button('Run').click();
      await says('ERR_ENGINE_UNREACHABLE', /stackblitz\.com, cannot be reached/);
      await told.getByText('Hosts to allow').click();
      await expect.poll(() => told.locator('.hosts li').allInnerTexts()).toContain('*.webcontainer.io');
      expect(await axeFindings(page)).toEqual([]);
      await context.unroute(`${standIn.url}/**`);

      standIn.behave({ hasNoMemory: true });
      await told.getByRole('button', { name: 'Try again' }).click();
      await says('ERR_ENGINE_OUT_OF_MEMORY', /no more memory/);

      await page.clock.install();
      standIn.behave({ hangs: true });
      await told.getByRole('button', { name: 'Try again' }).click();
      await bench.state.filter({ hasText: 'Fetching' }).waitFor();
      await pass(page, told, 'ERR_ENGINE_TIMEOUT');
      await says('ERR_ENGINE_TIMEOUT', /no container started in its time/);

      standIn.behave({ isSilent: true });
      await told.getByRole('button', { name: 'Try again' }).click();
      await pass(page, told, 'ERR_ENGINE_FRAME_BLOCKED');
      await says('ERR_ENGINE_FRAME_BLOCKED', /storage \(cookies\) of other sites/);

      await expect.poll(() => bench.log.innerText()).toBe(log);
      await told.getByRole('button', { name: 'Use the built-in engine' }).click();
      await bench.state.filter({ hasText: 'running on' }).waitFor();
      await expect.poll(() => bench.log.innerText()).toContain(log);
      await expect.poll(() => bench.outcome.innerText()).toContain('GET /books/1');
      await expect.poll(() => bench.root.locator('.engine-menu summary').innerText()).toContain('Built-in');
      expect(standIn.machines).toBe(0);
    }, 90_000);

    test('a container that ends or falls silent in the middle says so, and another run starts a new one', async () => {
      const { bench, page } = await reach();
      const told = bench.root.locator('.server .explanation');
      await choose(bench, /Full Node/);
      await bench.run();
      await standIn.killAll();
      await told.filter({ hasText: 'ERR_ENGINE_CRASHED' }).waitFor();
      expect(await told.innerText()).toMatch(
        /ended in the middle of its work, and it is not your code’s fault/,
      );
      await told.getByRole('button', { name: 'Try again' }).click();
      await bench.state.filter({ hasText: 'running on' }).waitFor();
      standIn.report('RangeError: Out of memory');
      await told.filter({ hasText: 'ERR_ENGINE_OUT_OF_MEMORY' }).waitFor();
      await page.clock.install();
      await told.getByRole('button', { name: 'Try again' }).click();
      await bench.state.filter({ hasText: 'running on' }).waitFor();
      standIn.freeze(true);
      await pass(page, told, 'ERR_ENGINE_CRASHED');
      standIn.freeze(false);
      await told.getByRole('button', { name: 'Use the built-in engine' }).click();
      await bench.state.filter({ hasText: 'running on' }).waitFor();
    }, 90_000);

    test('where `AsyncLocalStorage` is lost, the lesson about it says so and offers the built-in engine', async () => {
      standIn.behave({ losesContext: true });
      const { context, open } = await visit({ alsoFrom: standIn.url });
      await useStandIn(context);
      const bench = await Bench.reach(await open('/learn/7-request-context/'));
      await choose(bench, /Full Node/);
      await bench.run();
      const told = bench.root.locator('.server .explanation');
      await expect.poll(() => told.innerText()).toMatch(/AsyncLocalStorage.*across await/s);
      await bench.button('Check').click();
      await bench.root.locator('.checks .explanation').getByText('async-context').waitFor();
      await told.getByRole('button', { name: 'Use the built-in engine' }).click();
      await bench.state.filter({ hasText: 'running on' }).waitFor();
      await told.waitFor({ state: 'detached' });
    }, 60_000);

    test('a page without isolation says so before anything is loaded', async () => {
      const { context, open } = await visit({ alsoFrom: standIn.url });
      await useStandIn(context);
      const visitsBefore = standIn.visits;
      await context.route(`**${lessonPath}`, async (route) => {
        const response = await route.fetch();
        const headers = { ...response.headers() };
        delete headers['cross-origin-opener-policy'];
        delete headers['cross-origin-embedder-policy'];
        await route.fulfill({ response, headers });
      });
      const bench = await Bench.reach(await open(lessonPath));
      await choose(bench, /Full Node/);
      await bench.button('Run').click();
      const told = bench.root.locator('.server .explanation');
      await told.filter({ hasText: 'ERR_ENGINE_NOT_ISOLATED' }).waitFor();
      await expect.poll(() => told.innerText()).toContain('not cross-origin isolated');
      expect(standIn.visits).toBe(visitsBefore);
    });

    test('a browser that blocks storage of other sites is told apart from a host that is away', async () => {
      const profile = await mkdtemp(join(tmpdir(), 'safety-net-profile-'));
      await mkdir(join(profile, 'Default'));
      await writeFile(
        join(profile, 'Default', 'Preferences'),
        JSON.stringify({ profile: { cookie_controls_mode: 1, block_third_party_cookies: true } }),
      );
      const context = await chromium.launchPersistentContext(profile, {
        executablePath: inject('browserPath'),
        args: [...launchArguments],
        viewport: { width: 1280, height: 860 },
      });
      try {
        await useStandIn(context);
        const page = await context.newPage();
        await page.goto(inject('siteUrl').replace('localhost', '127.0.0.1') + lessonPath);
        const bench = await Bench.reach(page);
        await choose(bench, /Full Node/);
        await page.clock.install();
        await bench.button('Run').click();
        const told = bench.root.locator('.server .explanation');
        await pass(page, told, 'ERR_ENGINE_FRAME_BLOCKED');
        await expect.poll(() => told.innerText()).toContain('can be reached');
      } finally {
        await context.close();
        await rm(profile, { recursive: true, force: true, maxRetries: 5 });
      }
    }, 60_000);
  },
);

/** Lets the page's clock run on, five seconds at a time, until the panel names this cause. */
async function pass(page: Page, told: ReturnType<Page['locator']>, code: string): Promise<void> {
  await expect
    .poll(
      async () => {
        await page.clock.runFor(5000);
        return told.filter({ hasText: code }).count();
      },
      { timeout: 30_000, interval: 150 },
    )
    .toBe(1);
}
