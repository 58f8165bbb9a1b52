import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runTool } from '../conformance/tools.ts';
import { cli } from '../serve-cluster.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'kafka-lab-debug-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

function firstStep(setting: string) {
  const env = { ...process.env, KAFKA_LAB_HOME: home, KAFKA_LAB_DEBUG: setting };
  return runTool(process.execPath, [cli, 'run', '--until', '1.1'], { env, timeoutMs: 60_000 });
}

describe('KAFKA_LAB_DEBUG', () => {
  it('names the logs of the session and of the cluster at the end', async () => {
    const { code, stdout, stderr } = await firstStep('session,kubernetes');
    expect(code, stdout + stderr).toBe(0);
    const paths = [...stderr.matchAll(/^Debug log: (.*)$/gm)].map(([, path]) => path!);
    expect(paths).toHaveLength(2);
    const [session, cluster] = paths.map((path) => readFileSync(path, 'utf8'));
    expect(session).toContain("type: 'session-started'");
    expect(cluster).toMatch(/ kubernetes GET \/api\/v1\/nodes/);
    expect(session).not.toMatch(/^\S+ cluster /m);
    if (process.platform !== 'win32')
      for (const path of paths) expect(statSync(path).mode & 0o777).toBe(0o600);
  }, 70_000);

  it('writes nothing when it is off', async () => {
    const { stderr } = await firstStep('');
    expect(stderr).not.toContain('Debug log');
    expect(existsSync(join(home, 'clusters/kafka-lab/debug.log'))).toBe(false);
  }, 70_000);
});
