/** The same way through every instrument of the bench, by mouse, by the keys alone, and by touch on a phone. */
import { expect, test } from 'vitest';
import { hasCurl, runCurl } from '../fixtures/run-curl.ts';
import { expectAccessible } from './accessibility.ts';
import { Bench } from './bench.ts';
import { everyHand, hands } from './hands.ts';
import { describeVisits, visit } from './visit.ts';

describeVisits();

test.each(everyHand)(
  'by %s: compare, take over, run, ask, track, follow, hurt, X-ray, find, share and go back',
  async (name, look) => {
    const { page, open, context } = await visit(look);
    // The longest way of all tests: a slow machine may take its time for each step.
    context.setDefaultTimeout(60_000);
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const hand = hands[name](page);
    const bench = await Bench.reach(await open('/learn/5-error-tracking/?mode=full'));
    const { root } = bench;
    const press = (control: string | RegExp) => hand.press(bench.button(control).first());
    const screen = async (which: 'Code' | 'Server'): Promise<void> => {
      const button = root.getByRole('group', { name: 'Screen' }).getByRole('button', { name: which });
      if (await button.isVisible()) await hand.press(button);
    };
    const tab = (which: string) => hand.pickTab(root.getByRole('tab', { name: which, exact: true }));

    // Compare, and take over.
    await press('Show a solution');
    await hand.press(page.getByRole('button', { name: 'Show it' }));
    await root.getByRole('textbox', { name: /^One solution/ }).waitFor();
    await press('Use this code');
    await root.getByText('The solution is in the editor').waitFor();
    await hand.pickTab(root.getByRole('tab', { name: 'tracker.mjs' }));
    await root.locator('.cm-content').getByText('captureException').first().waitFor();

    // Run, ask, and see what reached the tracker.
    await press('Run');
    await bench.state.filter({ hasText: 'running on' }).waitFor();
    await screen('Server');
    await press('An order that fails');
    await bench.outcome.filter({ hasText: '500' }).waitFor();
    await hand.press(root.getByLabel('Hex'));
    await bench.response.getByText('000000  7b').waitFor();
    await tab('Tracker');
    const issue = root.locator('.issue').first();
    await hand.press(issue.locator('> summary'));
    await issue.getByText('caused by').first().waitFor();
    await hand.press(issue.getByText('Breadcrumbs and all else'));
    await issue.getByText('"event_id"').first().waitFor();
    await hand.press(issue.getByText('The envelope, line by line'));
    const lines = async () => (await issue.locator('pre').last().innerText()).trim().split('\n');
    await expect
      .poll(async () => (await lines()).map((line) => Object.keys(JSON.parse(line))))
      .toEqual([
        expect.arrayContaining(['event_id']),
        expect.arrayContaining(['type']),
        expect.arrayContaining(['exception']),
      ]);
    await expectAccessible(page);

    // The request on the timeline, and in the log.
    await tab('Timeline');
    await hand.press(root.locator('.moments').getByRole('button', { name: /^GET \/orders\/7 500/ }));
    await root.getByText('Only what belongs to').waitFor();
    await expectAccessible(page);
    await press('Show everything');
    await tab('Requests');
    await press(/^Use again/);
    await tab('Log');
    await hand.choose(root.getByLabel('Least severe level'), 'error');
    await bench.log.getByText('order store is down').first().waitFor();

    // Faults, and a signal.
    await hand.press(root.locator('.faults > summary'));
    await hand.choose(root.locator('.faults select'), 'error');
    await root.locator('.faults .active').filter({ hasText: 'collector: error' }).waitFor();
    await expectAccessible(page);
    await press('SIGTERM');
    await bench.state.filter({ hasText: 'SIGTERM' }).waitFor();

    // X-ray: two paths, one beside the other, step by step.
    await tab('X-ray');
    await hand.press(root.getByLabel(/Draw the path/));
    await press('Run');
    await bench.state.filter({ hasText: 'running on' }).waitFor();
    await press('An order that fails');
    await press('An order that does not exist');
    await hand.choose(root.getByLabel('beside'), '1');
    await press('Step on');
    await root.locator('.xray-steps [role="status"]').filter({ hasText: 'Step 1 of' }).waitFor();
    await expectAccessible(page);

    // Found by its name, the keys, and a link.
    await press('Commands');
    const field = page.getByRole('combobox', { name: 'Find a command' });
    await field.waitFor();
    await page.keyboard.type('show: timeline');
    if (name === 'keyboard') await page.keyboard.press('Enter');
    else await hand.press(page.getByRole('option', { name: 'Show: Timeline' }));
    await root.getByRole('tab', { name: 'Timeline', selected: true }).waitFor();
    await press('Keys');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await hand.press(page.getByRole('dialog', { name: 'Keys' }).getByRole('button', { name: 'Close' }));
    await press('Copy a link to this');
    await root.getByText('It carries your code itself').waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('#code=');

    // Back to what there was before.
    await press('Earlier states');
    await hand.press(root.locator('.points button').last());
    await press('Go back to this');
    await root.getByText(/^The code of .* is in the editor/).waitFor();
    await press('Back to the text');
    await bench.button('Full page').waitFor();
    await expectAccessible(page);
  },
  480_000,
);

