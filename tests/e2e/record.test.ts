import { readFileSync } from 'node:fs';
import { deflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { expectAccessible } from './accessibility.ts';
import { Bench } from './bench.ts';
import { focusName, tabTo } from './keys.ts';
import { stored } from './stored.ts';
import { describeVisits, lessonPath, phone, visit } from './visit.ts';

describeVisits();

const recordPath = '/progress/';

test('by keyboard: the record is saved to a file, erased in every tab, and added again', async () => {
  const { context, page, open } = await visit();
  await open(lessonPath);
  const bench = await Bench.reach(page);
  await bench.write('// to be kept');
  await stored(page, '// to be kept');

  const tab = await context.newPage();
  await tab.goto(recordPath);
  await tab.getByRole('row', { name: /Your code/ }).waitFor();
  await expectAccessible(tab);
  await tab.locator('#main').focus();
  await tabTo(tab, /^Save to a file$/, 4);
  const downloading = tab.waitForEvent('download');
  await tab.keyboard.press('Enter');
  const file = await (await downloading).path();
  expect(readFileSync(file, 'utf8')).toContain('// to be kept');

  await tabTo(tab, /^Erase everything$/, 4);
  await tab.keyboard.press('Enter');
  await tab.getByRole('dialog', { name: 'Erase everything?' }).waitFor();
  await expectAccessible(tab);
  await expect.poll(() => focusName(tab)).toBe('Erase everything');
  await tab.keyboard.press('Tab');
  await tab.keyboard.press('Enter');
  await tab.getByRole('row', { name: /Your code/ }).waitFor();

  await tab.keyboard.press('Enter');
  const reloaded = page.waitForEvent('load');
  await tab.keyboard.press('Enter');
  await tab.getByText('Everything is erased').waitFor();
  await tab.getByText('Nothing yet').waitFor();
  await expectAccessible(tab);
  await reloaded;
  const back = await Bench.reach(page);
  await expect.poll(() => back.copied()).toContain('app.listen(');
  expect(
    await page.evaluate(() => Object.keys(sessionStorage).filter((key) => key.startsWith('safety-net'))),
  ).toEqual([]);

  await tab.bringToFront();
  // Long before the key: the browser is told to hand the choice over while other things are asked of it.
  const choosing = tab.waitForEvent('filechooser');
  await tab.locator('#main').focus();
  await tabTo(tab, /^Add a file$/, 9);
  await tab.keyboard.press('Enter');
  const chooser = await choosing;
  await chooser.setFiles({
    name: 'other.json',
    mimeType: 'application/json',
    buffer: Buffer.from('{"format":"x"}'),
  });
  await tab.getByText('Nothing was taken. In other.json, `format` holds "x".').waitFor();
  await expectAccessible(tab);
  await tab.locator('input[type=file]').setInputFiles(file);
  await tab.getByText(/^Records taken: \d+ new/).waitFor();
  await expectAccessible(tab);
  // The other tab shows it at once.
  await page.locator('.cm-content').filter({ hasText: 'to be kept' }).first().waitFor();
}, 120_000);

test('axe finds nothing on the record’s page on a phone, and it fits the screen', async () => {
  const { page, open } = await visit(phone);
  await open(recordPath);
  await page.getByText('Nothing yet').waitFor();
  await expectAccessible(page);
});

test('a storage that is full, and one that is blocked: all works, and each page says so', async () => {
  const { context, page, open } = await visit();
  await open(lessonPath);
  const bench = await Bench.reach(page);
  await bench.write('// before');
  await stored(page, '// before');
  await page.evaluate(() => {
    IDBObjectStore.prototype.put = function () {
      this.transaction.abort();
      throw new DOMException('there is no space', 'QuotaExceededError');
    };
  });
  await bench.write('// after');
  await bench.root.getByText('The browser’s storage is full').waitFor();
  await expectAccessible(page);

  await context.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException('denied', 'SecurityError');
    };
  });
  await page.reload();
  const again = await Bench.reach(page);
  await again.root.getByText('This browser does not let the page keep anything').waitFor();
  // What could not be stored lies beside the database.
  await expect.poll(async () => (await again.copied()).trim()).toBe('// after');
  await open(recordPath);
  await page.getByText('This browser does not let the page keep anything').first().waitFor();
  await expectAccessible(page);
  await open('/recall/');
  await page.getByText('This browser does not let the page keep anything').first().waitFor();
  await expectAccessible(page);
}, 120_000);

