import { expect, test } from 'vitest';
import { Bench } from './bench.ts';
import { describeVisits, lessonPath, visit } from './visit.ts';

describeVisits();

const server = (routes: string): string =>
  `import express from 'express'\nconst app = express()\n${routes}\napp.listen(process.env.PORT ?? 3000)\n`;

const pidOf = (state: string): string | undefined => /running on .*pid (\d+)/.exec(state)?.[1];

/** After what was done to it, each control of the bench still does what it is for. */
async function everythingWorks(bench: Bench): Promise<void> {
  await bench.write(server("app.get('/', (req, res) => res.send('fine'))"));
  await bench.run();
  expect(await bench.send('GET', '/')).toContain('200 OK');
  for (const name of ['X-ray', 'Timeline', 'Requests', 'Log']) {
    await bench.root.getByRole('tab', { name, exact: true }).click();
    await bench.root.getByRole('tab', { name, exact: true, selected: true }).waitFor();
  }
  await bench.root.getByRole('tab', { name: 'X-ray', exact: true }).click();
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
  expect(await bench.copied()).toContain("from 'express'");
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
});
