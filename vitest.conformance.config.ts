import { defineConfig } from 'vitest/config';

/** Foreign clients against the embedded cluster; each test skips, and says so, where its tool is absent. */
export default defineConfig({
  test: {
    include: ['test/conformance/**/*.test.ts'],
    setupFiles: ['test/fail-on-warning.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 1,
    reporters: ['verbose'],
  },
});