test('a database that is deleted while a page is open: it goes on in memory and says so', async () => {
  const { page, open } = await visit();
  await open(lessonPath);
  const bench = await Bench.reach(page);
  await bench.write('// mine');
  await stored(page, '// mine');
  await page.evaluate(
    () =>
      new Promise((resolve) => {
        indexedDB.deleteDatabase('safety-net').onsuccess = resolve;
      }),
  );
  await bench.root.getByText('went away while this page was open').waitFor();
  await bench.write('// still mine');
  await expect.poll(async () => (await bench.copied()).trim()).toBe('// still mine');
  await expectAccessible(page);
});

test('a page of a newer version takes the record over: the older one says so, and what was written there comes along', async () => {
  const { page, open } = await visit();
  await open(lessonPath);
  const bench = await Bench.reach(page);
  await bench.write('// stored');
  await stored(page, '// stored');
  await page.evaluate(
    () =>
      new Promise((resolve) => {
        const opening = indexedDB.open('safety-net', 99);
        opening.onsuccess = () => {
          opening.result.close();
          resolve(undefined);
        };
      }),
  );
  await bench.root.getByText('newer version of this site is open').waitFor();
  await expectAccessible(page);
  await bench.write('// in the older page');
  await page.reload();
  expect((await (await Bench.reach(page)).copied()).trim()).toBe('// in the older page');
});

test('by keyboard: earlier states are seen, compared and gone back to, and a solution is taken over and given back', async () => {
  const { page, open } = await visit();
  await open(lessonPath);
  const bench = await Bench.reach(page);
  const start = await bench.copied();
  await bench.write(`// first\n${start}`);
  await bench.run();
  await bench.write(`// second\n${start}`);

  await bench.button('Earlier states').focus();
  await page.keyboard.press('Enter');
  const pane = bench.root.getByRole('region', { name: 'Earlier states' });
  await pane.getByRole('button', { name: / run$/ }).waitFor();
  await expect.poll(() => focusName(page)).toBe('Earlier states');
  await pane.locator('.cm-deletedChunk').filter({ hasText: '// second' }).waitFor();
  await pane.locator('.cm-changedLine').filter({ hasText: '// first' }).waitFor();
  await expectAccessible(page);
  await tabTo(page, /^Go back to this$/, 4);
  await page.keyboard.press('Enter');
  await bench.root.getByText(/^The code of .* is in the editor/).waitFor();
  await expect.poll(() => bench.copied()).toContain('// first');

  await bench.button('Show a solution').focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  const solution = bench.root.getByRole('region', { name: 'One solution' });
  await solution.locator('.cm-deletedChunk').filter({ hasText: '// first' }).waitFor();
  await expectAccessible(page);
  await tabTo(page, /^Use this code$/, 3);
  await page.keyboard.press('Enter');
  await bench.root.getByText('The solution is in the editor.').waitFor();
  await expect.poll(() => bench.copied()).not.toContain('// first');

  await bench.button('Earlier states').focus();
  await page.keyboard.press('Enter');
  await pane.getByRole('button', { name: / before the solution/ }).waitFor();
  await expect.poll(() => pane.getByRole('list').getByRole('button').allInnerTexts()).toHaveLength(3);
  await page.keyboard.press('Escape');
  await pane.waitFor({ state: 'detached' });
  await page.waitForFunction(() => document.activeElement?.textContent?.trim() === 'Earlier states');
}, 120_000);

