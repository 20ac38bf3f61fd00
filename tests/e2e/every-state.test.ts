/** The states of a bench that no other test shows to axe, each reached once: on a wide light page and on a dark phone. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { axeFindings, sidewaysScroll } from './accessibility.ts';
import { Bench } from './bench.ts';
import { stored } from './stored.ts';
import { describeVisits, lessonPath, phone, visit } from './visit.ts';

describeVisits();

/** A server that does whatever can be looked at. */
const trouble = `import express from 'express'
const app = express()
app.get('/cut', (req, res) => { res.write('half of '); setTimeout(() => res.destroy(), 20) })
app.get('/never', () => {})
app.get('/crash', () => { setTimeout(() => { throw new Error('late') }) })
app.get('/colours', (req, res) => { console.log('\\u001b[31mred \\u001b[1;33mbold yellow\\u001b[0m \\u001b[2mdim\\u001b[0m \\u001b[34mblue \\u001b[35mmagenta \\u001b[36mcyan \\u001b[90mgrey'); res.send('ok') })
app.get('/log', (req, res) => {
  for (let i = 0; i < 250; i++) console.log('line ' + i)
  console.log(JSON.stringify({ level: 50, msg: 'failed', err: { message: 'no', stack: new Error('no').stack } }))
  res.send('ok')
})
app.listen(process.env.PORT ?? 3000)
`;

const solution = "app.use((err, req, res, next) => { res.status(500).json({ error: { code: 'x' } }) })\n";

/** Gives the results of the kept report each of the states that a result can have, in turn. */
function giveEveryStatus(page: Page): Promise<void> {
  return page.evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        const statuses = 'could-not-start crashed timed-out our-fault not-judged failed passed'.split(' ');
        const opening = indexedDB.open('safety-net');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const db = opening.result;
          const transaction = db.transaction('records', 'readwrite');
          const walk = transaction.objectStore('records').openCursor();
          walk.onsuccess = () => {
            const cursor = walk.result;
            if (!cursor) return;
            const { results } = cursor.value as { results?: { status: string; message?: string }[] };
            if (results) {
              for (const [i, result] of results.entries()) {
                result.status = statuses[i % statuses.length] as string;
                result.message ??= 'What was found, in `words`.';
              }
              cursor.update(cursor.value);
            }
            cursor.continue();
          };
          transaction.oncomplete = () => {
            db.close();
            resolve();
          };
        };
      }),
  );
}

