import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    exclude: ['test/conformance/**', 'test/bench/**'],
    setupFiles: ['test/fail-on-warning.ts'],
    // On a build server, by these variables, Ink would draw its last frame alone.
    env: { CI: 'false', CONTINUOUS_INTEGRATION: 'false' },
    testTimeout: 20_000,
    hookTimeout: 30_000,
    // A shared machine may stall for longer than a test waits; what fails twice is broken.
    retry: process.env.CI ? 1 : 0,
    pool: 'forks',
    maxWorkers: 2,
  },
});
