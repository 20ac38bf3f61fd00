import { afterAll, afterEach, beforeAll, describe } from 'vitest';
import { openEngine } from '../../scripts/in-page.mjs';
import { describeHostile } from './hostile.ts';
import { type ClosableEngine, Lab } from './lab.ts';

describe('the engine in the page, under attack', { timeout: 30_000 }, () => {
  const lab = new Lab(async (): Promise<ClosableEngine> => openEngine({ engine: 'embedded' }));
  beforeAll(() => lab.open(), 120_000);
  afterEach(() => lab.clear(), 60_000);
  afterAll(() => lab.close(), 60_000);
  describeHostile(lab);
});
