import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readCourse } from '../../../scripts/content/read-course.ts';
import { openPageEngines } from '../../../scripts/in-page/page-engine.mjs';
import { runChecks } from '../../../src/checks/run-checks.ts';
import { describeEngineContract } from '../../contract/contract.ts';
import type { ClosableEngine } from '../../contract/lab.ts';

// Another host than StackBlitz, where one is named.
const containerHost = process.env['SAFETY_NET_CONTAINER_HOST'];
let browser: Awaited<ReturnType<typeof openPageEngines>>;

beforeAll(async () => {
  browser = await openPageEngines('chromium', {
    kind: 'webcontainer',
    ...(containerHost && { containerHost }),
  });
}, 180_000);
afterAll(() => browser?.close());

const open = (packages?: readonly string[]): Promise<ClosableEngine> =>
  browser.openEngine({ ...(packages && { packages }) }) as unknown as Promise<ClosableEngine>;

describeEngineContract('WebContainers as they are served', open);

test('lesson 1 is judged as everywhere: its solution passes, its starter does not', async () => {
  const unit = (await readCourse()).lessons[0]?.exercise;
  if (!unit) throw new Error('The course has no lesson 1.');
  const solution = readFileSync(
    new URL('../../../content/lessons/1-basic-error-handlers/solution/server.mjs', import.meta.url),
    'utf8',
  );
  for (const [files, passed] of [
    [{ ...unit.starter, 'server.mjs': solution }, true],
    [unit.starter, false],
  ] as const) {
    const engine = await open(unit.packages);
    try {
      expect(await runChecks({ engine, unit, files })).toMatchObject({ state: 'judged', passed });
    } finally {
      await engine.close();
    }
  }
}, 300_000);
