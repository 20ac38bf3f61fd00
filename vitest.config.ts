import { defineConfig } from 'vitest/config';

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    reporters: ['default'],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/{contract,differential,architecture,e2e,webcontainer/service}/**'],
          // Property tests are quick on an idle machine, and still right on a busy one.
          testTimeout: 30_000,
          setupFiles: ['tests/property-seed.ts'],
        },
      },
      { extends: true, test: { name: 'architecture', include: ['tests/architecture/**/*.test.ts'] } },
      {
        extends: true,
        // Engines measure time and use whole cores: one file after the other.
        test: {
          name: 'contract',
          include: ['tests/contract/**/*.test.ts', 'tests/differential/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        // Against the service itself: `npm run test:webcontainer`, and never in `npm test`.
        test: {
          name: 'webcontainer',
          include: ['tests/webcontainer/service/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          globalSetup: ['tests/e2e/global-setup.ts'],
          maxWorkers: 2,
          // What a page shows comes when it comes: it is waited for, as a person would.
          expect: { poll: { timeout: 15_000 } },
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
