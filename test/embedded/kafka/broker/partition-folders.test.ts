import { existsSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { HeldBytes } from '../../../../source/embedded/bounds/held-bytes.ts';
import { SharedCluster } from '../../../../source/embedded/kafka/broker/shared-cluster.ts';
import { systemTimers } from '../../../../source/embedded/kafka/groups/timers.ts';
import { PartitionLog } from '../../../../source/embedded/kafka/log/partition-log.ts';
import { segmentFile } from '../../../../source/embedded/kafka/log/segment.ts';
import { makeYard } from '../../paths/hostile-paths.ts';

/** A topic as it would be read from ZooKeeper, led by nobody. */
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
])('deletes only the directory of its topic, which has %s', (_what, name, topicId) => {
  const yard = makeYard();
  const cluster = new SharedCluster({
    clusterId: 'c',
    directory: yard.inside,
    clock: systemTimers,
    held: new HeldBytes(),
  });
  onTestFinished(() => cluster.close());
  cluster.image.putTopic(topic(name, topicId));
  expect(cluster.partition(name, 0)!.log.endOffset).toBe(0);
  expect(readdirSync(yard.inside)).toHaveLength(1);
  yard.check();
  cluster.image.removeTopic(name);
  expect(readdirSync(yard.inside)).toEqual([]);
  expect(existsSync(join(yard.inside, '..', 'outside'))).toBe(true);
  yard.check();
});

it('a segment that is a link is neither read nor cut', () => {
  const yard = makeYard();
  symlinkSync(yard.precious, segmentFile(yard.inside, 0));
  expect(() => PartitionLog.open({ directory: yard.inside })).toThrow(/is not a regular file/);
  yard.check();
});
