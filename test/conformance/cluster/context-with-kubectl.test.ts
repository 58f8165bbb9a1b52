import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { cli, serveCluster } from '../../serve-cluster.ts';
import { has, runTool } from '../tools.ts';

it.skipIf(!has('kubectl'))(
  'passes the lab on the cluster of a context with the real kubectl, without changing the user’s kubeconfig',
  async () => {
    const served = await serveCluster();
    const home = mkdtempSync(join(tmpdir(), 'kafka-lab-context-'));
    try {
      const before = readFileSync(served.kubeconfig, 'utf8');
      const env = { ...process.env, KUBECONFIG: served.kubeconfig, KAFKA_LAB_HOME: home };
      const lab = (...args: string[]) =>
        runTool(process.execPath, [cli, ...args], { env, timeoutMs: 170_000 });
      const flags = ['--cluster', 'context', '--context', 'kafka-lab', '--kubectl', 'system'];
      const { code, stdout, stderr } = await lab('run', ...flags, '--messages', '2000');
      expect(code, stdout.slice(-8000) + stderr).toBe(0);
      expect(stdout.trimEnd().split('\n').at(-1)).toMatch(/^lab: (\d+) of \1 checks passed$/);
      expect((await lab('down', ...flags)).stdout).toContain('Deleted namespace kafka-lab.');
      const { stdout: left } = await runTool('kubectl', ['get', 'namespaces', '-o', 'name'], {
        env: served.env,
      });
      expect(left).not.toContain('kafka-lab');
      expect(readFileSync(served.kubeconfig, 'utf8')).toBe(before);
    } finally {
      await served.close();
      rmSync(home, { recursive: true, force: true });
    }
  },
  200_000,
);
