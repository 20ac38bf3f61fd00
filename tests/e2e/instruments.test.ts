import { expect, test } from 'vitest';
import { axeFindings } from './accessibility.ts';
import { Bench } from './bench.ts';
import { describeVisits, lessonPath, phone, visit } from './visit.ts';

describeVisits();

const handler = `
app.use((err, req, res, next) => {
  res.status(500).json({ error: { code: 'x', message: 'y' } })
})
`;

async function reach(look = {}): Promise<{ bench: Bench; page: Awaited<ReturnType<typeof visit>>['page'] }> {
  const { open, page } = await visit(look);
  return { bench: await Bench.reach(await open(lessonPath)), page };
}

async function tab(bench: Bench, name: string): Promise<void> {
  await bench.root.getByRole('tab', { name, exact: true }).click();
}

test('X-ray: the executed lines, where it was thrown and what caught it, step by step, and beside another request', async () => {
  const { bench, page } = await reach();
  await bench.write(`${(await bench.copied()).trimEnd()}\n${handler}`);
  await tab(bench, 'X-ray');
  await bench.root.getByLabel(/Draw the path/).check();
  await bench.run();
  await bench.send('GET', '/books/1');
  await bench.send('GET', '/report');
  const status = bench.root.locator('.xray-steps [role="status"]');
  await status
    .filter({ hasText: /thrown at server\.mjs:36, caught at server\.mjs:4\d; answered 500/ })
    .waitFor();
  await expect.poll(() => bench.root.locator('.cm-xray-first').count()).toBeGreaterThan(1);
  await bench.root.getByLabel('beside').selectOption({ index: 1 });
  await bench.root.locator('.cm-xray-second').first().waitFor();
  await bench.button('Step on').focus();
  await page.keyboard.press('Enter');
  await status.filter({ hasText: 'Step 1 of' }).waitFor();
  await bench.button('Step back').focus();
  await page.keyboard.press('Enter');
  await bench.root.locator('.cm-xray-current').waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await bench.root.getByLabel(/Draw the path/).uncheck();
  await bench.state.filter({ hasText: 'running on' }).waitFor();
  await expect.poll(() => bench.root.locator('.cm-xray-first').count()).toBe(0);
});

test('the timeline joins requests, log lines and the end of the process; a picked request leaves only its own', async () => {
  const { bench, page } = await reach();
  // Both are open at the same time: what time says is not enough.
  await bench.write(
    (await bench.copied()).replace(
      "app.get('/books',",
      "let open = 0\nsetInterval(() => open > 0 && console.log('of nobody'), 20)\napp.use(async (req, res, next) => { open++; await new Promise((r) => setTimeout(r, 60)); open--; console.log('of ' + req.url); next() })\napp.get('/books',",
    ),
  );
  await bench.run();
  await bench.send('GET', '/books');
  await bench.send('GET', '/report');
  await tab(bench, 'Timeline');
  const moments = bench.root.locator('.moments li');
  await moments.filter({ hasText: 'GET /report 500' }).waitFor();
  await moments.filter({ hasText: 'refused' }).first().waitFor();
  await bench.root.getByRole('button', { name: /GET \/report 500/ }).click();
  await bench.root.getByText('Only what belongs to').waitFor();
  await expect.poll(() => moments.filter({ hasText: 'GET /books' }).count()).toBe(0);
  await moments.filter({ hasText: 'of /report' }).waitFor();
  await expect.poll(() => moments.filter({ hasText: 'of nobody' }).count()).toBe(0);
  await expect.poll(() => bench.root.locator('.by-time').count()).toBe(0);
  await bench.root.getByLabel(/and what else happened meanwhile/).check();
  await moments.filter({ hasText: 'of nobody' }).first().waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await bench.button('Show everything').click();
  await moments.filter({ hasText: 'GET /books' }).waitFor();
});

test('a request is sent twenty times at once, found again in the list, and used again', async () => {
  const { bench, page } = await reach();
  await bench.run();
  await bench.root.getByText('Headers and body').click();
  await bench.root.getByLabel('Send it').selectOption('20 at once');
  await bench.send('GET', '/books');
  await tab(bench, 'Requests');
  await bench.root.getByText('the last 20: 20 × 200').waitFor();
  await bench.root.getByLabel('Path', { exact: true }).fill('/elsewhere');
  await bench.root
    .getByRole('button', { name: /Use again/ })
    .first()
    .click();
  await expect.poll(() => bench.root.getByLabel('Path', { exact: true }).inputValue()).toBe('/books');
  expect(await axeFindings(page)).toEqual([]);
});