const isInItsPane = (outcome: Element): boolean => {
  const pane = outcome.closest('.requests') as Element;
  return outcome.getBoundingClientRect().bottom < pane.getBoundingClientRect().bottom;
};

/** Routes that show what a server may do. */
const routes = `app.get('/many', (req, res) => {
  for (let i = 0; i < 2300; i++) console.log('line ' + i);
  res.type('html').send('<h1>Many lines</h1>');
});
app.get('/stack', (req, res) => {
  console.error(new Error('look here'));
  res.send('told');
});
app.get('/crash', () => setTimeout(() => { throw new Error('late'); }));
app.get('/loop', () => { while (true); });`;

test.each(everyHand)(
  'by %s: follow a link, write, look at bodies, repeat, copy, find in the log and on the timeline, fill the disk, loop, crash and check',
  async (name, look) => {
    const { page, open, context } = await visit(look);
    context.setDefaultTimeout(60_000);
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const hand = hands[name](page);
    const bench = await Bench.reach(
      await open('/learn/2-logging-errors/?file=shop.mjs&request=A%20payment&mode=timeline'),
    );
    const { root } = bench;
    const press = (control: string | RegExp) => hand.press(bench.button(control).first());
    const screen = async (which: 'Code' | 'Server'): Promise<void> => {
      const button = root.getByRole('group', { name: 'Screen' }).getByRole('button', { name: which });
      if (await button.isVisible()) await hand.press(button);
    };
    const tab = (which: string) => hand.pickTab(root.getByRole('tab', { name: which, exact: true }));
    const path = root.getByLabel('Path', { exact: true });
    const ask = async (address: string): Promise<void> => {
      await hand.fill(path, address);
      await press('Send');
    };

    // The link leads to the file, the request and the pane.
    await root.getByRole('tab', { name: 'Timeline', selected: true }).waitFor();
    await expect.poll(() => path.inputValue()).toBe('/orders/1/payment');
    await screen('Code');
    await root.getByRole('tab', { name: /^shop\.mjs/, selected: true }).waitFor();
    await tab('server.mjs');
    await bench.editor.getByText('express.json').waitFor();
    await hand.writeBelow(bench.editor, 6, routes);
    await root.locator('.cm-changed').first().waitFor();
    await press('Run');
    await bench.state.filter({ hasText: 'running on' }).waitFor();

    // A request with a body, as a command; its copies, two at once; each way to look at an answer.
    await screen('Server');
    await press('Send');
    await bench.outcome.filter({ hasText: '500' }).waitFor();
    // Its own body does not push the answer out of sight.
    if (name !== 'touch') await expect.poll(() => bench.outcome.evaluate(isInItsPane)).toBe(true);
    await press('Copy as curl');
    await expect
      .poll(() => page.evaluate(() => navigator.clipboard.readText()))
      .toMatch(/^curl .*-X POST .*4111111111111111.* localhost:3000\/orders\/1\/payment$/);
    if (hasCurl) {
      const arrived = await runCurl(await page.evaluate(() => navigator.clipboard.readText()));
      expect(arrived).toMatchObject({ method: 'POST', url: '/orders/1/payment' });
      expect(arrived.headers['content-type']).toBe('application/json');
      expect(arrived.body).toContain('4111111111111111');
    }
    await press('An order');
    await bench.outcome.filter({ hasText: '200' }).waitFor();
    if (!(await root.getByLabel('Send it').isVisible())) await hand.press(root.getByText('Headers and body'));
    await hand.choose(root.getByLabel('Send it'), '1');
    await ask('/many');
    await bench.outcome.filter({ hasText: '/many 200' }).waitFor();
    await hand.press(root.getByLabel('Raw'));
    await bench.response.getByText('HTTP/1.1 200 OK').waitFor();
    await hand.press(root.getByLabel('Page', { exact: true }));
    await root.frameLocator('iframe.page').getByText('Many lines').waitFor();
    await hand.press(root.getByLabel('Pretty'));
    await hand.choose(root.getByLabel('Send it'), '0');

    // Pages of the timeline.
    const pages = root.getByRole('group', { name: 'Which moments are listed' });
    await press('Earlier');
    await pages.getByText('standing still').waitFor();
    await press('The first');
    await root.locator('.moments').getByText('listening on 3000').waitFor();
    await press('Later');
    await press('The latest');
    await pages.getByText('standing still').waitFor({ state: 'detached' });
    await tab('Requests');
    await root.getByText('the last 2: 2 × 200').waitFor();
    await hand.press(root.getByRole('button', { name: 'Use again POST /orders/1/payment' }));
    await expect.poll(() => path.inputValue()).toBe('/orders/1/payment');

    // A line among thousands, and the way from a stack into the code.
    await tab('Log');
    const find = root.getByLabel('Only lines with');
    await hand.fill(find, 'line 2299');
    await expect.poll(() => bench.log.getByRole('option').count()).toBe(2);
    await press('An order');
    await ask('/stack');
    await bench.outcome.filter({ hasText: '/stack 200' }).waitFor();
    await hand.fill(find, 'server.mjs:12');
    await bench.log.getByText('Error: look here').waitFor();
    await hand.pickOption(bench.log.getByRole('option').filter({ hasText: 'server.mjs:12' }));
    await root.locator('.cm-activeLineGutter').filter({ hasText: /^12$/ }).waitFor();
    await screen('Server');
    await hand.fill(find, '');

    // The disk is full; a loop is stopped; a signal.
    await hand.press(root.locator('.faults > summary'));
    await press('Start with the disk full');
    await bench.state.filter({ hasText: 'running on' }).waitFor();
    await press('An order that does not exist');
    await bench.outcome.filter({ hasText: '500' }).waitFor();
    await bench.log.getByText('ENOSPC').first().waitFor();
    await expectAccessible(page);
    await ask('/loop');
    await bench.outcome.filter({ hasText: 'waiting' }).waitFor();
    await press('Stop');
    await bench.state.filter({ hasText: /^\s*stopped/ }).waitFor();

    // A supervisor starts it again after a crash, until it crashes in a loop.
    await hand.press(root.getByLabel(/Restart after a crash/));
    await press('Run');
    await bench.state.filter({ hasText: 'running on' }).waitFor();
    await ask('/crash');
    await root.getByText('Restart after a crash (1 so far)').waitFor();
    await bench.state.filter({ hasText: 'running on' }).waitFor();
    await screen('Code');
    await hand.writeBelow(bench.editor, 6, "setTimeout(() => { throw new Error('again'); }, 20);");
    await press(/^Run|^Restart/);
    await root.getByText('so the supervisor has stopped starting it').waitFor();
    await expectAccessible(page);

    // What cannot start cannot be judged: it is said, with the way to the line.
    await press('Check');
    await bench.checks
      .first()
      .locator('.word')
      .filter({ hasText: /could not start|crashed/ })
      .waitFor();
    await expectAccessible(page);
  },
  480_000,
);

