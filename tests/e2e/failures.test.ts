import { expect, test } from 'vitest';
import { Bench } from './bench.ts';
import { describeVisits, lessonPath, visit } from './visit.ts';

describeVisits();

const server = (routes: string): string =>
  `import express from 'express'\nconst app = express()\n${routes}\napp.listen(process.env.PORT ?? 3000)\n`;

async function reach(): Promise<Bench> {
  const { open } = await visit();
  return Bench.reach(await open(lessonPath));
}

/** After a failure the bench must still do what it is for. */
async function stillWorks(bench: Bench): Promise<void> {
  await bench.write(server("app.get('/', (req, res) => res.send('fine'))"));
  await bench.run();
  expect(await bench.send('GET', '/')).toContain('200 OK');
  await expect.poll(() => bench.response.innerText()).toContain('fine');
}

test('a syntax error names file, line and column, and leads there', async () => {
  const bench = await reach();
  await bench.write("import express from 'express'\n\nconst x = = 1\n");
  await bench.button('Run').click();
  const told = bench.root.locator('.server .explanation');
  await told.waitFor();
  await expect.poll(() => told.innerText()).toContain('server.mjs, line 3, column 11');
  await expect.poll(() => bench.state.innerText()).toMatch(/exited 1/);
  await told.getByRole('button', { name: 'Show server.mjs, line 3' }).click();
  await bench.root.locator('.cm-activeLineGutter').filter({ hasText: /^3$/ }).waitFor();
  await stillWorks(bench);
});

test('a check of code that cannot be read says so, with the place', async () => {
  const bench = await reach();
  await bench.write("import express from 'express'\n\nconst x = = 1\n");
  // The second click of an impatient hand takes nothing back.
  await bench.button('Check').dblclick();
  const first = bench.checks.first();
  await expect.poll(() => first.getAttribute('data-status')).toBe('could-not-start');
  await expect.poll(() => first.innerText()).toMatch(/line 3/);
  await stillWorks(bench);
});

test('a server that never listens is remarked on and can be stopped', async () => {
  const bench = await reach();
  await bench.write('setInterval(() => {}, 1000)\n');
  await bench.button('Run').click();
  await bench.root.getByText('listens on no port').waitFor();
  await bench.button('Stop').click();
  await bench.state.filter({ hasText: 'stopped' }).waitFor();
  await stillWorks(bench);
});

test.each([
  ['as it is', "console.log('now ' + 'looping')\nwhile (true) {}\n", /^stopped$/],
  [
    'although it listens for SIGTERM',
    "process.on('SIGTERM', () => {})\nconsole.log('now ' + 'looping')\nwhile (true) {}\n",
    /^stopped by force/,
  ],
])('an endless loop is stopped %s, and the page stays usable all the time', async (_name, loop, end) => {
  const bench = await reach();
  await bench.write(loop);
  await bench.button('Run').click();
  await bench.state.filter({ hasText: 'not listening yet' }).waitFor();
  // The listener stands only when the program has come so far: a signal before it ends the program.
  await bench.root.getByText('now looping').waitFor();
  const before = Date.now();
  await bench.button('Stop').click();
  await bench.state.filter({ hasText: end }).waitFor();
  // It is given up after a few seconds, which a busy machine makes longer.
  expect(Date.now() - before).toBeLessThan(10_000);
  await stillWorks(bench);
});

test('a loop that begins with a request is stopped too', async () => {
  const bench = await reach();
  await bench.write(server("app.get('/', () => { while (true) {} })"));
  await bench.run();
  await bench.root.getByLabel('Path', { exact: true }).fill('/');
  await bench.button('Send').click();
  await bench.outcome.filter({ hasText: 'waiting' }).waitFor();
  await bench.button('Stop').click();
  await bench.state.filter({ hasText: /^stopped/ }).waitFor();
  await stillWorks(bench);
});

test('a handler that never answers: it can be called off, and it ends by itself', async () => {
  const bench = await reach();
  await bench.write(server("app.get('/', () => {})"));
  await bench.run();
  await bench.root.getByLabel('Path', { exact: true }).fill('/');
  await bench.button('Send').click();
  await bench.button('Call it off').click();
  await bench.root.getByText('You called the request off').waitFor();
  await bench.button('Send').click();
  await bench.root.getByText(/No answer in 10 seconds/).waitFor();
  await expect.poll(() => bench.state.innerText()).toMatch(/running on 3000/);
  await stillWorks(bench);
});

test('a program that ends by an uncaught error names it, its place, and that requests were lost', async () => {
  const bench = await reach();
  await bench.write(server("app.get('/', () => { setTimeout(() => { throw new Error('late') }, 10) })"));
  await bench.run();
  await bench.root.getByLabel('Path', { exact: true }).fill('/');
  await bench.button('Send').click();
  await bench.state.filter({ hasText: 'exited 1' }).waitFor();
  const told = await bench.root.locator('.server .explanation').innerText();
  expect(told).toContain('Error: late');
  expect(told).toContain('server.mjs, line 3');
  await bench.log.getByText('Error: late').first().waitFor();
  await bench.root.getByText('cut the connection before it had answered').waitFor();
  await stillWorks(bench);
});

test('a request to a server that does not run says so', async () => {
  const bench = await reach();
  await bench.button('Send').click();
  await bench.root.getByText('Nothing listens on port 3000').waitFor();
  await stillWorks(bench);
});

test('a flood of output leaves typing, stopping and the last lines working', async () => {
  const bench = await reach();
  await bench.write(
    "let i = 0\nsetInterval(() => { for (let j = 0; j < 2000; j++) console.log('line ' + i++) }, 10)\n",
  );
  await bench.button('Run').click();
  await bench.root.getByText(/earlier lines are not kept/).waitFor();
  await bench.root.getByLabel('Path', { exact: true }).fill('/typed-while-flooded');
  await expect
    .poll(() => bench.root.getByLabel('Path', { exact: true }).inputValue())
    .toBe('/typed-while-flooded');
  await bench.button('Stop').click();
  await bench.state.filter({ hasText: /^\s*stopped/ }).waitFor();
  await expect.poll(() => bench.log.getByRole('option').count()).toBeLessThan(200);
  await stillWorks(bench);
});

test('a package that is not there is named', async () => {
  const bench = await reach();
  await bench.write("import nothing from 'not-a-package'\n");
  await bench.button('Run').click();
  await bench.state.filter({ hasText: 'exited 1' }).waitFor();
  await expect.poll(() => bench.root.locator('.server .explanation').innerText()).toContain('not-a-package');
  await stillWorks(bench);
});
