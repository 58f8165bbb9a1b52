import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cli } from '../serve-cluster.ts';

const isWindows = process.platform === 'win32';
let home: string;
let pid: number;
let following: ChildProcess;
let ended: Promise<unknown[]>;
let said = '';

const env = () => ({ ...process.env, KAFKA_LAB_HOME: home });
const lab = (...words: string[]) =>
  spawnSync(process.execPath, [cli, ...words], { encoding: 'utf8', env: env(), timeout: 30_000 });

describe.skipIf(isWindows)('a cluster whose process was stopped', () => {
  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'kafka-lab-stopped-'));
    ({ pid } = JSON.parse(lab('up', '--detach', '--json').stdout) as { pid: number });
    following = spawn(process.execPath, [cli, 'kubectl', 'get', 'nodes', '-w'], { env: env() });
    ended = once(following, 'exit');
    following.stderr?.on('data', (bytes) => {
      said += String(bytes);
    });
    await once(following.stdout!, 'data');
    process.kill(pid, 'SIGSTOP');
  });
  afterAll(() => {
    process.kill(pid, 'SIGCONT');
    lab('down');
    following.kill('SIGKILL');
    rmSync(home, { recursive: true, force: true });
  });

  it.each([
    ['kubectl get pods', 1],
    ['kubectl logs -f x', 1],
    ['up --detach', 3],
    ['reset', 3],
  ])('kept `kafka-lab %s` waiting for a minute', (words, code) => {
    const began = performance.now();
    const { status, stderr } = lab(...words.split(' '));
    expect(performance.now() - began).toBeLessThan(15_000);
    expect(stderr).toContain(`process ${pid} is stopped; \`kill -CONT ${pid}\` continues it`);
    expect(stderr).toMatch(/`(?:npx )?kafka-lab down` stops it/);
    expect(status).toBe(code);
  });

  it('kept a watch of kubectl waiting forever', async () => {
    expect((await ended)[0]).toBe(1);
    expect(said).toContain(`\`kill -CONT ${pid}\``);
  });
});
