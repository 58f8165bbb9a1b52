import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Finished, runTool } from '../conformance/tools.ts';
import { cli } from '../serve-cluster.ts';
import { processesWith } from './processes.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'kafka-lab-whole-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

function kafkaLab(...args: string[]): Promise<Finished> {
  const env = { ...process.env, KAFKA_LAB_HOME: home };
  return runTool(process.execPath, [cli, ...args], { env, timeoutMs: 170_000 });
}

const lastLine = (text: string): string => text.trimEnd().split('\n').at(-1) ?? '';

describe('kafka-lab run', () => {
  it('passes every check, counts a quarter and then everything, and leaves nothing behind', async () => {
    const { code, stdout, stderr } = await kafkaLab(
      'run',
      '--messages',
      '4000',
      '--export',
      join(home, 'report'),
    );
    expect(code, stdout + stderr).toBe(0);
    const [, passed, total] = /^lab: (\d+) of (\d+) checks passed$/.exec(lastLine(stdout)) ?? [];
    expect(passed).toBe(total);
    expect(Number(total)).toBeGreaterThan(40);
    expect(stderr).toBe('');
    const transcript = readFileSync(join(home, 'report', 'transcript.md'), 'utf8');
    expect(transcript).toContain('Figure 18');
    expect(transcript).toContain('kafka-topics --bootstrap-server localhost:9092 --describe');
    const exported = await kafkaLab('export', '--format', 'json');
    expect(JSON.parse(exported.stdout)).toBeTypeOf('object');
    expect(processesWith(home)).toEqual([]);
  }, 180_000);

  it('refuses a step that does not exist, before anything is started', async () => {
    const { code, stderr } = await kafkaLab('run', '--until', '9.9');
    expect(code).toBe(2);
    expect(stderr).toMatch(/^kafka-lab: there is no step `9\.9`: .+\n$/);
    expect(processesWith(home)).toEqual([]);
  });

  it('stops after --until', async () => {
    const { code, stdout } = await kafkaLab('run', '--until', '1.2');
    expect(code).toBe(0);
    expect(lastLine(stdout)).toMatch(/^lab: (\d+) of \1 checks passed$/);
    expect(stdout).not.toContain('\n1.3 ');
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)(
    'ended by %s leaves no process behind',
    async (signal) => {
      const env = { ...process.env, KAFKA_LAB_HOME: home };
      const child = spawn(process.execPath, [cli, 'run', '--messages', '1000000'], {
        env,
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      let text = '';
      child.stdout.on('data', (chunk: Buffer) => {
        text += chunk.toString();
      });
      await expect
        .poll(() => text, { timeout: 30_000 })
        .toContain('$ kubectl logs -l app=ece573-prj05-producer');
      expect(processesWith(join(home, 'clusters')).length).toBeGreaterThan(1);
      child.kill(signal);
      await once(child, 'exit');
      await expect.poll(() => processesWith(join(home, 'clusters')), { timeout: 15_000 }).toEqual([]);
      const [session = ''] = readdirSync(join(home, 'sessions'));
      const journal = readFileSync(join(home, 'sessions', session, 'journal.jsonl'), 'utf8')
        .trimEnd()
        .split('\n');
      expect(journal.map((line) => (JSON.parse(line) as { type: string }).type)).toContain('check-passed');
    },
    60_000,
  );
});

describe('kafka-lab up', () => {
  it('serves in the background with --detach until down', async () => {
    const up = await kafkaLab('up', '--detach', '--json');
    expect(up.code, up.stderr).toBe(0);
    const { kubeconfig, pid } = JSON.parse(up.stdout) as { kubeconfig: string; pid: number };
    expect(readFileSync(kubeconfig, 'utf8')).toContain('token:');
    expect(processesWith(home)).toEqual([pid]);
    const again = await kafkaLab('up');
    expect(again).toMatchObject({ code: 3, stderr: expect.stringContaining('has been running since') });
    const nodes = await kafkaLab('kubectl', 'get', 'nodes', '-o', 'name');
    expect(nodes.stdout.trim().split('\n')).toHaveLength(5);
    const down = await kafkaLab('down');
    expect(down.stdout).toContain('Deleted cluster kafka-lab');
    expect(processesWith(home)).toEqual([]);
    expect((await kafkaLab('down')).stdout).toBe('No cluster kafka-lab is running.\n');
  }, 30_000);

  it('applies a manifest, and waits until its brokers are in ZooKeeper', async () => {
    const child = spawn(
      process.execPath,
      [cli, 'up', '--json', '--home', home, '--apply', 'manifests/kafka.yml'],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    expect(JSON.parse(line.toString())).toMatchObject({
      bootstrap: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
    });
    child.kill('SIGINT');
    const [code] = (await once(child, 'exit')) as [number];
    expect(code).toBe(130);
    await expect.poll(() => processesWith(home)).toEqual([]);
  }, 30_000);

  it('says what is wrong with a broken manifest', async () => {
    const broken = join(home, 'broken.yml');
    writeFileSync(broken, 'kind: Service\nmetadata: [\n');
    const { code, stderr } = await kafkaLab('up', '--apply', broken);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^kafka-lab: `.*broken\.yml` cannot be applied: .+\n$/);
    expect(processesWith(home)).toEqual([]);
  }, 30_000);
});
