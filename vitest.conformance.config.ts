import { defineConfig } from 'vitest/config';

/** Foreign clients against the embedded cluster; each test skips, and says so, where its tool is absent. */
export default defineConfig({
  test: {
    include: ['test/conformance/**/*.test.ts'],
    setupFiles: ['test/fail-on-warning.ts'],
    // A condition may take longer than Vitest's second while other tests use the CPU.
    expect: { poll: { timeout: 10_000 } },
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 1,
    reporters: ['verbose'],
  },
});