test('a page is shown as a page that does nothing, and any body as bytes', async () => {
  const { bench } = await reach();
  await bench.run();
  await bench.send('GET', '/nope');
  await bench.root.getByLabel('Page', { exact: true }).check();
  const frame = bench.root.frameLocator('iframe.page');
  await frame.getByText('Cannot GET /nope').waitFor();
  await expect.poll(() => bench.root.locator('iframe.page').getAttribute('sandbox')).toBe('');
  await bench.root.getByLabel('Hex').check();
  await bench.response.getByText('000000  3c 21 44 4f').waitFor();
});

test('faults: malformed JSON, a client that hangs up, a crash in a timer, a port that is taken', async () => {
  const { bench, page } = await reach();
  await bench.run();
  await bench.root.locator('.faults summary').click();
  await bench.button('Malformed JSON').click();
  await bench.outcome.filter({ hasText: '400 Bad Request' }).waitFor();
  await bench.button('Crash in a timer').click();
  await bench.state.filter({ hasText: 'exited 1' }).waitFor();
  await bench.root.locator('.server .explanation').filter({ hasText: 'a timer failed' }).waitFor();
  await bench.button('Start with the port taken').click();
  await bench.log.getByText('EADDRINUSE').first().waitFor();
  expect(await axeFindings(page)).toEqual([]);
});

test('a supervisor starts a crashed server again, and gives up in a crash loop', async () => {
  const { bench } = await reach();
  await bench.root.getByLabel(/Restart after a crash/).check();
  await bench.write("console.log('up')\nsetTimeout(() => { throw new Error('again') }, 20)\n");
  await bench.button('Run').click();
  await bench.root.getByText('so the supervisor has stopped starting it').waitFor();
  await expect.poll(() => bench.root.locator('.supervise').innerText()).toContain('4 so far');
});

test('records of a logger are rows with a level, found by level and text, and open in full with their stack', async () => {
  const { bench, page } = await reach();
  await bench.write(`import http from 'node:http'
const log = (level, msg, more) => console.log(JSON.stringify({ level, time: 1, msg, ...more }))
log(30, 'fine')
log(40, 'slow')
log(50, 'failed', { err: { type: 'Error', message: 'no money', stack: new Error('no money').stack } })
console.log('\\u001b[32mgreen\\u001b[39m')
http.createServer(() => {}).listen(process.env.PORT)
`);
  await bench.run();
  await bench.log.locator('.record[data-level="error"]').waitFor();
  await expect.poll(() => bench.log.locator('.ansi-green').innerText()).toBe('green');
  await bench.root.getByLabel('Least severe level').selectOption('warn');
  await bench.log.getByText('fine').waitFor({ state: 'detached' });
  await bench.root.getByLabel('Only lines with').fill('FAILED');
  await bench.log.getByText('slow').waitFor({ state: 'detached' });
  await bench.log.focus();
  await page.keyboard.press('End');
  const detail = bench.root.locator('.log-detail');
  await detail.getByText('"no money"').waitFor();
  await detail.getByRole('button', { name: /server\.mjs:5/ }).click();
  await bench.root.locator('.cm-activeLineGutter').filter({ hasText: /^5$/ }).waitFor();
  expect(await axeFindings(page)).toEqual([]);
});

test('files come and go, a mistake is underlined as one types, and what was undone survives a reload', async () => {
  const { bench, page } = await reach();
  await bench.button('Add a file').click();
  await page.keyboard.type('errors.mjs');
  await page.keyboard.press('Enter');
  await bench.root.getByRole('tab', { name: 'errors.mjs' }).waitFor();
  await bench.editor.click();
  await page.keyboard.insertText('export const x = = 1\n');
  await bench.root.locator('.cm-lintRange-error').waitFor();
  await bench.root.locator('.cm-changed').first().waitFor();
  await bench.button('Remove errors.mjs').click();
  await page.getByRole('button', { name: 'Take it away' }).click();
  await bench.root.getByRole('tab', { name: 'errors.mjs' }).waitFor({ state: 'detached' });

  await bench.write('// kept');
  await bench.root.locator('.cm-changed').first().waitFor();
  await page.waitForFunction(() =>
    Object.values(sessionStorage).some((text) => String(text).includes('// kept')),
  );
  await page.reload();
  const again = await Bench.reach(page);
  await again.editor.click();
  await page.keyboard.press('ControlOrMeta+Z');
  await expect.poll(() => again.copied()).toContain("from 'express'");
});

test('on a phone every instrument can be reached and fits', async () => {
  const { bench, page } = await reach(phone);
  await bench.run();
  await bench.send('GET', '/report');
  for (const name of ['X-ray', 'Timeline', 'Requests', 'Log']) {
    await tab(bench, name);
    expect(await axeFindings(page), name).toEqual([]);
    expect(
      await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
      name,
    ).toBe(0);
  }
});
