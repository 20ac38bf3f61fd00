import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { reasonToSkip } from '../../scripts/in-page/find-other-browser.mjs';
import { openEngine } from '../../scripts/in-page.mjs';
import { type ClosableEngine, Lab } from './lab.ts';

/*
 * A small part of what `npm run test:browsers` runs, in each other browser that is installed: an engine starts there, serves,
 * keeps context, names places, is contained, and ends what does not end by itself.
 */
describe.each(['firefox', 'webkit'] as const)('the engine in %s', { timeout: 120_000 }, (browser) => {
  const lab = new Lab(
    async (): Promise<ClosableEngine> => openEngine({ engine: 'embedded', browser, packages: ['express'] }),
  );
  const missing = reasonToSkip(browser);
  beforeAll(async () => {
    if (missing === undefined) await lab.open();
  }, 180_000);
  afterAll(() => lab.close(), 60_000);

  test('an Express server answers, its error handler too, and context survives `await`', async (context) => {
    // CI may have neither browser; `npm run test:browsers` installs them where it may.
    context.skip(missing !== undefined, missing);
    await lab.serve(`
      import express from 'express';
      import { AsyncLocalStorage } from 'node:async_hooks';
      const context = new AsyncLocalStorage();
      const app = express();
      app.use((req, res, next) => context.run(req.path, next));
      app.get('/late', async (req, res) => {
        await new Promise((resolve) => setTimeout(resolve, 5));
        await null;
        res.send(context.getStore());
      });
      app.get('/throws', () => { throw Object.assign(new Error('out of stock'), { status: 409 }); });
      app.use((error, req, res, next) => {
        res.status(error.status).json({ told: error.message, at: /server\\.mjs:\\d+/.test(error.stack), in: context.getStore() });
      });
      app.listen(process.env.PORT);`);
    const late = await Promise.all([lab.get('/late'), lab.get('/late'), lab.get('/throws')]);
    expect(late.map(({ status }) => status)).toEqual([200, 200, 409]);
    expect(late[0]?.text).toBe('/late');
    expect(JSON.parse(late[2]?.text ?? '')).toEqual({ told: 'out of stock', at: true, in: '/throws' });
    await lab.clear();
  });

  test('an uncaught error ends the program with 1, an endless loop is ended, and nothing of the page is in reach', async (context) => {
    context.skip(missing !== undefined, missing);
    const ended = await lab.run({ 'main.mjs': `setTimeout(() => { throw new TypeError('late'); }, 1);` });
    expect(ended.code).toBe(1);
    expect(ended.stderr).toMatch(/TypeError: late/);
    const loop = await lab.start({ 'loop.mjs': `console.log('up'); while (true) {}` }, ['loop.mjs']);
    await loop.wrote('up');
    loop.process.kill('SIGKILL');
    expect(await loop.ended).toMatchObject({ signal: 'SIGKILL' });
    const { stdout } = await lab.run({
      'main.mjs': `
        const names = ['document', 'localStorage', 'indexedDB', 'caches', 'parent', 'XMLHttpRequest', 'Worker'];
        console.log(names.filter((name) => globalThis[name] !== undefined).join());
        console.log(await fetch('https://example.com/').then(() => 'open', () => 'closed'));`,
    });
    expect(stdout).toBe('\nclosed\n');
  });
});
