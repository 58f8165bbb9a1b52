import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startForeignContainer } from '../../../../source/embedded/containers/process/foreign-container.ts';
import { MachineProgramNetworks } from '../../../../source/embedded/containers/process/program-networks.ts';
import { InProcessNetwork } from '../../../../source/embedded/network/in-process-network.ts';
import { newOwner } from '../../../../source/processes/environment-mark.ts';
import { processesWith } from '../../../whole-lab/processes.ts';

const directory = mkdtempSync(join(tmpdir(), 'kafka-lab-foreign-'));
const shim = join(directory, 'shim.cjs');
beforeAll(() =>
  build({
    entryPoints: ['source/embedded/containers/process/foreign-shim.ts'],
    outfile: shim,
    bundle: true,
    platform: 'node',
    format: 'cjs',
  }),
);
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const network = new InProcessNetwork();
const networks = new MachineProgramNetworks(network, join(directory, 'hosts'));
afterAll(() => networks.close());

function start(...command: string[]) {
  return startWith({}, ...command);
}

function startWith(env: Readonly<Record<string, string>>, ...command: string[]) {
  const lines: string[] = [];
  const container = startForeignContainer(
    { command, directory, shim, networks, owner: newOwner() },
    {
      pod: { name: 'p', namespace: 'default', uid: 'u', ip: '10.244.1.2', hostname: 'p', nodeName: 'n' },
      name: 'c',
      image: 'i',
      command: [],
      args: [],
      env: { ROLE: 'consumer', TOPIC: 'test', KAFKA_BROKER: 'kafka-1.kafka-service:9092', ...env },
      ports: [],
      mounts: {},
    },
    { network, log: (_stream, line) => lines.push(line) },
  );
  return { container, lines };
}
describe("a learner's own program as a container", () => {
  it('gets the pod’s environment, with KAFKA_BROKER unchanged if it does not resolve', async () => {
    const { container, lines } = start('sh', '-c', 'echo $ROLE $TOPIC $KAFKA_BROKER $HOSTNAME; exit 3');
    expect(await container.exited).toEqual({ exitCode: 3 });
    expect(lines).toEqual(['consumer test kafka-1.kafka-service:9092 p']);
  });

  it('keeps its user, its directory and its arguments', async () => {
    const { container, lines } = start('sh', '-c', 'id -u; pwd; echo "$1"', 'sh', 'a  "b"');
    expect(await container.exited).toEqual({ exitCode: 0 });
    expect(lines).toEqual([String(process.getuid?.()), directory, 'a  "b"']);
  });

  it('exits on SIGTERM, with an exit code of its own', async () => {
    const { container, lines } = start(
      'sh',
      '-c',
      "trap 'echo bye; exit 7' TERM; echo up; while :; do sleep 0.05; done",
    );
    await expect.poll(() => lines).toContain('up');
    container.terminate();
    expect(await container.exited).toEqual({ exitCode: 7 });
    expect(lines).toContain('bye');
  });

  it('is killed with all its child processes', async () => {
    const mark = String(3_000_000 + process.pid);
    const { container, lines } = start(
      'sh',
      '-c',
      `trap '' TERM; sleep ${mark} & echo up; wait; sleep ${mark}`,
    );
    await expect.poll(() => lines).toEqual(['up']);
    container.kill();
    expect(await container.exited).toMatchObject({ exitCode: 137 });
    await expect.poll(() => processesWith(mark)).toEqual([]);
  });

  it('fails with the message of a shell if it does not exist', async () => {
    const { container, lines } = start('./no-such-program');
    expect(await container.exited).toEqual({ exitCode: 127 });
    expect(lines[0]).toContain('./no-such-program failed: no such file or directory');
  });

  it('gets no credentials of this machine, and nothing that loads code into it', async () => {
    const hidden = ['AWS_SECRET_ACCESS_KEY', 'NODE_OPTIONS', 'LD_LIBRARY_PATH', 'BASH_ENV', 'KUBECONFIG'];
    for (const name of hidden) vi.stubEnv(name, name === 'NODE_OPTIONS' ? '--no-warnings' : '/nowhere');
    const { container, lines } = start('env');
    await container.exited;
    vi.unstubAllEnvs();
    const names = lines.map((line) => line.split('=', 1)[0]);
    expect(names).toEqual(expect.arrayContaining(['PATH', 'HOME', 'ROLE', 'HOSTNAME']));
    expect(names.filter((name) => hidden.includes(name ?? ''))).toEqual([]);
  });

  it('gets no variable of a manifest that would load code of this machine, and its log says so', async () => {
    const { container, lines } = startWith({ NODE_OPTIONS: '--require /x.js', LD_PRELOAD: '/x.so' }, 'env');
    await container.exited;
    expect(lines.filter((line) => line.startsWith('kafka-lab: '))).toEqual([
      expect.stringContaining('`NODE_OPTIONS` of the manifest is left out'),
      expect.stringContaining('`LD_PRELOAD` of the manifest is left out'),
    ]);
    expect(lines.some((line) => /^(NODE_OPTIONS|LD_PRELOAD)=/.test(line))).toBe(false);
  });

  describe.skipIf(process.platform !== 'linux')('with what it puts into other sessions', () => {
    const children = (mark: string) =>
      `sleep ${mark} & setsid sleep ${mark} & (setsid sh -c 'sleep ${mark} & exec sleep ${mark}' &); echo up;`;

    it.each([
      ['its shim is killed', 'kill -9 $PPID; while :; do sleep 0.05; done', 137],
      ['it ends by itself', 'exit 3', 3],
      ['it is killed and ignores SIGTERM', "trap '' TERM; while :; do sleep 0.05; done", 137],
      ['it is stopped', 'kill -STOP $$', 137],
    ])('ends when %s', async (_, rest, exitCode) => {
      const mark = String(4_000_000 + process.pid);
      const { container, lines } = start('sh', '-c', `${children(mark)} sleep 0.3; ${rest}`);
      await expect.poll(() => lines).toContain('up');
      await expect.poll(() => processesWith(mark).length).toBeGreaterThan(4);
      if (exitCode === 137) container.kill();
      expect(await container.exited).toMatchObject({ exitCode });
      expect(processesWith(mark)).toEqual([]);
    });
  });
});
