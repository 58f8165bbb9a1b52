import { inBatches } from '../../bounds/lanes/cluster.ts';
import type { ZooKeeperClient } from '../../zookeeper/client-api.ts';
import type { PartitionImage, TopicImage } from './cluster-image.ts';
import type { PartitionState } from './partition-state.ts';
import { readIfPresent } from './zk-operations.ts';
import * as znodes from './znodes.ts';

const readsAtOnce = 100;
const topicsAtOnce = 20;

/** Those of the named topics that exist, in no particular order; read some at a time. */
export async function readTopics(
  zooKeeper: ZooKeeperClient,
  names: readonly string[],
): Promise<TopicImage[]> {
  const read: TopicImage[] = [];
  await inBatches(names, topicsAtOnce, async (name) => {
    const topic = await readTopic(zooKeeper, name);
    if (topic) read.push(topic);
  });
  return read;
}

/** A topic as its nodes describe it; undefined if there is none. */
async function readTopic(zooKeeper: ZooKeeperClient, name: string): Promise<TopicImage | undefined> {
  const node = await readIfPresent(zooKeeper, znodes.topicPath(name));
  if (!node) return undefined;
  const { topicId, assignment, adding, removing } = znodes.decodeTopic(node.data);
  const config = await readIfPresent(zooKeeper, znodes.topicConfigPath(name));
  const numbers = [...assignment.keys()].sort((a, b) => a - b);
  const states = new Map<number, PartitionState>();
  await inBatches(numbers, readsAtOnce, async (partition) => {
    const state = await readIfPresent(zooKeeper, znodes.statePath(name, partition));
    if (state) states.set(partition, znodes.decodeState(state.data, state.stat.version));
  });
  const partitions = numbers.map(
    (partition): PartitionImage => ({
      topic: name,
      partition,
      replicas: assignment.get(partition)!,
      ...(adding?.has(partition) ? { adding: adding.get(partition)! } : {}),
      ...(removing?.has(partition) ? { removing: removing.get(partition)! } : {}),
      state: states.get(partition),
    }),
  );
  return { name, topicId, partitions, config: config ? znodes.decodeConfig(config.data) : {} };
}
