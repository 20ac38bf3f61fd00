import { openEngine } from '../../scripts/in-page.mjs';
import { describeEngineContract } from './contract.ts';
import type { ClosableEngine } from './lab.ts';

describeEngineContract('embedded', async (): Promise<ClosableEngine> => openEngine({ engine: 'embedded' }));