test('a start that changed after one began: one’s own stays, and the new one can be seen and taken', async () => {
  const { page, open } = await visit();
  await open(lessonPath);
  const bench = await Bench.reach(page);
  await bench.write('// begun with the old start');
  await stored(page, 'begun with the old start');
  await page.route('**/lab/1-basic-error-handlers.json', async (route) => {
    const response = await route.fetch();
    const lab = await response.json();
    lab.exercise.starter['server.mjs'] = `// the new start\n${lab.exercise.starter['server.mjs']}`;
    await route.fulfill({ response, json: lab });
  });
  await page.reload();
  const again = await Bench.reach(page);
  await expect.poll(async () => (await again.copied()).trim()).toBe('// begun with the old start');
  await again.button('See what differs').click();
  const pane = again.root.getByRole('region', { name: 'The new start' });
  await pane.locator('.cm-changedLine').filter({ hasText: '// the new start' }).waitFor();
  await pane.getByRole('button', { name: 'Begin from it' }).click();
  // The old code is stored before the new one comes.
  await again.root.getByText('The new start is in the editor.').waitFor();
  await expect.poll(() => again.copied()).toContain('// the new start');
  await expect.poll(() => again.root.getByText('The course has a newer start').count()).toBe(0);
});

test('a link carries code: it is opened to be read, run by Run, and kept only when asked', async () => {
  const { context, page, open } = await visit();
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(lessonPath);
  const bench = await Bench.reach(page);
  const start = await bench.copied();
  await bench.write(`// from a friend\n${start}`);
  await bench.button('Copy a link to this').focus();
  await page.keyboard.press('Enter');
  await bench.root.getByText('The link is copied').waitFor();
  const link = await page.evaluate(() => navigator.clipboard.readText());

  const other = await visit();
  await other.page.goto(link);
  const shared = other.page.getByRole('region', { name: 'Code from a link' });
  await shared.getByText('// from a friend').waitFor();
  const root = other.page.locator('sn-workbench[data-what="exercise"]').first();
  const state = root.locator('.bench-bar .state');
  await expect.poll(() => state.innerText()).toContain('not started');
  await expect.poll(() => focusName(other.page)).toBe('Code from a link, to read');
  await expect.poll(() => shared.locator('[contenteditable=true]').count()).toBe(0);
  await expectAccessible(other.page);
  await root.getByRole('button', { name: 'Run', exact: true }).focus();
  await other.page.keyboard.press('Enter');
  await state.filter({ hasText: 'running on' }).waitFor();

  await root.getByRole('button', { name: 'Back to mine' }).click();
  const mine = await Bench.reach(other.page);
  await expect.poll(() => mine.copied()).toBe(start);
  await mine.write('// mine');
  await other.page.goto(link);
  await shared.waitFor();
  await other.page.waitForFunction(() => document.activeElement?.textContent === 'Code from a link, to read');
  await tabTo(other.page, /^Keep a copy$/, 2);
  await other.page.keyboard.press('Enter');
  await root
    .getByText('The code of the link is yours now. What stood there is among the earlier states.')
    .waitFor();
  await expect.poll(() => mine.copied()).toContain('// from a friend');
  expect(other.page.url()).not.toContain('#');
});

test('links that were cut or made to harm are refused in a sentence, and one’s own code is as it was', async () => {
  const { page, open } = await visit();
  const link = (files: unknown): string =>
    `${lessonPath}#code=exercise,${deflateRawSync(JSON.stringify(files)).toString('base64url')}`;
  await open(link({ '../../server.mjs': 'process.exit()' }));
  const bench = await Bench.reach(page);
  await bench.root.getByText('names files outside of the exercise’s folder').waitFor();
  await page.evaluate((hash) => {
    location.hash = hash;
  }, '#code=exercise,AAAA');
  await bench.root.getByText('was cut or changed on its way').waitFor();
  await page.evaluate(
    (hash) => {
      location.hash = hash;
    },
    link({ 'server.mjs': ' '.repeat(1_000_000) }).split('#')[1] as string,
  );
  await bench.root.getByText('unpacks to more than any lesson’s code').waitFor();
  await expect.poll(() => bench.copied()).toContain('app.listen(');
  await expect.poll(() => bench.state.innerText()).toContain('not started');
});
