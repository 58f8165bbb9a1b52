import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startForeignContainer } from '../../../../source/embedded/containers/process/foreign-container.ts';
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

function start(...command: string[]) {
  const lines: string[] = [];
  const container = startForeignContainer(
    { command, directory, shim, broker: '127.0.0.1:9999', owner: newOwner() },
    {
      pod: { name: 'p', namespace: 'default', uid: 'u', ip: '10.244.1.2', hostname: 'p', nodeName: 'n' },
      name: 'c',
      image: 'i',
      command: [],
      args: [],
      env: { ROLE: 'consumer', TOPIC: 'test', KAFKA_BROKER: 'kafka-1.kafka-service:9092' },
      ports: [],
      mounts: {},
    },
    { network: new InProcessNetwork(), log: (_stream, line) => lines.push(line) },
  );
  return { container, lines };
}
describe("a learner's own program as a container", () => {
  it('gets the pod’s environment, with a broker that it can reach', async () => {
    const { container, lines } = start('sh', '-c', 'echo $ROLE $TOPIC $KAFKA_BROKER $HOSTNAME; exit 3');
    expect(await container.exited).toEqual({ exitCode: 3 });
    expect(lines).toEqual(['consumer test 127.0.0.1:9999 p']);
  });

  it('ends by itself on SIGTERM, with the exit code that it chooses', async () => {
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

  it('is killed with all that it has started', async () => {
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

  it('that is not there says so, as a shell would', async () => {
    const { container, lines } = start('./no-such-program');
    expect(await container.exited).toEqual({ exitCode: 127 });
    expect(lines[0]).toContain('./no-such-program failed: no such file or directory');
  });
});
