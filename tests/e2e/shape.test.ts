import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, inject, test } from 'vitest';
import { axeFindings, sidewaysScroll } from './accessibility.ts';
import { Bench } from './bench.ts';
import { hands } from './hands.ts';
import { describeVisits, lessonPath, phone, visit } from './visit.ts';

describeVisits();

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
const solution = read('../../content/lessons/1-basic-error-handlers/solution/server.mjs');

test('panes are moved by keys and by mouse, and stay so after a reload', async () => {
  const { page, open } = await visit();
  const bench = await Bench.reach(await open(lessonPath));
  const line = bench.root.getByRole('separator', { name: 'Width of the code' });
  const width = async (): Promise<number> =>
    (await bench.root.locator('.bench-code').boundingBox())?.width ?? 0;
  const before = await width();
  await line.focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => line.getAttribute('aria-valuenow')).toBe('58');
  await expect.poll(() => width()).toBeGreaterThan(before);
  const box = (await line.boundingBox()) as { x: number; y: number };
  await page.mouse.move(box.x + 3, box.y + 200);
  await page.mouse.down();
  await page.mouse.move(box.x - 300, box.y + 200, { steps: 3 });
  await page.mouse.up();
  await expect.poll(() => width()).toBeLessThan(before);
  const height = bench.root.getByRole('separator', { name: 'Height of the requests' });
  await height.focus();
  await page.keyboard.press('Home');
  const kept = [await line.getAttribute('aria-valuenow'), '20'];
  await expect.poll(() => height.getAttribute('aria-valuenow')).toBe('20');
  expect(await axeFindings(page)).toEqual([]);
  await page.reload();
  await Bench.reach(page);
  expect([await line.getAttribute('aria-valuenow'), await height.getAttribute('aria-valuenow')]).toEqual(
    kept,
  );
});

test('the full page and the way back; a link leads to the file, the request and the pane', async () => {
  const { page, open } = await visit({ colorScheme: 'dark' });
  let bench = await Bench.reach(await open(lessonPath));
  await bench.button('Full page').click();
  expect(page.url()).toContain('mode=full');
  await expect
    .poll(() => page.locator('.skip').evaluate((link) => link.matches('[inert], [inert] *')))
    .toBe(true);
  const box = await bench.root.boundingBox();
  expect(box).toMatchObject({ x: 0, y: 0, width: 1280, height: 860 });
  await bench.run();
  expect(await axeFindings(page)).toEqual([]);
  await page.goBack();
  await bench.button('Full page').waitFor();
  await expect.poll(() => bench.state.innerText()).toMatch(/running on/);

  await open(`${lessonPath}?request=GET%20/books/7&mode=full,timeline`);
  bench = await Bench.reach(page);
  await bench.button('Back to the text').waitFor();
  await expect.poll(() => bench.root.getByLabel('Path', { exact: true }).inputValue()).toBe('/books/7');
  await bench.root.getByRole('tab', { name: 'Timeline', selected: true }).waitFor();
  await bench.button('Back to the text').click();
  expect(page.url()).not.toContain('full');
});

test('the palette finds and does everything by keys; ? shows the keys, but not while one types', async () => {
  const { page, open } = await visit();
  const bench = await Bench.reach(await open(lessonPath));
  const command = async (typed: string, opener = 'ControlOrMeta+K'): Promise<void> => {
    await page.keyboard.press(opener);
    await page.getByRole('combobox', { name: 'Find a command' }).waitFor();
    await page.keyboard.type(typed);
    await page.keyboard.press('Enter');
  };
  await bench.editor.focus();
  await command('run');
  await bench.state.filter({ hasText: 'running on' }).waitFor();
  await command('request: all books', 'F1');
  await bench.outcome.filter({ hasText: '200 OK' }).waitFor();
  await command('show: timeline');
  await bench.root.getByRole('tab', { name: 'Timeline', selected: true }).waitFor();
  await page.keyboard.press('ControlOrMeta+K');
  await page.getByText(/\d\d found/).waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await command('crash in a timer');
  await bench.state.filter({ hasText: 'exited 1' }).waitFor();

  await bench.editor.focus();
  await page.keyboard.type('?');
  await expect.poll(() => page.getByRole('dialog', { name: 'Keys' }).count()).toBe(0);
  await bench.button('Run').focus();
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keys' }).waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await page.keyboard.press('Escape');

  // Whatever stands in the bench can be reached by its name.
  const reachable = await bench.root.locator('.bench').evaluate((root) =>
    [...root.querySelectorAll<HTMLElement>('button, summary, select, input, textarea, [role=separator]')]
      .filter((control) => !control.closest('dialog') && control.getAttribute('aria-disabled') !== 'true')
      .map((control) => {
        const text = control.matches('button, summary')
          ? control.textContent
          : control.closest('label')?.textContent;
        return (control.getAttribute('aria-label') ?? text ?? '').trim().replace(/\s+/g, ' ').slice(0, 30);
      })
      .filter((name) => name !== ''),
  );
  await page.keyboard.press('ControlOrMeta+K');
  const field = page.getByRole('combobox', { name: 'Find a command' });
  for (const name of new Set(reachable)) {
    await field.fill(name);
    expect(
      await page.getByRole('dialog', { name: 'Commands' }).getByRole('option').count(),
      name,
    ).toBeGreaterThan(0);
  }
});

