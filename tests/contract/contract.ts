import { afterAll, afterEach, beforeAll, describe } from 'vitest';
import { describeCauses } from './causes.ts';
import { describeExpress } from './express.ts';
import { describeFiles } from './files.ts';
import { type ClosableEngine, Lab } from './lab.ts';
import { describeNetwork } from './network.ts';
import { describePackages } from './packages.ts';
import { describePorts } from './ports.ts';
import { describeProcesses } from './processes.ts';
import { describeTeardown } from './teardown.ts';

/**
 * What every engine promises. The native engine (real Node) is the oracle: a promise that it does not keep is a wrong
 * promise. What an engine lacks is skipped with the capability's name as the reason, never silently.
 *
 * One engine serves the whole suite, emptied between tests, because a user's engine lives as long.
 */
export function describeEngineContract(
  name: string,
  open: (packages?: readonly string[]) => Promise<ClosableEngine>,
): void {
  describe(`the engine contract, ${name}`, { timeout: 60_000 }, () => {
    const lab = new Lab(() => open());
    beforeAll(() => lab.open(), 120_000);
    afterEach(() => lab.clear(), 60_000);
    afterAll(() => lab.close(), 60_000);
    describeFiles(lab);
    describeProcesses(lab);
    describePorts(lab);
    describeExpress(lab);
    describeNetwork(lab);
    describeCauses(lab);
    describePackages(lab, open);
    describeTeardown(() => open());
  });
}
