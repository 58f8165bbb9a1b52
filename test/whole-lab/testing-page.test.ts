import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';

const run = promisify(execFile);

/** The examples in docs/testing.md by the file name in their first line. */
function examples(): Map<string, string> {
  const page = readFileSync('docs/testing.md', 'utf8');
  const blocks = [...page.matchAll(/^```js\n\/\/ (\S+)\n([\s\S]*?)^```$/gm)];
  return new Map(blocks.map(([, file = '', code = '']) => [file, code]));
}

/** A folder with the package and the imports of its examples, as after `npm install`. */
function project(): string {
  const directory = mkdtempSync(join(tmpdir(), 'kafka-lab-examples-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const modules = join(directory, 'node_modules');
  mkdirSync(modules);
  symlinkSync(process.cwd(), join(modules, 'kafka-lab'), 'junction');
  for (const name of ['kafkajs', 'vitest', 'typescript', '@types'])
    symlinkSync(join(process.cwd(), 'node_modules', name), join(modules, name), 'junction');
  writeFileSync(join(directory, 'package.json'), '{ "type": "module" }');
  for (const [file, code] of examples()) writeFileSync(join(directory, file), code);
  return directory;
}

const environment = { ...process.env, KAFKAJS_LOG_LEVEL: 'nothing', NODE_OPTIONS: '' };

it('the example for node:test passes', { timeout: 60_000 }, async () => {
  const { stdout } = await run(process.execPath, ['--test', 'orders.test.js'], {
    cwd: project(),
    env: environment,
  });
  expect(stdout).toMatch(/pass 1\b[\s\S]*fail 0\b/);
});

it('the example for vitest passes', { timeout: 60_000 }, async () => {
  const vitest = join(process.cwd(), 'node_modules/vitest/vitest.mjs');
  const { stdout } = await run(process.execPath, [vitest, 'run', 'clicks.test.js'], {
    cwd: project(),
    env: environment,
  });
  expect(stdout).toContain('1 passed');
});

it('the types work in a TypeScript program', { timeout: 60_000 }, async () => {
  const directory = project();
  const program = `import { startCluster, type TestCluster } from 'kafka-lab/testing';
const cluster: TestCluster = await startCluster({ brokers: 2, topics: ['a', { name: 'b', partitions: 3 }] });
const address: string = cluster.brokers[0]!.address;
await cluster.stop();
// @ts-expect-error: a topic needs a name
await startCluster({ topics: [{ partitions: 1 }] });
export { address };
`;
  writeFileSync(join(directory, 'program.ts'), program);
  const tsc = join(process.cwd(), 'node_modules/typescript/bin/tsc');
  const flags = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2022', '--types', 'node'];
  await run(process.execPath, [tsc, ...flags, 'program.ts'], { cwd: directory });
});
