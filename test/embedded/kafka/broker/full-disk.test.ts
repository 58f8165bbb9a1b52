import type * as fs from 'node:fs';
import { afterEach, expect, it, vi } from 'vitest';
import { TestCluster } from './test-cluster.ts';

/** The error of the next write; undefined: the write succeeds. */
let refusal: string | undefined;

vi.mock('node:fs', async (original) => {
  const real = await original<typeof fs>();
  const refuse = () => {
    if (refusal !== undefined)
      throw Object.assign(new Error(`${refusal}: it says, write`), { code: refusal, syscall: 'write' });
  };
  const writeSync = (...args: Parameters<typeof real.writeSync>) => {
    refuse();
    return real.writeSync(...args);
  };
  return { ...real, writeSync };
});

let cluster: TestCluster;
afterEach(async () => {
  refusal = undefined;
  await cluster.stop();
});

it.each([
  ['ENOSPC', 'No space left on device'],
  ['EDQUOT', 'Disk quota exceeded'],
  ['EIO', 'Input/output error'],
  ['EROFS', 'Read-only file system'],
  ['EMFILE', 'Too many open files'],
])('a broker whose disk says %s went on with a silent log', async (code, java) => {
  cluster = await TestCluster.start([0], {
    'log.dirs': '/var/lib/kafka/data',
    'default.replication.factor': '1',
  });
  const producer = cluster.kafka({ retry: { retries: 0 } }).producer();
  await producer.connect();
  await cluster
    .kafka()
    .admin()
    .createTopics({ topics: [{ topic: 't', numPartitions: 1, replicationFactor: 1 }] });
  await producer.send({ topic: 't', messages: [{ value: 'a', partition: 0 }] });
  refusal = code;
  await expect(producer.send({ topic: 't', messages: [{ value: 'b', partition: 0 }] })).rejects.toThrow();
  expect(await cluster.brokers.get(0)!.exited).toMatchObject({ exitCode: 1 });
  await producer.disconnect();
  const at = cluster.lines.findIndex((line) => line.includes('LogDirFailureChannel'));
  const [error, exception, ...rest] = cluster.lines.slice(at);
  expect(error).toMatch(
    /ERROR Error while appending records to t-0 in dir \/var\/lib\/kafka\/data \(kafka\.server\.LogDirFailureChannel\)$/,
  );
  expect(exception).toBe(`java.io.IOException: ${java}`);
  expect(rest.join('\n')).toMatch(
    /WARN \[ReplicaManager broker=0\] .*in the failed log directory.*\(kafka\.server\.ReplicaManager\)/,
  );
  expect(rest.at(-1)).toMatch(
    /ERROR Shutdown broker because all log dirs in \/var\/lib\/kafka\/data have failed \(kafka\.log\.LogManager\)$/,
  );
});
