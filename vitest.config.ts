import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { SlowestFirst } from './test/slowest-first.ts';

/** What runs the built program, or a terminal. */
const wholePrograms = ['whole-lab', 'prove', 'terminal'].map((folder) => `test/${folder}/**/*.test.ts`);

/** A mocked module stays mocked for the files that run after in the same process. */
const withMocks = readdirSync('test', { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.test\.tsx?$/.test(name))
  .map((name) => join('test', name).replaceAll('\\', '/'))
  .filter((path) => /\bvi\.(mock|doMock|stubGlobal|stubEnv)\(/.test(readFileSync(path, 'utf8')));

const alone = [...wholePrograms, ...withMocks];
const all = ['test/**/*.test.ts', 'test/**/*.test.tsx'];
const separate = ['test/conformance/**', 'test/bench/**'];

export default defineConfig({
  test: {
    setupFiles: ['test/fail-on-warning.ts', 'test/patient-waits.ts'],
    // A condition may take longer than Vitest's second while other tests use the CPU.
    expect: { poll: { timeout: 10_000 } },
    // On a build server, by these variables, Ink would draw its last frame alone.
    env: { CI: 'false', CONTINUOUS_INTEGRATION: 'false' },
    testTimeout: 20_000,
    hookTimeout: 30_000,
    pool: 'forks',
    // One more than the cores of a small machine: the tests of whole programs wait for most of their time.
    maxWorkers: 3,
    sequence: { sequencer: SlowestFirst },
    // A process for each file would spend as much on loading the same modules again as on the tests.
    projects: [
      { extends: true, test: { name: 'alone', include: alone } },
      {
        extends: true,
        test: { name: 'together', include: all, exclude: [...separate, ...alone], isolate: false },
      },
    ],
  },
});
