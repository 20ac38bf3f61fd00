import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { Bench } from './bench.ts';
import { everyHand, type Hand, hands } from './hands.ts';
import { describeVisits, lessonPath, visit } from './visit.ts';

// With a small heap a program that fills its memory is at its end at once; everything else has room enough in it.
describeVisits({ arguments: ['--js-flags=--max-old-space-size=256'] });

const server = (routes: string): string =>
  `import express from 'express'\nconst app = express()\n${routes}\napp.listen(process.env.PORT ?? 3000)\n`;

const pidOf = (state: string): string | undefined => /running on .*pid (\d+)/.exec(state)?.[1];

/** On a phone, goes to one of the two screens; elsewhere both are seen. */
async function screen(bench: Bench, hand: Hand, name: 'Code' | 'Server'): Promise<void> {
  const button = bench.root.getByRole('group', { name: 'Screen' }).getByRole('button', { name });
  if (await button.isVisible()) await hand.press(button);
}

/** After what was done to it, each control of the bench still does what it is for. */
async function everythingWorks(bench: Bench, hand: Hand): Promise<void> {
  const { root } = bench;
  const tab = async (name: string): Promise<void> => {
    await hand.pickTab(root.getByRole('tab', { name, exact: true }));
    await root.getByRole('tab', { name, exact: true, selected: true }).waitFor();
  };
  const send = async (): Promise<void> => {
    await hand.fill(root.getByLabel('Path', { exact: true }), '/');
    await hand.press(bench.button('Send'));
    await bench.outcome.filter({ hasText: 'GET / 200 OK' }).waitFor();
  };
  await screen(bench, hand, 'Code');
  await hand.rewrite(
    bench.editor,
    server("app.get('/', (req, res) => { console.log('asked'); res.send('fine') })"),
  );
  await hand.press(bench.button(/^(Run|Restart)$/));
  await bench.state.filter({ hasText: 'running on' }).waitFor();
  await screen(bench, hand, 'Server');
  await hand.choose(root.getByLabel('Method'), 'GET');
  await send();
  await tab('Log');
  await bench.log.getByText('asked').waitFor();
  await hand.fill(root.getByLabel('Only lines with'), 'nothing is like this');
  await bench.log.getByText('No line is like that.').waitFor();
  await hand.fill(root.getByLabel('Only lines with'), '');

  await tab('Requests');
  await tab('Timeline');
  const moments = root.locator('.moments li');
  await hand.press(moments.getByRole('button', { name: /^GET \/ 200/ }));
  await root.getByText('Only what belongs to').waitFor();
  await moments.filter({ hasText: 'asked' }).waitFor();
  await expect.poll(() => moments.filter({ hasText: 'listening on' }).count()).toBe(0);

  await tab('X-ray');
  const before = pidOf(await bench.state.innerText());
  await hand.press(root.getByLabel(/Draw the path/));
  // The server is started anew for it.
  await expect.poll(async () => pidOf(await bench.state.innerText())).not.toBe(before);
  await bench.state.filter({ hasText: 'running on' }).waitFor();
  await send();
  await root.locator('.xray-steps [role="status"]').filter({ hasText: 'answered 200' }).waitFor();
  await hand.press(bench.button('Stop'));
  await bench.state.filter({ hasText: /^\s*stopped/ }).waitFor();
  await hand.press(root.getByLabel(/Draw the path/));
  await screen(bench, hand, 'Code');
  await hand.press(bench.button('Check'));
  await bench.summary.filter({ hasText: /\d pass|Not judged/ }).waitFor();
  await hand.press(bench.button('Reset the code'));
  await hand.press(root.page().getByRole('button', { name: 'Put it back' }));
  await bench.editor.getByText('readSales').first().waitFor();
}

/**
 * Playwright takes the end of a frame that has a process of its own for the end of the page, and refuses to go on
 * (`_onTargetCrashed` of its `crPage`). The page lives: this lets it go on, and tells of the frame's end.
 */
function surviveFrames(page: Page): Promise<void> {
  const { toImpl } = (page as unknown as { _connection: { toImpl(page: Page): { _didCrash: () => void } } })
    ._connection;
  return new Promise((resolve) => {
    toImpl(page)._didCrash = resolve;
  });
}

const flood = `const lines = (from) => Array.from({ length: 1000 }, (_, i) => 'line ' + (from + i)).join('\\n')
let at = 0
const flood = () => {
  for (let i = 0; i < 20 && at < 1_000_000; i++, at += 1000) console.log(lines(at))
  if (at < 1_000_000) setTimeout(flood)
  else {
    console.log('now ' + 'looping')
    while (true) {}
  }
}
flood()
`;

test.each(everyHand)(
  'by %s: the engine is killed, a million lines are followed by a loop, the memory is used up; each is told, and everything works afterwards',
  async (name, look) => {
    const { page, open, context } = await visit({ ...look, expects: /./ });
    context.setDefaultTimeout(60_000);
    const hand = hands[name](page);
    const bench = await Bench.reach(await open(`${lessonPath}?mode=full`));
    const { root } = bench;

    await hand.press(bench.button('Run'));
    await bench.state.filter({ hasText: 'running on' }).waitFor();
    await page.evaluate(() => {
      for (const frame of document.querySelectorAll('iframe')) if (frame.sandbox.length > 0) frame.remove();
    });
    await screen(bench, hand, 'Server');
    await hand.press(bench.button('Send'));
    await root
      .locator('.explanation')
      .or(root.locator('.exchange .outcome').filter({ hasNotText: 'waiting' }))
      .first()
      .waitFor();
    await everythingWorks(bench, hand);

    await hand.rewrite(bench.editor, flood);
    await hand.press(bench.button('Run'));
    await screen(bench, hand, 'Server');
    await hand.pickTab(root.getByRole('tab', { name: 'Log', exact: true }));
    await root.getByText(/earlier lines are not kept/).waitFor();
    // While it floods, one types into the page as ever.
    await hand.fill(root.getByLabel('Path', { exact: true }), '/typed-while-flooded');
    await expect
      .poll(() => root.getByLabel('Path', { exact: true }).inputValue())
      .toBe('/typed-while-flooded');
    await bench.log.getByText('now looping').waitFor({ timeout: 90_000 });
    await bench.log.getByText('line 999999').waitFor();
    await expect
      .poll(() => root.getByText(/earlier lines are not kept/).innerText())
      .toMatch(/^(89|9\d)\d,\d{3}/);
    await expect.poll(() => bench.log.getByRole('option').count()).toBeLessThan(200);
    await hand.press(bench.button('Stop'));
    await bench.state.filter({ hasText: /^\s*stopped/ }).waitFor();
    await everythingWorks(bench, hand);

    const frameEnded = surviveFrames(page);
    await hand.rewrite(bench.editor, 'const kept = []\nfor (;;) kept.push(new Array(1e5).fill(1.5))\n');
    await hand.press(bench.button('Run'));
    await frameEnded;
    // Nobody tells the page: it notices that nothing answers.
    await root
      .locator('.server .explanation')
      .filter({ hasText: 'had used up its memory' })
      .waitFor({ timeout: 60_000 });
    await bench.editor.getByText('const kept = []').waitFor();
    await everythingWorks(bench, hand);
  },
  480_000,
);
