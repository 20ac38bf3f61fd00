import { openEngine } from '../../scripts/in-page.mjs';
import { describeEngineContract } from './contract.ts';
import type { ClosableEngine } from './lab.ts';

describeEngineContract(
  'embedded',
  async (packages?: readonly string[]): Promise<ClosableEngine> =>
    openEngine({ engine: 'embedded', ...(packages && { packages }) }),
);
