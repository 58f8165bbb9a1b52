import type { ZooKeeperClient } from '../../zookeeper/client-api.ts';
import type { PartitionImage, TopicImage } from './cluster-image.ts';
import { readIfPresent } from './zk-operations.ts';
import * as znodes from './znodes.ts';

/** A topic as its nodes describe it; undefined: there is none. */
export async function readTopic(zooKeeper: ZooKeeperClient, name: string): Promise<TopicImage | undefined> {
  const node = await readIfPresent(zooKeeper, znodes.topicPath(name));
  if (!node) return undefined;
  const { topicId, assignment } = znodes.decodeTopic(node.data);
  const config = await readIfPresent(zooKeeper, znodes.topicConfigPath(name));
  const numbers = [...assignment.keys()].sort((a, b) => a - b);
  const partitions = await Promise.all(
    numbers.map(async (partition): Promise<PartitionImage> => {
      const state = await readIfPresent(zooKeeper, znodes.statePath(name, partition));
      return {
        topic: name,
        partition,
        replicas: assignment.get(partition)!,
        state: state ? znodes.decodeState(state.data, state.stat.version) : undefined,
      };
    }),
  );
  return { name, topicId, partitions, config: config ? znodes.decodeConfig(config.data) : {} };
}
