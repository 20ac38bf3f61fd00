import { existsSync } from 'node:fs';
import { describe, test } from 'vitest';
import { describeEngineContract } from './contract.ts';
import type { ClosableEngine } from './lab.ts';

const door = new URL('../../scripts/in-page.mjs', import.meta.url);

if (existsSync(door)) {
  describeEngineContract('embedded', async (): Promise<ClosableEngine> => {
    const { openEngine } = await import(/* @vite-ignore */ door.href);
    return openEngine({ engine: 'embedded' });
  });
} else {
  describe('the engine contract, embedded', () => {
    test.skip('`scripts/in-page.mjs`, which opens the engine of the page, is not there', () => {});
  });
}
