import { expect, test } from 'vitest';
import { Bench } from './bench.ts';
import { describeVisits, lessonPath, phone, visit } from './visit.ts';

describeVisits();

test('reset asks once, and can be undone, also after a reload', async () => {
  const { page, open } = await visit();
  await open(lessonPath);
  let bench = await Bench.reach(page);
  const start = await bench.copied();
  await bench.write('// mine\n');
  await bench.button('Reset the code').click();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect.poll(async () => (await bench.copied()).trim()).toBe('// mine');
  await bench.button('Reset the code').click();
  await page.getByRole('button', { name: 'Put it back' }).click();
  await expect.poll(() => bench.copied()).toBe(start);

  await page.reload();
  bench = await Bench.reach(page);
  await expect.poll(() => bench.copied()).toBe(start);
  await bench.button('Undo the reset').click();
  await expect.poll(async () => (await bench.copied()).trim()).toBe('// mine');
  await expect.poll(() => bench.button('Undo the reset').count()).toBe(0);
});

test('the last words typed before a reload are there after it', async () => {
  const { page, open } = await visit();
  await open(lessonPath);
  const bench = await Bench.reach(page);
  await bench.write('// typed');
  await page.waitForFunction(async () => {
    const databases = await indexedDB.databases();
    return databases.some(({ name }) => name === 'safety-net');
  });
  await page.keyboard.type(' just now');
  await page.reload();
  expect((await (await Bench.reach(page)).copied()).trim()).toBe('// typed just now');
});

test('two tabs agree: on the code, and on the answer that was committed to first', async () => {
  const { context, page, open } = await visit();
  await open(lessonPath);
  const other = await context.newPage();
  await other.goto(lessonPath);
  const [here, there] = [await Bench.reach(page), await Bench.reach(other)];
  await page.bringToFront();
  await here.write('// from the first tab\n');
  await there.root.locator('.cm-content').filter({ hasText: 'from the first tab' }).waitFor();

  const [mine, theirs] = [page, other].map((tab) => tab.locator('sn-prediction').first());
  await theirs!.locator('[data-right] label').click();
  await mine!.locator('[data-option]:not([data-right]) label').first().click();
  await mine!.getByRole('button', { name: 'Commit' }).click();
  await mine!.getByText('Not this time').waitFor();
  await theirs!.getByRole('button', { name: 'Commit' }).click();
  await theirs!.getByText('Not this time').waitFor();
});

test('where the browser keeps nothing, the page says so and works', async () => {
  const { page, open } = await visit();
  await page.addInitScript(() => {
    Object.defineProperty(globalThis, 'indexedDB', {
      value: {
        open() {
          throw new DOMException('denied', 'SecurityError');
        },
        databases: () => Promise.reject(new DOMException('denied', 'SecurityError')),
      },
    });
  });
  await open(lessonPath);
  const bench = await Bench.reach(page);
  await bench.root.getByText('does not let the page keep anything').waitFor();
  await bench.write(
    "import http from 'node:http'\nhttp.createServer((req, res) => res.end('hi')).listen(3000)\n",
  );
  await bench.run();
  expect(await bench.send('GET', '/')).toContain('200 OK');
});

test('a record that cannot be read is set aside, and the page says so and works', async () => {
  const { page, open } = await visit();
  await open(lessonPath);
  const bench = await Bench.reach(page);
  await bench.write('// mine\n');
  // Away from the bench, which reads what it has written.
  await open('/progress/');
  await page.getByRole('row', { name: /Your code/ }).waitFor();
  await page.waitForFunction(
    () =>
      new Promise<boolean>((resolve, reject) => {
        const opening = indexedDB.open('safety-net');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const place = ['files', '1-basic-error-handlers'];
          const store = opening.result.transaction('records', 'readwrite').objectStore('records');
          const reading = store.get(place);
          reading.onsuccess = () => {
            if (reading.result) store.put({ version: 99 }, place);
            store.transaction.oncomplete = () => {
              opening.result.close();
              resolve(reading.result !== undefined);
            };
          };
        };
      }),
  );
  await open(lessonPath);
  const again = await Bench.reach(page);
  await again.root.getByText('set aside').waitFor();
  await expect.poll(() => again.copied()).toContain('app.listen(');
});

test('on a phone: read, predict, run, ask, check', async () => {
  const { page, open } = await visit(phone);
  await open(lessonPath);
  const prediction = page.locator('sn-prediction').first();
  await prediction.locator('[data-right] label').tap();
  await prediction.getByRole('button', { name: 'Commit' }).tap();
  await prediction.getByText(/^You called it/).waitFor();
  const bench = await Bench.reach(page);
  await bench.button('Run').tap();
  await bench.state.filter({ hasText: 'running on' }).waitFor();
  await bench.screen('Server');
  await bench.root.getByRole('button', { name: 'All books', exact: true }).tap();
  await bench.outcome.filter({ hasText: '200 OK' }).waitFor();
  expect(await bench.check()).toMatch(/of \d+ pass/);
});
