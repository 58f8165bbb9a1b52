import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { HeldBytes } from '../../../../../source/embedded/bounds/held-bytes.ts';
import { SharedCluster } from '../../../../../source/embedded/kafka/broker/cluster/shared-cluster.ts';
import { SessionMemory } from '../../../../../source/embedded/kafka/broker/fetch-sessions/session-memory.ts';
import { GroupMemory } from '../../../../../source/embedded/kafka/groups/group-memory.ts';
import { PartitionLog } from '../../../../../source/embedded/kafka/log/partition-log.ts';
import { segmentFile } from '../../../../../source/embedded/kafka/log/segment.ts';
import { systemTimers } from '../../../../../source/embedded/kafka/timers.ts';
import { makeSandbox } from '../../../paths/hostile-paths.ts';

/** A topic as read from ZooKeeper, without a leader. */
const topic = (name: string, topicId: string) => ({
  name,
  topicId,
  config: {},
  partitions: [{ topic: name, partition: 0, replicas: [1], state: undefined }],
});

it.each([
  ['an id that climbs', 'plain', '/../../../outside'],
  ['an id that is absolute', 'plain', '/etc'],
  ['an id with backslashes and a NUL', 'plain', '..\\..\\x\0'],
  ['a name that is as long as it may be', 'x'.repeat(249), 'A'.repeat(22)],
])('only the directory of the topic itself is deleted, given %s', async (_what, name, topicId) => {
  const sandbox = makeSandbox();
  const cluster = new SharedCluster({
    clusterId: 'c',
    directory: sandbox.inside,
    clock: systemTimers,
    held: new HeldBytes(),
    groupMemory: new GroupMemory(),
    sessionMemory: new SessionMemory(),
  });
  onTestFinished(() => cluster.close());
  cluster.image.putTopic(topic(name, topicId));
  expect(cluster.partition(name, 0)!.log.endOffset).toBe(0);
  expect(readdirSync(sandbox.inside)).toHaveLength(1);
  sandbox.check();
  cluster.image.removeTopic(name);
  await vi.waitFor(() => expect(readdirSync(sandbox.inside)).toEqual([]));
  expect(existsSync(join(sandbox.inside, '..', 'outside'))).toBe(true);
  sandbox.check();
});

it('a topic of thousands of partitions touches no directory before its first write, and is deleted in slices', async () => {
  const sandbox = makeSandbox();
  const cluster = new SharedCluster({
    clusterId: 'c',
    directory: sandbox.inside,
    clock: systemTimers,
    held: new HeldBytes(),
    groupMemory: new GroupMemory(),
    sessionMemory: new SessionMemory(),
  });
  onTestFinished(() => cluster.close());
  const partitions = Array.from({ length: 3000 }, (_, partition) => ({
    topic: 'many',
    partition,
    replicas: [1],
    state: undefined,
  }));
  // Any access to the disk would throw now.
  rmSync(sandbox.inside, { recursive: true });
  symlinkSync(sandbox.precious, sandbox.inside);
  cluster.image.putTopic({ name: 'many', topicId: 'id', config: {}, partitions });
  cluster.brokerStopped(1);
  expect(cluster.partition('many', 2999)!.endOffset).toBe(0);
  expect(() => cluster.partition('many', 0)!.log).toThrow();
  rmSync(sandbox.inside);
  mkdirSync(sandbox.inside);
  for (let stored = 0; stored < 200; stored++)
    expect(cluster.partition('many', stored)!.log.endOffset).toBe(0);
  expect(readdirSync(sandbox.inside)).toHaveLength(200);
  cluster.image.removeTopic('many');
  expect(cluster.partition('many', 0)).toBeUndefined();
  await vi.waitFor(() => expect(readdirSync(sandbox.inside)).toEqual([]), { timeout: 10_000 });
  sandbox.check();
});

it('a segment that is a symbolic link is neither read nor truncated', () => {
  const sandbox = makeSandbox();
  symlinkSync(sandbox.precious, segmentFile(sandbox.inside, 0));
  expect(() => PartitionLog.open({ directory: sandbox.inside })).toThrow(/is not a regular file/);
  sandbox.check();
});
