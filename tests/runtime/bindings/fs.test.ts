import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { scenarios } from './fs-scenarios.ts';

const program = fileURLToPath(new URL('./library-on-bindings.ts', import.meta.url));

interface Outcome {
  readonly real: unknown;
  readonly ours: unknown;
}

describe.skipIf(process.platform !== 'linux')("Node's own library for files on our bindings", () => {
  let outcomes: Record<string, Outcome> = {};

  beforeAll(() => {
    const args = ['--expose-internals', '--no-warnings', program];
    outcomes = JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as typeof outcomes;
  }, 60_000);

  for (const name of Object.keys(scenarios)) {
    it(`gives programs what it gives them on Node's: ${name}`, () => {
      const { real, ours } = outcomes[name] as Outcome;
      expect(real).toBeDefined();
      expect(ours).toEqual(real);
    });
  }
});
