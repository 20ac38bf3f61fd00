import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { scenarios } from './messaging-scenarios.ts';

const program = fileURLToPath(new URL('./library-on-bindings.ts', import.meta.url));

describe("Node's own message ports on our binding", () => {
  let outcomes: Record<string, { real: unknown; ours: unknown }> = {};

  beforeAll(() => {
    const args = ['--expose-internals', '--no-warnings', program, 'messaging'];
    outcomes = JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as typeof outcomes;
  }, 60_000);

  for (const name of Object.keys(scenarios)) {
    it(name, () => {
      const { real, ours } = outcomes[name] as { real: unknown; ours: unknown };
      expect(real).toBeDefined();
      expect(ours).toEqual(real);
    });
  }
});
