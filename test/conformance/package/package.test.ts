import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runTool } from '../tools.ts';
import { packed } from './packed.ts';

let tarball: string;
let folder: string;
beforeAll(async () => {
  tarball = await packed();
  folder = mkdtempSync(join(tmpdir(), 'kafka-lab-empty-'));
});
afterAll(() => {
  rmSync(dirname(tarball), { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
});

const publint = join('node_modules', '.bin', 'publint');
const attw = join('node_modules', '.bin', 'attw');

describe('the package', () => {
  it('is right for publint', async () => {
    const { code, stdout, stderr } = await runTool(publint, ['run', tarball, '--strict']);
    expect(`${stdout}${stderr}`).toMatch(/All good!/);
    expect(code).toBe(0);
  });

  it('has types that every kind of import finds', async () => {
    const flags = ['--profile', 'esm-only', '--no-definitely-typed', '--no-color'];
    // `esm-only`: require() of an ES module is an error before Node 20.19, which is older than this package allows.
    const { code, stdout, stderr } = await runTool(attw, [tarball, ...flags], { timeoutMs: 120_000 });
    expect(code, `${stdout}${stderr}`).toBe(0);
    expect(stdout).toContain('kafka-lab/testing');
  });

  it('would be published without a warning', async () => {
    const words = [
      'publish',
      tarball,
      '--dry-run',
      '--ignore-scripts',
      '--access',
      'public',
      '--tag',
      'trial',
    ];
    const { code, stderr } = await runTool('npm', words);
    expect(code, stderr).toBe(0);
    const warnings = stderr.split('\n').filter((line) => /^npm (warn|error)/i.test(line));
    expect(warnings.filter((line) => !line.includes('requires you to be logged in'))).toEqual([]);
  });

  it('runs by npx in an empty folder, without the network', async () => {
    const env = { ...process.env, npm_config_offline: 'true', npm_config_cache: join(folder, 'cache') };
    const work = join(folder, 'work');
    const script = `mkdir -p '${work}' && cd '${work}' && cp '${tarball}' . && npx --yes ./${basename(tarball)} --version`;
    const { code, stdout, stderr } = await runTool('sh', ['-c', script], { env, timeoutMs: 60_000 });
    expect({ code, stdout }, stderr).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^kafka-lab \d+\.\d+\.\d+/),
    });
  });

  it('starts a cluster from an installed package, by its types', async () => {
    const work = join(folder, 'installed');
    const script = `mkdir -p '${work}' && cd '${work}' && npm init -y > /dev/null && npm install --offline --no-audit --no-fund '${tarball}' > /dev/null && node use.mjs`;
    const use = `import { startCluster } from 'kafka-lab/testing';
const cluster = await startCluster({ brokers: 1, topics: ['orders'] });
console.log(cluster.bootstrap.length > 0 ? 'started' : 'no brokers');
await cluster.stop();
`;
    await runTool('mkdir', ['-p', work]);
    writeFileSync(join(work, 'use.mjs'), use);
    const { code, stdout, stderr } = await runTool('sh', ['-c', script], { timeoutMs: 60_000 });
    expect({ code, stdout }, stderr).toEqual({ code: 0, stdout: 'started\n' });
  });
});