/** Which mistake each kind of file gets, and what is underlined of it. */
const mistakes = [
  ['server.mjs', 'const x = = 1;\n', '='],
  ['price.ts', 'const price: = 1;\n', '='],
  ['views/home.ejs', '<h1><%= title( %></h1>\n', '%'],
  ['shelf.json', '{ "books": }\n', '}'],
] as const;

test.each(everyHand)(
  'by %s: complete, find, be told of mistakes as one types, undo after a reload, take hints, and follow a failed check',
  async (name, look) => {
    const { page, open, context } = await visit(look);
    context.setDefaultTimeout(60_000);
    const hand = hands[name](page);
    let bench = await Bench.reach(await open('/learn/3-error-pages/?mode=full'));
    const press = (control: string | RegExp) => hand.press(bench.button(control).first());
    const command = async (typed: string): Promise<void> => {
      if (name === 'keyboard') await page.keyboard.press('ControlOrMeta+K');
      else await press('Commands');
      await page.getByRole('combobox', { name: 'Find a command' }).waitFor();
      await page.keyboard.type(typed);
      if (name === 'keyboard') await page.keyboard.press('Enter');
      else await hand.press(page.getByRole('dialog', { name: 'Commands' }).getByRole('option').first());
    };

    // Hints one by one; the request of a failed check, sent again and on the timeline.
    await press('Check');
    await bench.summary.filter({ hasText: 'First to look at' }).waitFor();
    const failed = bench.root.locator('.result details[open]');
    await hand.press(failed.getByRole('button', { name: /^A hint/ }));
    await failed.getByText('Hint 1 of').waitFor();
    await hand.press(failed.getByRole('button', { name: /^The next hint/ }));
    await failed.getByText('Hint 2 of').waitFor();
    await hand.press(failed.getByRole('button', { name: 'Send this request' }));
    await bench.outcome.filter({ hasText: /\d{3}/ }).waitFor();
    await expect.poll(() => bench.outcome.isVisible()).toBe(true);
    const again = failed.getByRole('button', { name: 'Show on the timeline' });
    if (!(await again.isVisible())) {
      // A phone shows the request; the check is below it.
      await again.scrollIntoViewIfNeeded();
    }
    await hand.press(again);
    await bench.root.getByText('Only what belongs to').waitFor();
    await expectAccessible(page);
    const code = bench.root.getByRole('group', { name: 'Screen' }).getByRole('button', { name: 'Code' });
    if (await code.isVisible()) await hand.press(code);

    // What is typed is completed.
    await hand.rewrite(bench.editor, '\n');
    await page.keyboard.type('res.headersS');
    const offered = bench.root.locator('.cm-tooltip-autocomplete').getByRole('option').first();
    await offered.filter({ hasText: 'headersSent' }).waitFor();
    await expectAccessible(page);
    // The list takes keys only after a moment, so that what is typed on does not pick from it.
    if (name === 'keyboard')
      await expect
        .poll(async () => {
          await page.keyboard.press('Enter');
          return bench.editor.innerText();
        })
        .toContain('res.headersSent');
    else await hand.press(offered);
    await expect.poll(() => bench.editor.innerText()).toContain('res.headersSent');
    // Who has typed leaves the editor so.
    await page.keyboard.press('Escape');

    // Mistakes are underlined in each language.
    for (const [path, text, at] of mistakes) {
      const tab = bench.root.getByRole('tab', { name: path });
      if (await tab.isVisible()) await hand.pickTab(tab);
      else {
        await press('Add a file');
        await hand.fill(bench.root.getByLabel('Name of the new file'), path);
        await press('Add');
        await bench.root.getByRole('tab', { name: path, selected: true }).waitFor();
      }
      await expect.poll(() => bench.editor.getAttribute('aria-label')).toContain(path);
      await hand.rewrite(bench.editor, text);
      await expect.poll(() => bench.editor.locator('.cm-lintRange-error').allInnerTexts()).toEqual([at]);
    }
    await expectAccessible(page);

    // Found in the code.
    await hand.rewrite(bench.editor, '{ "first": 1,\n  "second": 2 }\n');
    await bench.editor.locator('.cm-lintRange-error').waitFor({ state: 'detached' });
    if (name === 'keyboard') await page.keyboard.press('ControlOrMeta+F');
    else await command('code: find');
    const find = bench.root.locator('.cm-search').getByLabel('Find', { exact: true });
    await find.waitFor();
    await page.keyboard.type('second');
    await bench.editor.locator('.cm-searchMatch').filter({ hasText: 'second' }).waitFor();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await find.waitFor({ state: 'detached' });

    // What was done before a reload is undone after it.
    await page.waitForFunction(() =>
      Object.entries(sessionStorage).some(
        ([key, value]) => key.endsWith('shelf.json') && value.includes('second'),
      ),
    );
    await page.reload();
    bench = await Bench.reach(page);
    await hand.pickTab(bench.root.getByRole('tab', { name: 'shelf.json' }));
    await bench.editor.getByText('second').waitFor();
    await command('code: undo');
    await bench.editor.getByText('{ "books": }').waitFor();
  },
  480_000,
);