test('a failed check’s request is sent to one’s own server, and shown on the timeline; checking leaves that server alone', async () => {
  const { page, open } = await visit();
  const bench = await Bench.reach(await open(lessonPath));
  await bench.write(
    `${(await bench.copied()).replace("app.get('/books',", "let asked = 0\napp.get('/asked', (req, res) => res.send(String(++asked)))\napp.get('/books',")}`,
  );
  await bench.run();
  await bench.send('GET', '/asked');
  const pid = await bench.state.innerText();
  await bench.check();
  await bench.send('GET', '/asked');
  await expect.poll(() => bench.response.innerText()).toContain('2');
  await expect.poll(() => bench.state.innerText()).toBe(pid);

  const failed = bench.root.locator('.result details[open]');
  await failed.getByRole('button', { name: 'Show on the timeline' }).click();
  await bench.root.getByText('Only what belongs to').waitFor();
  await failed.getByRole('button', { name: 'Send this request' }).click();
  await bench.outcome.filter({ hasText: /^(?!.*asked).*\d{3}/ }).waitFor();
  expect(await axeFindings(page)).toEqual([]);
});

test('on a phone there are two screens, and a switch at the bottom', async () => {
  const { page, open } = await visit(phone);
  const bench = await Bench.reach(await open(lessonPath));
  await expect.poll(() => bench.editor.isVisible()).toBe(true);
  await expect.poll(() => bench.root.locator('.bench-side').isVisible()).toBe(false);
  await bench.run();
  await bench.screen('Server');
  await expect.poll(() => bench.editor.isVisible()).toBe(false);
  await bench.send('GET', '/books');
  expect(await axeFindings(page)).toEqual([]);
  await bench.button('Full page').click();
  await expect.poll(() => sidewaysScroll(page)).toBe(0);
  const bar = await bench.root.getByRole('group', { name: 'Screen' }).boundingBox();
  expect((bar?.y ?? 0) + (bar?.height ?? 0)).toBeCloseTo(844, 0);
  expect(await axeFindings(page)).toEqual([]);
});

/** A page of a school on another origin, which frames what its address names. */
async function withSchool(use: (school: string) => Promise<void>): Promise<void> {
  const server = createServer((_request, response) => {
    response.setHeader('Content-Type', 'text/html');
    response.end(read('../fixtures/embedding-page.html'));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  try {
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.close();
  }
}

test('framed by a page of another site: it works, tells its height and its completion, and no other page can be framed', async () => {
  await withSchool(async (school) => {
    const { page, context } = await visit();
    const site = new URL(inject('siteUrl')).origin;
    await context.route(`${school}/**`, (route) => route.continue());
    await page.goto(`${school}/?unit=${site}/embed/1-basic-error-handlers/`);
    const frame = page.frameLocator('#unit');
    const bench = await Bench.reach(page, 'exercise', frame);
    await expect.poll(() => frame.locator('body').evaluate(() => crossOriginIsolated)).toBe(false);
    await bench.run();
    expect(await bench.send('GET', '/books')).toContain('200 OK');
    await bench.write(solution);
    await bench.check();
    await page.locator('#done').waitFor();
    const heard = (await page.evaluate('globalThis.heard')) as {
      type: string;
      unit: string;
      height?: number;
    }[];
    expect(heard[0]).toEqual({ source: 'safety-net', unit: '1-basic-error-handlers', type: 'ready' });
    expect(heard.at(-1)?.type).toMatch(/completed|height/);
    const height = heard.findLast(({ type }) => type === 'height')?.height ?? 0;
    expect(height).toBeGreaterThan(400);
    await expect
      .poll(() => frame.locator('html').evaluate((html) => html.scrollHeight))
      .toBeLessThanOrEqual(height + 1);

    const refused = await context.newPage();
    refused.removeAllListeners('console');
    await refused.goto(`${school}/?unit=${site}${lessonPath}`);
    await expect.poll(() => refused.frames().at(-1)?.url()).toMatch(/^chrome-error:/);
  });
});

test.each(['keyboard', 'touch'] as const)(
  'framed on a phone, by %s: taken over, run, asked and checked, and the parent is told',
  async (name) => {
    await withSchool(async (school) => {
      const { page, context } = await visit(phone);
      const site = new URL(inject('siteUrl')).origin;
      await context.route(`${school}/**`, (route) => route.continue());
      await page.goto(`${school}/?unit=${site}/embed/1-basic-error-handlers/`);
      const frame = page.frameLocator('#unit');
      const bench = await Bench.reach(page, 'exercise', frame);
      const hand = hands[name](page);
      await hand.press(bench.button('Show a solution'));
      await hand.press(frame.getByRole('button', { name: 'Show it' }));
      await hand.press(bench.button('Use this code'));
      await hand.press(bench.button('Run'));
      await bench.state.filter({ hasText: 'running on' }).waitFor();
      await hand.press(frame.getByRole('group', { name: 'Screen' }).getByRole('button', { name: 'Server' }));
      await hand.press(bench.button('All books'));
      await bench.outcome.filter({ hasText: '200 OK' }).waitFor();
      await hand.press(bench.button('Check'));
      await page.locator('#done').waitFor({ timeout: 60_000 });
      await expect
        .poll(() => frame.locator('html').evaluate((html) => html.scrollWidth - html.clientWidth))
        .toBe(0);
    });
  },
);
