import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { Bench } from './bench.ts';
import { describeVisits, lessonPath, visit } from './visit.ts';

// With a small heap a program that fills its memory is at its end at once; everything else has room enough in it.
describeVisits({ arguments: ['--js-flags=--max-old-space-size=256'] });

const server = (routes: string): string =>
  `import express from 'express'\nconst app = express()\n${routes}\napp.listen(process.env.PORT ?? 3000)\n`;

const pidOf = (state: string): string | undefined => /running on .*pid (\d+)/.exec(state)?.[1];

async function tab(bench: Bench, name: string): Promise<void> {
  await bench.root.getByRole('tab', { name, exact: true }).click();
  await bench.root.getByRole('tab', { name, exact: true, selected: true }).waitFor();
}

/** After what was done to it, each control of the bench still does what it is for. */
async function everythingWorks(bench: Bench): Promise<void> {
  await bench.write(server("app.get('/', (req, res) => { console.log('asked'); res.send('fine') })"));
  await bench.run();
  expect(await bench.send('GET', '/')).toContain('200 OK');
  await bench.log.getByText('asked').waitFor();
  await bench.root.getByLabel('Only lines with').fill('nothing is like this');
  await bench.log.getByText('No line is like that.').waitFor();
  await bench.root.getByLabel('Only lines with').fill('');

  await tab(bench, 'Requests');
  await tab(bench, 'Timeline');
  const moments = bench.root.locator('.moments li');
  await moments.getByRole('button', { name: /^GET \/ 200/ }).click();
  await bench.root.getByText('Only what belongs to').waitFor();
  await moments.filter({ hasText: 'asked' }).waitFor();
  await expect.poll(() => moments.filter({ hasText: 'listening on' }).count()).toBe(0);

  await tab(bench, 'X-ray');
  const before = pidOf(await bench.state.innerText());
  await bench.root.getByLabel(/Draw the path/).check();
  // The server is started anew for it.
  await expect.poll(async () => pidOf(await bench.state.innerText())).not.toBe(before);
  await bench.state.filter({ hasText: 'running on' }).waitFor();
  expect(await bench.send('GET', '/')).toContain('200 OK');
  await bench.root.locator('.xray-steps [role="status"]').filter({ hasText: 'answered 200' }).waitFor();
  await bench.button('Stop').click();
  await bench.state.filter({ hasText: /^\s*stopped/ }).waitFor();
  expect(await bench.check()).toMatch(/pass|Not judged/);
  await bench.button('Reset the code').click();
  await bench.root.page().getByRole('button', { name: 'Put it back' }).click();
  await expect.poll(() => bench.copied()).toContain("from 'express'");
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

test('the engine is killed under a running server: it is told, and everything works afterwards', async () => {
  const { page, open } = await visit();
  const bench = await Bench.reach(await open(lessonPath));
  await bench.run();
  await page.evaluate(() => {
    for (const frame of document.querySelectorAll('iframe')) if (frame.sandbox.length > 0) frame.remove();
  });
  await bench.button('Send').click();
  await bench.root
    .locator('.explanation')
    .or(bench.root.locator('.exchange .outcome').filter({ hasNotText: 'waiting' }))
    .first()
    .waitFor();
  await everythingWorks(bench);
}, 120_000);

test('a program uses up its memory: the browser ends the process of its frame alone, it is told, and everything works afterwards', async () => {
  const { page, open } = await visit({ expects: /./ });
  const bench = await Bench.reach(await open(lessonPath));
  const frameEnded = surviveFrames(page);
  await bench.write('const kept = []\nfor (;;) kept.push(new Array(1e5).fill(1.5))\n');
  await bench.button('Run').click();
  await frameEnded;
  // Nobody tells the page: it notices that nothing answers.
  await bench.root
    .locator('.server .explanation')
    .filter({ hasText: 'had used up its memory' })
    .waitFor({ timeout: 60_000 });
  await expect.poll(() => bench.copied()).toContain('const kept = []');
  await everythingWorks(bench);
}, 180_000);

test('a million lines, then a loop without an end: it is stopped, the last lines are there, and everything works afterwards', async () => {
  const { open } = await visit();
  const bench = await Bench.reach(await open(lessonPath));
  await bench.write(
    `const lines = (from) => Array.from({ length: 1000 }, (_, i) => 'line ' + (from + i)).join('\\n')
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
`,
  );
  await bench.button('Run').click();
  await bench.root.getByText(/earlier lines are not kept/).waitFor();
  // While it floods, one types into the page as ever.
  await bench.root.getByLabel('Path', { exact: true }).fill('/typed-while-flooded');
  await bench.log.getByText('now looping').waitFor({ timeout: 90_000 });
  await bench.log.getByText('line 999999').waitFor();
  await expect
    .poll(() => bench.root.getByText(/earlier lines are not kept/).innerText())
    .toMatch(/^(89|9\d)\d,\d{3}/);
  await expect.poll(() => bench.log.getByRole('option').count()).toBeLessThan(200);
  await bench.button('Stop').click();
  await bench.state.filter({ hasText: /^\s*stopped/ }).waitFor();
  await everythingWorks(bench);
}, 180_000);