test.each([
  ['wide and light', { colorScheme: 'light' as const }],
  ['a dark phone', { ...phone, colorScheme: 'dark' as const }],
])(
  'axe finds nothing in any state of a bench, and all of them fit: %s',
  async (_name, look) => {
    const { page, open, context } = await visit({ ...look, expects: /ERR_FAILED/ });
    const found: string[] = [];
    const see = async (state: string): Promise<void> => {
      found.push(...(await axeFindings(page)).map((finding) => `${state}: ${finding}`));
      const sideways = await sidewaysScroll(page);
      if (sideways > 0) found.push(`${state}: ${sideways} pixels too wide`);
    };
    await open(lessonPath);
    let bench = await Bench.reach(page);
    await bench.write(`${(await bench.copied()).trimEnd()}\n${solution}`);
    await bench.check();
    await stored(page, '"results"');
    await giveEveryStatus(page);
    await page.reload();
    bench = await Bench.reach(page);
    await bench.root.getByText('our fault').first().waitFor();
    for (const details of await bench.checks.locator('details').all())
      await details.evaluate((element: HTMLDetailsElement) => {
        element.open = true;
      });
    const hints = bench.checks.getByRole('button', { name: /^A hint/ });
    while ((await hints.count()) > 0) await hints.first().click();
    await see('every kind of result, with hints');

    await bench.screen('Code');
    await bench.button('Show a solution').click();
    await see('the question about the solution');
    await page.getByRole('button', { name: 'Show it' }).click();
    await bench.root.getByRole('textbox', { name: /^One solution/ }).waitFor();
    await see('the solution beside');
    await bench.button('Close').click();
    await bench.button('Earlier states').click();
    await bench.root.locator('.points').waitFor();
    await see('earlier states, compared');
    await bench.button('Close').click();

    // A clipboard that refuses: the link is there to be copied by hand.
    await page.evaluate(() => {
      Object.assign(navigator.clipboard, { writeText: () => Promise.reject(new Error('refused')) });
    });
    await bench.button('Copy a link to this').click();
    await bench.root.getByLabel('The link', { exact: true }).waitFor();
    const address = await bench.root.getByLabel('The link', { exact: true }).inputValue();
    await see('a link that could not be copied');
    await page.keyboard.press('Control+K');
    await page.keyboard.type('copy a link to this view');
    await page
      .getByRole('dialog', { name: 'Commands' })
      .getByRole('option')
      .getByText('link to this view')
      .waitFor();
    await see('the palette');
    await page.keyboard.press('Enter');
    await expect
      .poll(() => bench.root.getByLabel('The link', { exact: true }).inputValue())
      .not.toContain('#code=');

    await bench.screen('Server');
    await bench.root.locator('.faults summary').click();
    await see('faults');
    await bench.button('Full page').click();
    await see('full page');
    await bench.button('Back to the text').click();

    // A sandbox that does not arrive: nothing is judged, and it is not the learner's fault.
    await context.route('**/_engine/**', (route) => route.abort());
    await bench.button('Check').click();
    await bench.summary.filter({ hasText: 'Not judged' }).waitFor();
    await bench.button('Run').click();
    await bench.state.filter({ hasText: 'failed' }).waitFor();
    await see('our own fault');
    await context.unroute('**/_engine/**');

    // What only a server that was really run brings about.
    await bench.write(trouble);
    await bench.run();
    await bench.send('GET', '/cut');
    await bench.root.getByText('Incomplete:').waitFor();
    await see('an incomplete answer');
    await bench.root.getByLabel('Path', { exact: true }).fill('/never');
    await bench.button('Send').click();
    await bench.outcome.filter({ hasText: 'waiting' }).waitFor();
    await see('a request that waits');
    await bench.button('Call it off').click();
    await bench.root.getByText('You called the request off').waitFor();
    await see('a request that was called off');
    await bench.send('GET', '/log');
    await bench.send('GET', '/colours');
    await bench.root.getByRole('tab', { name: 'Log', exact: true }).click();
    await bench.log.locator('.ansi-magenta').waitFor();
    await bench.log.locator('.record').click();
    await bench.root.locator('.log-detail').waitFor();
    await see('a log in colours, and a record in full');
    await bench.root.getByRole('tab', { name: 'Timeline', exact: true }).click();
    await bench.button('Earlier').click();
    await bench.root.getByText('standing still').waitFor();
    await see('earlier moments of the timeline');
    await bench.root.getByLabel('Path', { exact: true }).fill('/crash');
    await bench.button('Send').click();
    await bench.state.filter({ hasText: 'exited 1' }).waitFor();
    await see('a crash');
    const first = bench.checks.first().locator('.word');
    for (const [code, word] of [
      ['const x = = 1\n', 'could not start'],
      ["throw new Error('at once')\n", 'crashed'],
    ] as const) {
      await bench.write(code);
      await bench.check();
      await first.filter({ hasText: word }).waitFor();
      await see(`checks of code that ${word}`);
    }
    await bench.write('const x = = 1\n');
    await bench.button('Run').click();
    await bench.root.locator('.server .explanation').filter({ hasText: 'line 1' }).waitFor();
    await see('code that cannot be read');
    await bench.button('Reset the code').click();
    await see('the question about the reset');
    await page.getByRole('button', { name: 'Put it back' }).click();
    await bench.button('Keys').click();
    await see('the keys');
    await page.keyboard.press('Escape');

    // A server that is silent, and a sandbox that goes away while it is asked: no text of a record, but seen.
    if (!('isMobile' in look)) {
      const start = await bench.copied();
      await bench.write(
        start.replace("app.get('/report'", "app.head('/report', () => {});\napp.get('/report'"),
      );
      await bench.check();
      await bench.checks.locator('.word').filter({ hasText: 'timed out' }).first().waitFor();
      await see('checks of code that answers too late');
      await bench.write(trouble);
      await bench.button('Check').click();
      await bench.root.getByText(/^Step \d+ of/).waitFor();
      await page.evaluate(() => {
        for (const frame of document.querySelectorAll('iframe')) if (frame.sandbox.length > 0) frame.remove();
      });
      await first.filter({ hasText: 'our fault' }).waitFor({ timeout: 60_000 });
      await see('checks whose sandbox went away');
    }

    await page.goto('about:blank');
    await page.goto(address);
    bench = await Bench.reach(page);
    await bench.root.getByRole('heading', { name: 'Code from a link' }).waitFor();
    await see('code from a link');

    await page.goto('/learn/5-error-tracking/?mode=full,tracker');
    bench = await Bench.reach(page);
    await see('an empty tracker, full page');
    expect(found).toEqual([]);
  },
  600_000,
);
