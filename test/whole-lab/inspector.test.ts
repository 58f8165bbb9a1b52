import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Finished, runTool } from '../conformance/tools.ts';
import { cli } from '../serve-cluster.ts';
import { processesWith } from './processes.ts';

/** What Node writes when it opens its inspector, or fails to because the port is taken. */
const inspector = /debugger|inspector/i;

const onLinux = process.platform === 'linux' ? describe : describe.skip;

onLinux('SIGUSR1 opened the inspector, a port on which every local program may run code,', () => {
  let home: string;
  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), 'inspector-'));
  });
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  const lab = (...words: string[]): Promise<Finished> =>
    runTool(process.execPath, [cli, ...words], { env: { ...process.env, KAFKA_LAB_HOME: home } });

  it('of the app, the cluster, and the clients in pods', async () => {
    const up = spawn(process.execPath, [
      cli,
      'up',
      '--json',
      '--apply',
      'manifests/kafka.yml',
      '--home',
      home,
    ]);
    let said = '';
    up.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    await once(up.stdout, 'data');
    expect((await lab('build')).code).toBe(0);
    expect((await lab('kubectl', 'apply', '-f', 'manifests/clients.yml')).code).toBe(0);
    const logs = async () =>
      (await lab('kubectl', 'logs', '-l', 'app=ece573-prj05-producer', '--tail=-1')).stdout;
    const counts = async () => (await logs()).match(/\d+ messages/g)?.length ?? 0;
    await expect.poll(counts, { timeout: 40_000 }).toBeGreaterThan(0);

    const all = processesWith(home);
    // The app, the cluster, the producer and the consumer.
    expect(all.length).toBeGreaterThanOrEqual(4);
    for (const pid of all) process.kill(pid, 'SIGUSR1');

    const before = await counts();
    await expect.poll(counts, { timeout: 40_000 }).toBeGreaterThan(before + 1);
    expect(processesWith(home)).toEqual(expect.arrayContaining(all));
    expect(await logs()).not.toMatch(inspector);
    expect(readFileSync(join(home, 'clusters', 'kafka-lab', 'cluster.log'), 'utf8')).not.toMatch(inspector);
    up.kill('SIGTERM');
    await once(up, 'close');
    expect(said).not.toMatch(inspector);
  }, 150_000);

  it.each(['foreign-shim', 'terminal-shim'])('of the %s', async (shim) => {
    const child = spawn(process.execPath, [join('dist', `${shim}.cjs`), 'sh', '-c', 'echo up; sleep 1'], {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    let said = '';
    child.stderr!.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    const echo = once(child.stdout!, 'data');
    child.send({ kind: 'start', screen: process.pid, environment: { PATH: process.env.PATH } });
    await echo;
    child.kill('SIGUSR1');
    await once(child, 'close');
    expect(said).not.toMatch(inspector);
  });
});
