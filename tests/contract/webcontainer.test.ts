import { afterAll, beforeAll, describe } from 'vitest';
import { openPageEngines } from '../../scripts/in-page/page-engine.mjs';
import { canStandIn } from '../webcontainer/stand-in/machine.ts';
import { type StandIn, startStandIn } from '../webcontainer/stand-in/server.ts';
import { describeEngineContract } from './contract.ts';
import type { ClosableEngine } from './lab.ts';

describe.skipIf(!(await canStandIn()))(
  'on a stand-in host (skipped where there are no network namespaces)',
  () => {
    let standIn: StandIn;
    let browser: Awaited<ReturnType<typeof openPageEngines>>;

    beforeAll(async () => {
      standIn = await startStandIn();
      browser = await openPageEngines('chromium', { kind: 'webcontainer', containerHost: standIn.url });
    }, 60_000);
    afterAll(async () => {
      await browser?.close();
      await standIn?.close();
    }, 60_000);

    describeEngineContract(
      'webcontainer, by its unmodified client',
      (packages?: readonly string[]): Promise<ClosableEngine> =>
        browser.openEngine({ ...(packages && { packages }) }) as unknown as Promise<ClosableEngine>,
    );
  },
);
