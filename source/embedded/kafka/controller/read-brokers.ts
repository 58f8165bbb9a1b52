import type { ZooKeeperClient } from '../../zookeeper/client-api.ts';
import type { LiveBroker } from './cluster-image.ts';
import { readIfPresent } from './zk-operations.ts';
import * as znodes from './znodes.ts';

/** The registered brokers by id; `children` are the names of their nodes. The epoch is the czxid of the node. */
export async function readBrokers(
  zooKeeper: ZooKeeperClient,
  children: readonly string[],
): Promise<Map<number, LiveBroker>> {
  const brokers = new Map<number, LiveBroker>();
  for (const child of children) {
    const node = await readIfPresent(zooKeeper, znodes.brokerPath(Number(child)));
    if (!node) continue;
    const registration = znodes.decodeBroker(Number(child), node.data);
    brokers.set(registration.id, { ...registration, epoch: node.stat.czxid });
  }
  return brokers;
}
