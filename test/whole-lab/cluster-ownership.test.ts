import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Finished, runTool } from '../conformance/tools.ts';
import { cli } from '../serve-cluster.ts';
import { openPty } from '../terminal/pty-screen.ts';

let home: string;
let directory: string;
let bystander: ChildProcess | undefined;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'kafka-lab-whose-'));
  directory = join(home, 'clusters', 'kafka-lab');
});
afterEach(async () => {
  await kafkaLab('down');
  bystander?.kill('SIGKILL');
  bystander = undefined;
  rmSync(home, { recursive: true, force: true });
});

function kafkaLab(...args: string[]): Promise<Finished> {
  return runTool(process.execPath, [cli, ...args], {
    // Not started by npx, however the tests were: it prints commands as they were typed.
    env: { ...process.env, KAFKA_LAB_HOME: home, npm_lifecycle_event: undefined },
    timeoutMs: 60_000,
  });
}

async function startBystander(): Promise<number> {
  bystander = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  await once(bystander, 'spawn');
  return bystander.pid!;
}

const pidIn = (text: string): number => (JSON.parse(text) as { pid: number }).pid;
const state = (): string => readFileSync(join(directory, 'state.json'), 'utf8');

describe('a pid that now belongs to another program', () => {
  it('is neither killed by down nor an obstacle to a new cluster', async () => {
    const pid = await startBystander();
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, 'lock'), String(pid));
    const address = { url: 'https://127.0.0.1:1', bootstrap: '127.0.0.1:1', zookeeper: '127.0.0.1:2' };
    const left = { name: 'kafka-lab', pid, startedAt: 1_700_000_000_000, nodes: [], detached: true };
    const kubeconfig = join(directory, 'kubeconfig');
    writeFileSync(join(directory, 'state.json'), JSON.stringify({ ...left, ...address, kubeconfig }));
    expect((await kafkaLab('down')).stdout).toBe('No cluster kafka-lab is running.\n');
    expect(await kafkaLab('up', '--detach')).toMatchObject({ code: 0 });

    const cluster = pidIn(state());
    const [lock, record] = [readFileSync(join(directory, 'lock'), 'utf8'), state()];
    process.kill(cluster, 'SIGKILL');
    await expect.poll(async () => (await kafkaLab('down')).stdout).toContain('No cluster');
    writeFileSync(join(directory, 'lock'), lock.replaceAll(String(cluster), String(pid)));
    writeFileSync(join(directory, 'state.json'), record.replaceAll(String(cluster), String(pid)));
    expect((await kafkaLab('down')).stdout).toBe('No cluster kafka-lab is running.\n');
    expect(await kafkaLab('reset')).toMatchObject({ code: 0 });
    expect(bystander?.signalCode).toBeNull();
  }, 60_000);
});

describe('a cluster that up --detach left for other tools', () => {
  it('is replaced without a terminal only with --force', async () => {
    const left = await kafkaLab('up', '--detach', '--json');
    const pid = pidIn(left.stdout);
    for (const words of [['run', '--until', '1.1'], ['reset'], ['up', '--keep'], []]) {
      const { code, stderr } = await kafkaLab(...words);
      expect(code, words.join(' ')).toBe(3);
      expect(stderr).toMatch(
        /has been running since \d{4}-\d\d-\d\d \d\d:\d\d.*left running for other tools/,
      );
      expect(stderr).toMatch(/it holds no topics, no pods and no claims/);
      expect(stderr).toContain(`\`${['kafka-lab', ...words, '--force'].join(' ')}\` replaces it`);
    }
    expect(pidIn(state())).toBe(pid);
    const forced = await kafkaLab('reset', '--force');
    expect(forced).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(`Deleted cluster kafka-lab (pid ${pid})`),
    });
  }, 60_000);

  it('without its state.json it was said to be in use by another kafka-lab', async () => {
    const pid = pidIn((await kafkaLab('up', '--detach', '--json')).stdout);
    rmSync(join(directory, 'state.json'));
    const refused = await kafkaLab('up', '--detach');
    expect(refused).toMatchObject({
      code: 3,
      stderr: expect.stringMatching(/has been running since .*left running for other tools/),
    });
    expect(refused.stderr).toContain('`kafka-lab up --detach --force` replaces it');
    rmSync(join(directory, 'state.json'));
    expect(await kafkaLab('up', '--detach', '--force')).toMatchObject({ code: 0 });
    expect(pidIn(state())).not.toBe(pid);
  }, 60_000);

  it('is replaced by the screen after a confirmation', async () => {
    const pid = pidIn((await kafkaLab('up', '--detach', '--json')).stdout);
    const terminal = openPty(process.execPath, [cli, '--home', home], { columns: 100, rows: 30 });
    try {
      await terminal.sees(/1\.1 Reset the cluster/);
      terminal.type('R');
      await terminal.sees('Replace it and lose that?');
      expect(terminal.text()).toMatch(
        /left\s+running\s+for\s+other\s+tools;\s+it\s+holds\s+no\s+topics,\s+no\s+pods\s+and\s+no\s+claims/,
      );
      terminal.type('n');
      await expect.poll(() => terminal.text(), { timeout: 10_000 }).not.toContain('Replace it');
      expect(pidIn(state())).toBe(pid);
      terminal.type('\r');
      await terminal.sees('Replace it and lose that?');
      terminal.type('y');
      await terminal.sees(/✔ the cluster answers/);
      const own = pidIn(state());
      expect(own).not.toBe(pid);
      // There is no question about its own cluster.
      terminal.type('kkr');
      await terminal.sees('Run this step again?');
      terminal.type('y');
      await terminal.sees(`Deleted cluster kafka-lab (pid ${own})`);
      terminal.type('\u0003');
      await terminal.ended();
    } finally {
      terminal.close();
    }
  }, 60_000);
});
